import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { systemActor } from '../src/access/actor.js';
import { SignInService } from '../src/access/sign-in.service.js';
import { readConfig } from '../src/config.js';
import { Database } from '../src/database/database.js';
import { CodesService } from '../src/payments/codes.service.js';
import { buildApp } from '../src/server.js';
import { Place } from './place.js';
import { replayedId, replayInto } from './replayed.js';
import { atMost, median, say, type Pace } from './report.js';
import { serve } from './served.js';

const command = systemActor('bench');
const membersAsked = 20;
const timesEach = 30;

/** A slow telephone network as web page tests define it: 400 ms there and back, 400 kbit/s. */
const slow3g = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const slowedTimes = 6;

interface Visitor {
  readonly cookie: string;
  readonly account: string;
}

/** What pages cost a member of a replayed community: bytes, requests, time of the server, time on an old telephone. */
export async function pages(pace: Pace): Promise<void> {
  const place = Place.sqlite();
  try {
    await replayInto(place);
    const { links, code } = await prepare(place);
    const served = await serve(place);
    const browser = await chromium.launch({
      executablePath: await aBrowser(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      await firstPage(browser, served.url, pace);
      const visitors = [];
      for (const link of links) visitors.push(await comeIn(served.url, link));
      for (const path of ['/', '/purse', '/give', '/exchanges', code]) {
        const times = [];
        for (let round = 0; round < pace.rounds; round++)
          times.push(await serverTime(served.url, path, visitors));
        atMost(`server time of ${path === code ? '/p/CODE' : path}`, 'ms', times, 5);
      }
      await slowTelephone(browser, served.url, visitors[0]!, ['/', '/give', code], pace);
    } finally {
      await browser.close();
      await served.stop();
    }
  } finally {
    await place.remove();
  }
}

/** The browser that the tests use. */
async function aBrowser(): Promise<string> {
  const file = join(process.env.BENCH_CHECKOUT!, 'test', 'support', 'chromium.mjs');
  const { findChromium } = (await import(pathToFileURL(file).href)) as {
    findChromium: () => Promise<{ path: string }>;
  };
  return (await findChromium()).path;
}

/** Links for members with long histories, and the code of one more. */
async function prepare(place: Place): Promise<{ links: { url: string; account: string }[]; code: string }> {
  const app = await buildApp(readConfig(place.environment()));
  try {
    const rows = await app.get<Database>(Database).reader.all(
      `select account_id, party_id from accounts where community_id = ? and kind = 'member'
        and credits_posted - debits_posted > 1000 order by debits_posted desc limit ?`,
      [replayedId, membersAsked + 1],
    );
    const links = [];
    for (const { account_id: account, party_id: personId } of rows.slice(1)) {
      const wish = { communityId: replayedId, personId: personId as string };
      const link = await app.get<SignInService>(SignInService).makeLink(command, wish);
      if ('kind' in link) throw new Error(link.code);
      links.push({ url: link.url, account: account as string });
    }
    const wish = { account: rows[0]!.account_id as string, kind: 'standing', amount: 1000n } as const;
    const made = await app.get<CodesService>(CodesService).make(command, replayedId, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    return {
      links,
      code: new URL(made.url!).pathname.toLowerCase().replace(/[^/]+$/, (t) => t.toUpperCase()),
    };
  } finally {
    await app.close();
  }
}

async function comeIn(url: string, link: { url: string; account: string }): Promise<Visitor> {
  const path = new URL(link.url).pathname;
  const answer = await fetch(url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url },
    body: '',
  });
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0]!);
  if (answer.status !== 303) throw new Error(`coming in answered ${answer.status}`);
  return { cookie: cookie.join('; '), account: link.account };
}

/** The median of what a member waits for the server, one after the other over one connection. */
async function serverTime(url: string, path: string, visitors: readonly Visitor[]): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < timesEach * visitors.length; i++) {
    const { cookie } = visitors[i % visitors.length]!;
    const begun = performance.now();
    const answer = await fetch(url + path, { headers: { cookie } });
    await answer.arrayBuffer();
    times.push(performance.now() - begun);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  }
  return median(times);
}

/** What comes over the network when a stranger opens the first page with an empty browser. */
async function firstPage(browser: Browser, url: string, pace: Pace): Promise<void> {
  const sizes: number[] = [];
  const counts: number[] = [];
  const foreign: number[] = [];
  for (let round = 0; round < pace.rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    const asked: string[] = [];
    let bytes = 0;
    page.on('requestfinished', (request) => {
      asked.push(request.url());
      void request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
        bytes += responseBodySize + responseHeadersSize;
      });
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    await page.waitForTimeout(200);
    sizes.push(bytes / 1000);
    counts.push(asked.length);
    foreign.push(asked.filter((each) => !each.startsWith(url)).length);
    await context.close();
  }
  atMost('first page', 'kB', sizes, 50);
  atMost('first page: requests', 'requests', counts, 6);
  atMost('first page: requests to other hosts', 'requests', foreign, 0);
}

/** From the tap to a page that is drawn and can be used, on a slow network with a slow processor and nothing kept. */
async function slowTelephone(
  browser: Browser,
  url: string,
  { cookie }: Visitor,
  paths: readonly string[],
  pace: Pace,
): Promise<void> {
  say('a slow telephone: 400 ms, 400 kbit/s, a processor slowed six times');
  for (const path of paths) {
    const times: number[] = [];
    for (let round = 0; round < pace.rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
      const cookies = cookie.split('; ').map((each) => each.split('=', 2) as [string, string]);
      await context.addCookies(cookies.map(([name, value]) => ({ name, value, url })));
      const page = await context.newPage();
      await slowDown(page);
      const begun = performance.now();
      await page.goto(url + path, { waitUntil: 'load' });
      times.push((performance.now() - begun) / 1000);
      await context.close();
    }
    atMost(`usable on a slow telephone: ${path.startsWith('/p/') ? '/p/CODE' : path}`, 's', times, 3);
  }
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow3g);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowedTimes });
}
