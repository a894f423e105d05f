import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { TranslationsService } from '../../src/communities/translations.service.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

/** A microphone that hears beeps, and nobody who has to say yes to it. */
const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** What a browser with one installed voice has; it notes what it is asked to say. */
function withVoice(voice: { lang: string; localService: boolean }): string {
  return `{
    const told = [];
    globalThis.told = told;
    globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(globalThis, 'speechSynthesis', { value: {
      getVoices: () => [${JSON.stringify(voice)}],
      addEventListener: () => undefined,
      cancel: () => undefined,
      speak: (said) => { told.push([said.lang, said.text]); setTimeout(() => said.onend?.(), 20); },
    } });
  }`;
}

describe('listening', () => {
  let town: JourneyTown;
  let browser: Browser;
  let member: Party;
  let steward: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser(microphone);
    [member, steward] = [await town.person(), await town.steward()];
    await town.get(TranslationsService).turn(systemActor('test'), town.communityId, 'ar', true);
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  async function phoneOf(
    who: Party,
    options: { javaScriptEnabled?: boolean; locale?: string } = {},
  ): Promise<Walker> {
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE', ...options });
    await phone.comeIn(await town.link(who));
    return phone;
  }
  const earOf = (page: Page): Locator => page.locator('header .ear');
  const toldOf = (page: Page): Promise<string[][]> => page.evaluate('globalThis.told');

  /** The sounds that a page asks for from now on, in order, and whatever else it asks for. */
  function listenTo(page: Page): { sounds: string[]; hosts: Set<string> } {
    const heard = { sounds: [] as string[], hosts: new Set<string>() };
    page.on('request', (request) => {
      const url = new URL(request.url());
      heard.hosts.add(url.host);
      const clip = /sounds\/(?:clips\/)?nl\/([\w.]+)\.[0-9a-f]{16}/.exec(url.pathname)?.[1];
      if (clip !== undefined && heard.sounds.at(-1) !== clip) heard.sounds.push(clip);
    });
    return heard;
  }

  it('plays nothing by itself, then the sentence, the amount and the choices, from this host only', async () => {
    const phone = await phoneOf(member);
    const heard = listenTo(phone.page);
    await phone.open('/purse');
    await phone.page.waitForTimeout(300);
    expect(heard.sounds).toEqual([]);
    expect(await earOf(phone.page).isVisible()).toBe(true);
    await earOf(phone.page).click();
    expect(await earOf(phone.page).getAttribute('aria-pressed')).toBe('true');
    await phone.page.waitForSelector('header .ear[aria-pressed=false]');
    expect(heard.sounds).toEqual(['start.i_have', 'number.0', 'amounts.hour_one.2']);
    expect([...heard.hosts]).toEqual([new URL(town.url).host]);
    await phone.close();
  });

  it.each(['/me', '/practice', '/help', '/language?to=/me'])('has something to hear at %s', async (path) => {
    const phone = await phoneOf(member);
    await phone.open(path);
    expect(await earOf(phone.page).isVisible()).toBe(true);
    await phone.close();
  });

  it('is there at the desk of helpers, on the first page of joining, and where a kiosk waits', async () => {
    const helper = await town.helper(await town.group('Soepgroep'));
    const phone = await phoneOf(helper);
    for (const path of ['/helping', '/helping/new', '/helping/new?language=nl']) {
      await phone.open(path);
      expect([path, await earOf(phone.page).isVisible()]).toEqual([path, true]);
    }
    await phone.open('/hub');
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(phone.path).toBe('/hub');
    expect(await earOf(phone.page).isVisible()).toBe(true);
    await phone.close();
  });

  it('stops when it is pressed again, and can begin again', async () => {
    const phone = await phoneOf(member);
    const heard = listenTo(phone.page);
    await phone.open('/help');
    const ear = earOf(phone.page);
    const wanted = ((await ear.getAttribute('data-clips')) ?? '').split(' ').length;
    await ear.click();
    await phone.page.waitForTimeout(300);
    await ear.click();
    expect(await ear.getAttribute('aria-pressed')).toBe('false');
    const sofar = heard.sounds.length;
    await phone.page.waitForTimeout(2_500);
    expect(heard.sounds.length).toBe(sofar);
    expect(sofar).toBeLessThan(wanted);
    await ear.click();
    expect(await ear.getAttribute('aria-pressed')).toBe('true');
    await phone.close();
  });

  it('is absent without a script, and where there are neither clips nor a voice', async () => {
    const without = await phoneOf(member, { javaScriptEnabled: false });
    await without.open('/help');
    expect(await earOf(without.page).isVisible()).toBe(false);
    await without.close();
    const phone = await phoneOf(steward);
    await phone.open('/people');
    expect(await phone.page.locator('header .ear').count()).toBe(1);
    expect(await earOf(phone.page).isVisible()).toBe(false);
    await phone.close();
  });

  it('lets a voice of the browser speak once somebody said that they hear their own language', async () => {
    const phone = await phoneOf(steward);
    await phone.context.addInitScript(withVoice({ lang: 'nl-BE', localService: true }));
    await phone.open('/people');
    expect(await earOf(phone.page).isVisible()).toBe(false);
    await phone.open('/language?to=/people');
    const question = phone.page.locator('[data-voice]');
    expect(await question.isVisible()).toBe(true);
    expect(await question.locator('[data-answer=yes]').isVisible()).toBe(false);
    await question.locator('[data-try]').click();
    await question.locator('[data-answer=yes]').click();
    expect(await toldOf(phone.page)).toEqual([['nl-BE', 'Hallo, ik spreek Nederlands.']]);
    expect(await question.isVisible()).toBe(false);
    await phone.open('/people');
    await earOf(phone.page).click();
    expect(await toldOf(phone.page)).toEqual([['nl-BE', 'Leden']]);
    await phone.close();
  });

  it.each([
    { why: 'of another language', lang: 'en-GB', localService: true },
    { why: 'that is not on the device', lang: 'nl-NL', localService: false },
  ])('never lets a voice speak $why', async ({ lang, localService }) => {
    const phone = await phoneOf(steward);
    await phone.context.addInitScript(withVoice({ lang, localService }));
    await phone.context.addInitScript(`localStorage.setItem('heard-nl', 'yes')`);
    await phone.open('/people');
    expect(await earOf(phone.page).isVisible()).toBe(false);
    await phone.page.evaluate('localStorage.clear()');
    await phone.open('/language?to=/people');
    expect(await phone.page.locator('[data-voice]').isVisible()).toBe(false);
    await phone.close();
  });

  it('remembers a no, and asks no more', async () => {
    const phone = await phoneOf(steward);
    await phone.context.addInitScript(withVoice({ lang: 'nl-NL', localService: true }));
    await phone.open('/language?to=/people');
    await phone.page.locator('[data-try]').click();
    await phone.page.locator('[data-answer=no]').click();
    await phone.open('/people');
    expect(await earOf(phone.page).isVisible()).toBe(false);
    await phone.open('/language?to=/people');
    expect(await phone.page.locator('[data-voice]').isVisible()).toBe(false);
    await phone.close();
  });

  it('lets each language be heard before one is chosen', async () => {
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await phone.open('/');
    expect(await phone.page.locator('.tongue[lang=fr] .ear').isVisible()).toBe(true);
    expect(await phone.page.locator('.tongue[lang=ar] .ear').isVisible()).toBe(false);
    const asked = phone.page.waitForRequest(/sounds\/fr\/greeting\./);
    await phone.page.locator('.tongue[lang=fr] .ear').click();
    await asked;
    await phone.close();
  });

  it('is recorded in one sitting: record, keep, and the next comes by itself', async () => {
    const phone = await phoneOf(steward);
    const heard = listenTo(phone.page);
    await phone.open('/sounds');
    await phone.tap(phone.page.locator('a.row[href="/sounds/nl"]'));
    await phone.open('/sounds/nl?clip=help.sentence');
    const record = phone.page.locator('[data-record]');
    await record.click();
    await phone.page.waitForTimeout(1_500);
    await record.click();
    await phone.page.locator('[data-listen]').click();
    await phone.tap(phone.page.locator('button.main'));
    expect(await phone.page.locator('input[name=clip]').first().inputValue()).toBe('help.ask');
    await phone.open('/sounds/nl?clip=help.sentence');
    expect(await phone.text()).toContain('Dit is jullie eigen stem.');

    await phone.open('/help');
    const own = ((await earOf(phone.page).getAttribute('data-clips')) ?? '').split(' ')[0]!;
    expect(own).toMatch(/^\/sounds\/clips\/nl\/help\.sentence\./);
    const sound = await phone.page.evaluate(async (path) => {
      const bytes = await (await fetch(path)).arrayBuffer();
      const context = new AudioContext();
      const { duration, sampleRate, numberOfChannels } = await context.decodeAudioData(bytes.slice(0));
      return { size: bytes.byteLength, duration, sampleRate, numberOfChannels };
    }, own);
    expect(sound.numberOfChannels).toBe(1);
    expect(sound.duration).toBeGreaterThan(0.3);
    expect(sound.duration).toBeLessThan(2.5);
    heard.sounds.length = 0;
    await earOf(phone.page).click();
    await phone.page.waitForTimeout(2_000);
    expect(heard.sounds.slice(0, 2)).toEqual(['help.sentence', 'help.ask']);
    await phone.close();
  });

  it.each([
    { locale: 'nl-BE', dir: 'ltr' },
    { locale: 'ar', dir: 'rtl' },
  ])('has pages without a barrier in $locale', async ({ locale, dir }) => {
    const phone = await phoneOf(steward, { locale });
    for (const path of ['/sounds', '/sounds/nl', '/sounds/ar?clip=pay.you_give.0', '/language?to=/']) {
      await phone.open(path);
      expect(await phone.page.locator('html').getAttribute('dir')).toBe(dir);
      expect([path, await barriersOf(phone.page)]).toEqual([path, []]);
      const width = await phone.page.evaluate('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 360]);
    }
    await phone.close();
  });
});
