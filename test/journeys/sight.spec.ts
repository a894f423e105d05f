import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { acting } from '../../src/cli/story-acting.js';
import { ContributionsService } from '../../src/contributions/contributions.service.js';
import { newUuid } from '../../src/database/ids.js';
import { GroupPeopleService } from '../../src/initiatives/group-people.service.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Knocks, type Signed } from './knocks.js';
import { addresses, filled } from './page-routes.js';

const ofTheGroup = ['treasurer', 'checker'];
const inTheGroup = ['ann', 'mate', ...ofTheGroup];
const everybodyIn = [
  ...['ann', 'mate', 'bob', 'carl', ...ofTheGroup, 'other treasurer', 'helper', 'acceptor'],
  ...['steward', 'maker', 'approver', 'finance'],
];

/**
 * Who finds a fact anywhere: on every page and in every answer for programs that can be asked for, each asked for with
 * the ids of all that there is. The table is that of 5C. Left out is the page on which somebody pays who knows the
 * number of an account: it shows whose it is, and who asks for many is counted. Receipts are tested with receipts.
 */
describe('what somebody can find out, on pages and by program', () => {
  let town: JourneyTown;
  const seen = new Map<string, string>();
  const deadEnds: string[] = [];

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    const scene = await settle(town);
    const knocks = new Knocks(town);
    for (const [who, link] of Object.entries(scene.links)) {
      const signed = link === null ? undefined : await knocks.cameIn(link);
      seen.set(who, await everything(knocks, scene, signed));
      for (const end of await deadEndsOf(knocks, signed)) deadEnds.push(`${who}: ${end}`);
    }
  }, 240_000);
  afterAll(() => town.close());

  it.each<[fact: string, marks: RegExp, who: readonly string[]]>([
    ['what a person has', /(?<!\d)-?5[.,]37(?!\d)|:-?537\b/, ['ann']],
    // The journal names accounts by number, for whoever closes the books of the whole community.
    ['what a person gave to another', /(?<!\d)-?3[.,]26(?!\d)|:-?326\b/, ['ann', 'bob', 'steward']],
    ['what a person gave to a group', /(?<!\d)-?2[.,]11(?!\d)|:-?211\b/, ['ann', ...ofTheGroup, 'steward']],
    ['what a group has', /(?<!\d)-?3[.,]44(?!\d)|:-?344\b/, inTheGroup],
    // Whoever sits beside its people knows them as well.
    ['what a person is called', /Zonnebloemke/, [...inTheGroup, 'helper']],
    // Beside themselves only who looks after everybody.
    ['what language a person speaks', /Soomaali/, ['ann', 'steward']],
    // The shop brings it something.
    ['that a hidden group is there', /Stille Soep/, [...inTheGroup, 'helper', 'acceptor', 'steward']],
    ['what a hidden group gets from others', /Grote ketel/, [...inTheGroup, 'helper', 'acceptor']],
    ['what a programme spends', /Samen koken/, everybodyIn],
  ])('%s', (_, marks, who) => {
    const found = [...seen].filter(([, text]) => marks.test(text)).map(([name]) => name);
    expect(found.sort()).toEqual([...who].sort());
  });

  it('is offered nowhere to whoever may not have it: no link of the first pages is a dead end', () => {
    expect(deadEnds).toEqual([]);
  });
});

interface Scene {
  readonly links: Readonly<Record<string, string | null>>;
  /** The values of parameters, one set after the other. */
  readonly sets: ReadonlyArray<Readonly<Record<string, string>>>;
}

const command = systemActor('test');

type Granted = 'checker' | 'helper' | 'acceptor' | 'finance';

async function settle(town: JourneyTown): Promise<Scene> {
  const { communityId } = town;
  const ann = await town.person({ nickname: 'Zonnebloemke', language: 'so' });
  const [bob, carl, keeper, other, checker, helper, taker, mate] = (await Promise.all(
    Array.from({ length: 8 }, () => town.person()),
  )) as [Party, Party, Party, Party, Party, Party, Party, Party];
  const steward = await town.steward();
  const soup = await town.group('Stille Soep', [keeper.id]);
  const people = town.get(GroupPeopleService);
  for (const { id } of [ann, mate]) {
    const admitted = await people.admit(
      acting(communityId, keeper.id, 'treasurer', soup.id),
      communityId,
      soup.id,
      id,
    );
    if (admitted.kind === 'refused') throw new Error(admitted.code);
  }
  const bikes = await town.group('Fietsgroep', [other.id], 'open');
  const entered = await town.get(InstitutionsService).enter(command, communityId, {
    ...{ kind: 'shop', name: 'Bakker', picture: 'key', colour: 'grey', outlet: true },
  });
  if (entered.kind === 'refused') throw new Error(entered.code);
  const shop = entered.institution.id;
  const grant = async ({ id: actorId }: Party, role: Granted, partyId: string): Promise<void> => {
    const mandate = { communityId, actorId, role, partyId, until: role === 'checker' ? 2e12 : null };
    const granted = await town.get(MandatesService).grant(command, mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
  };
  await grant(checker, 'checker', soup.id);
  await grant(helper, 'helper', soup.id);
  await grant(taker, 'acceptor', shop);
  const civil = await town.programme(bikes, other, carl);
  const finance = await town.person();
  const hall = (await town.get(InstitutionsService).list(command, communityId)).find(
    ({ kind }) => kind === 'local_government',
  )!;
  await grant(finance, 'finance', hall.id);
  const day = new Date(town.clock.now()).toISOString().slice(0, 10);
  const said = await town
    .get(ContributionsService)
    .say(acting(communityId, keeper.id, 'treasurer', soup.id), communityId, {
      ...{ giver: shop, taker: soup.id, side: 'taker', mode: 'redistribution', thing: 'material' },
      ...{ title: 'Grote ketel', from: day },
    });
  if (said.kind === 'refused') throw new Error(said.code);
  const paid = [
    await pay(town, ann, soup, 211n),
    await pay(town, ann, bob, 326n),
    await pay(town, bob, soup, 133n),
  ];
  const common = {
    community: communityId,
    programme: 'samen-koken',
    code: 'samen-koken',
    issue: civil.promised,
  };
  const of = (each: Party, exchange: string) => ({
    ...common,
    ...{ account: each.account, party: each.id, person: each.id, group: each.id, id: each.id, exchange },
  });
  return {
    links: {
      public: null,
      ann: await town.link(ann),
      mate: await town.link(mate),
      bob: await town.link(bob),
      carl: await town.link(carl),
      treasurer: await town.link(keeper),
      'other treasurer': await town.link(other),
      checker: await town.link(checker),
      helper: await town.link(helper),
      acceptor: await town.link(taker),
      steward: await town.link(steward),
      maker: await town.strongLink(civil.maker),
      approver: await town.strongLink(civil.approver),
      finance: await town.strongLink(finance),
      operator: await town.setUpLink(),
    },
    sets: [of(ann, paid[1]!), of(soup, paid[0]!), of({ id: shop, account: soup.account }, paid[2]!)],
  };
}

/** @returns the id of the exchange */
async function pay(town: JourneyTown, from: Party, to: Party, amount: bigint): Promise<string> {
  const wish = { orderId: newUuid(town.clock.now()), from: from.account, to: to.account, amount };
  const answer = await town.get(PaymentsService).pay(acting('rabot', from.id), 'rabot', wish);
  if (answer.kind !== 'posted') throw new Error(answer.code);
  return answer.exchangeId;
}

/** Links that are shown on the first page, or on a page that those lead to, and that answer no. */
async function deadEndsOf(knocks: Knocks, signed?: Signed): Promise<string[]> {
  const headers = { 'accept-language': 'nl', ...(signed !== undefined && { cookie: signed.cookie }) };
  const ends: string[] = [];
  const asked = new Set(['/']);
  let next = ['/'];
  for (let steps = 0; steps < 3; steps++) {
    const found: string[] = [];
    for (const url of next) {
      const { statusCode, body } = await knocks.send('GET', url, headers);
      if (statusCode >= 400) ends.push(`${url} answers ${statusCode}`);
      if (typeof body === 'string' && body.startsWith('<!')) found.push(...linksIn(body));
    }
    next = found.filter((url) => !asked.has(url) && asked.add(url));
  }
  return ends;
}

/** Links to pages of ours, but for the languages and what is on every page. */
function linksIn(html: string): string[] {
  const hrefs = [...html.matchAll(/<a [^>]*href="(\/[^"#]*)"/g)].map(([, href]) =>
    href!.replaceAll('&amp;', '&'),
  );
  return hrefs.filter((href) => !/^\/(?:language|assets)\b/.test(href));
}

/** All that somebody is answered. */
async function everything(knocks: Knocks, { sets }: Scene, signed?: Signed): Promise<string> {
  const headers = { 'accept-language': 'nl', ...(signed !== undefined && { cookie: signed.cookie }) };
  const asked = new Set<string>();
  const texts: string[] = [];
  for (const route of addresses(knocks.town.server.app)) {
    if (route.method !== 'GET' || route.path === '/c/:community/give/:account') continue;
    for (const values of sets) {
      const url = filled(route, values);
      if (asked.has(url)) continue;
      asked.add(url);
      const answer = await knocks.send('GET', url, headers);
      if (answer.statusCode === 200) texts.push(`${url}\n${answer.body}`);
    }
  }
  return texts.join('\n');
}
