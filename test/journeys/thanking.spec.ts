import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Database } from '../../src/database/database.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

/** A microphone that hears beeps, and nobody who has to say yes to it. */
const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const dayMs = 86_400_000;

describe('a spoken thank-you', () => {
  let town: JourneyTown;
  let browser: Browser;
  let annParty: Party;
  let bertParty: Party;
  let ann: Walker;
  let bert: Walker;
  let code: string;
  let soupCode: string;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser(microphone);
    [annParty, bertParty] = [await town.person(), await town.person()];
    const soup = await town.group('Soepgroep', [bertParty.id]);
    code = await town.code(bertParty, { amount: 25n });
    soupCode = await town.code(soup, { amount: 25n });
    ann = await comeIn(annParty);
    bert = await comeIn(bertParty, { locale: 'ar', javaScriptEnabled: false });
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('is recorded after paying, and only who received hears it', async () => {
    const receipt = await annPays(code);
    const other = await comeIn(await town.person());
    await annThanks();
    expect(ann.acts).toBe(4);
    expect(ann.path).toBe(receipt);
    await ann.page.locator(`form[action="${receipt}/thanks/erase"]`).waitFor();

    await bert.open('/exchanges');
    bert.acts = 0;
    await bert.tap(bert.page.locator('a.row').first());
    expect(bert.acts).toBe(1);
    const sound = bert.page.locator(`audio[src="${receipt}/thanks/sound"]`);
    expect(await sound.getAttribute('preload')).toBe('none');
    expect(await tooWide(bert.page)).toBe(0);
    const heard = await soundFor(bert, receipt);
    expect([heard.status, heard.type, heard.begins]).toEqual([200, 'audio/wav', 'RIFF']);
    expect(heard.size).toBeLessThan(200_000);
    expect(heard.keep).toBe('no-store');
    for (const walker of [ann, other]) expect((await soundFor(walker, receipt)).status).toBe(404);
    for (const walker of [other, ann]) {
      await walker.open(receipt);
      expect(await walker.page.locator('[data-clips$="/thanks/sound"]').count()).toBe(0);
    }
    await other.open(`${receipt}/thanks`);
    expect(other.path).toBe(receipt);
    await other.close();
  });

  it('is heard by one big button where scripts run, and not before it is pressed', async () => {
    const phone = await comeIn(bertParty);
    await phone.open('/exchanges');
    await phone.tap(phone.page.locator('a.row').first());
    expect(await barriersOf(phone.page)).toEqual([]);
    const asked: string[] = [];
    phone.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await phone.page.waitForTimeout(200);
    const isSound = (path: string): boolean => path.endsWith('/sound');
    expect(asked.filter(isSound)).toEqual([]);
    const button = phone.page.locator('main button.ear');
    await phone.tap(button);
    await phone.page.waitForSelector('main button.ear[aria-pressed=false]');
    expect(new Set(asked.filter(isSound))).toEqual(new Set([`${phone.path}/thanks/sound`]));
    await phone.close();
  });

  it('lies sealed, and no list or audit tells of it', async () => {
    const { reader } = town.get(Database);
    const row = await reader.one('select kind, sealed from person_sounds');
    expect(row!.kind).toBe('audio/wav');
    expect(Buffer.from(row!.sealed as Uint8Array).includes('RIFF')).toBe(false);
    const audit = await reader.all('select act, subject_kind from audit');
    expect(JSON.stringify(audit)).not.toMatch(/thank|sound/i);
  });

  it('is counted on the page of what is known, and erased in one act, for good', async () => {
    await bert.open('/me/privacy');
    const before = await bert.text();
    expect(before).toContain('Dank je dat je kan horen');
    await bert.open('/exchanges');
    await bert.tap(bert.page.locator('a.row').first());
    const receipt = bert.path;
    bert.acts = 0;
    await bert.tap(bert.page.locator('form[action$="/thanks/erase"] button'));
    expect(bert.acts).toBe(1);
    expect(await bert.page.locator('audio').count()).toBe(0);
    expect((await soundFor(bert, receipt)).status).toBe(404);
    const row = await town.get(Database).reader.one('select sealed from person_sounds');
    expect(row!.sealed).toBeNull();
    // Who gave does not say it again.
    await ann.open(`${receipt}/thanks`);
    expect(ann.path).toBe(receipt);
    await bert.open('/me/privacy');
    expect(await bert.text()).not.toContain('Dank je dat je kan horen');
  });

  it('is offered where there is a microphone, to two persons, within a day', async () => {
    const quiet = await comeIn(annParty, { javaScriptEnabled: false });
    const receipt = await annPays(code);
    const link = 'a[href$="/thanks"]';
    expect(await ann.page.locator(link).isVisible()).toBe(true);
    expect(await barriersOf(ann.page)).toEqual([]);
    await quiet.open(receipt);
    expect(await quiet.page.locator(link).isVisible()).toBe(false);
    await quiet.close();
    await ann.open(`${receipt}/thanks`);
    expect(await barriersOf(ann.page)).toEqual([]);
    expect(await tooWide(ann.page)).toBe(0);
    town.clock.forward(dayMs + 1);
    ann = await comeIn(annParty);
    await ann.open(receipt);
    expect(await ann.page.locator(link).count()).toBe(0);
    await annPays(soupCode);
    expect(await ann.page.locator(link).count()).toBe(0);
  });

  async function comeIn(party: Party, options: object = {}): Promise<Walker> {
    const walker = await Walker.start(browser, town.url, { locale: 'nl-BE', ...options });
    await walker.comeIn(await town.link(party));
    return walker;
  }

  async function annPays(text: string): Promise<string> {
    await ann.open(text);
    await ann.page.locator('form.confirm button.yes').click();
    await ann.page.waitForURL(/\/r\//);
    return ann.path;
  }

  /** From the receipt: the way there, speak, stop, send. */
  async function annThanks(): Promise<void> {
    const { page } = ann;
    ann.acts = 0;
    await ann.tap(page.locator('a[href$="/thanks"]'));
    await ann.tap(page.locator('[data-record]'));
    await page.waitForTimeout(600);
    await ann.tap(page.locator('[data-record]'));
    await page.locator('[data-made] button').waitFor();
    await ann.tap(page.locator('[data-made] button'));
    await page.waitForURL(/\/r\/\w+$/);
  }

  async function soundFor({ context }: Walker, receipt: string) {
    const answer = await context.request.get(`${town.url}${receipt}/thanks/sound`);
    const body = await answer.body();
    return {
      status: answer.status(),
      type: answer.headers()['content-type'],
      keep: answer.headers()['cache-control'],
      begins: body.toString('latin1', 0, 4),
      size: body.length,
    };
  }
});
