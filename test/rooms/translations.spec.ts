import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Role } from '../../src/access/actor.js';
import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { NotAllowed } from '../../src/access/errors.js';
import { SessionsService, type SessionWay } from '../../src/access/sessions.service.js';
import { textKind, type FieldError } from '../../src/api/kinds.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { TranslationsService } from '../../src/communities/translations.service.js';
import { Database } from '../../src/database/database.js';
import { translations } from '../../src/languages/languages.js';
import { dialects } from '../support/databases.js';
import { TestTown } from '../support/town.js';

const pairMarks = /[\u0002\u0003\u001f]/;

describe.each(dialects)('translations, on %s', (dialect) => {
  let town: TestTown;
  let service: TranslationsService;
  let steward: Actor;
  let member: Actor;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    service = town.app.get(TranslationsService);
    steward = town.actor((await town.person()).partyId, 'steward');
    member = town.actor((await town.person()).partyId);
  });

  afterAll(() => town.close());

  /** What somebody reads at an address, with the cookies and the language of their browser. */
  async function page(url: string, cookie = '', speaks = 'nl'): Promise<string> {
    const answer = await town.ask(url, { 'accept-language': speaks, cookie, accept: 'text/html' });
    expect(answer.body).not.toMatch(pairMarks);
    return answer.body;
  }

  async function signedIn({ id }: Actor, way: SessionWay = 'link'): Promise<string> {
    const sessions = town.app.get(SessionsService);
    const owner = { kind: 'person', id, communityId: town.communityId } as const;
    const prepared = sessions.prepare();
    const opened = await town.database.transaction((tx) => sessions.open(tx, prepared, owner, true, { way }));
    return `__Host-samenmunt=${opened.token}`;
  }

  it('are all off to begin with, and then nobody reads one', async () => {
    const all = await service.list(steward, town.communityId);
    expect(all.length).toBeGreaterThanOrEqual(12);
    expect(all.filter(({ since }) => since !== null)).toEqual([]);
    expect(await page('/', '', 'ar')).toContain('<html lang="nl" dir="ltr">');
    expect(await page('/', 'language=ar', 'nl')).toContain('<html lang="nl" dir="ltr">');
    expect(await page('/')).not.toContain('hreflang="ar"');
  });

  it('are turned on and off by a steward and by nobody else', async () => {
    const roles: (Role | undefined)[] = [undefined, 'treasurer', 'helper', 'acceptor', 'checker', 'issuer'];
    for (const role of roles) {
      const other = role === undefined ? member : town.actor(member.id, role, member.id);
      await expect(service.turn(other, town.communityId, 'ar', true)).rejects.toThrow(NotAllowed);
      await expect(service.list(other, town.communityId)).rejects.toThrow(NotAllowed);
    }
    const elsewhere = { ...steward, communityId: 'other' };
    await expect(service.turn(elsewhere, 'other', 'ar', true)).rejects.toThrow(NotAllowed);
    expect(await service.turn(steward, town.communityId, 'ar', true)).toMatchObject({
      kind: 'turned',
      translation: { since: town.clock.now() },
    });
  });

  it('know no language without a file, and none that stands alone', async () => {
    for (const code of ['xx', 'nl', 'fr', 'en', '']) {
      expect(await service.turn(steward, town.communityId, code, true)).toEqual({
        kind: 'refused',
        code: 'no_such_translation',
      });
    }
  });

  it('stand beside Dutch on every page once they are on, Dutch first, with the mark of a translation', async () => {
    const html = await page('/', '', 'ar');
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain(
      '<span lang="nl" dir="ltr" class="dutch">Samen delen we tijd en hulp.</span> ' +
        '<span lang="ar" dir="rtl" class="own">معًا نتشارك الوقت والمساعدة.</span>',
    );
    expect(html).toContain(
      'class="dutch">vertaling</span> <span lang="ar" dir="rtl" class="own">ترجمة</span>',
    );
    expect(html).toMatch(/<title>[^<]*\u00b7[^<]*<\/title>/);
    // Nothing that is said in Arabic stands there without Dutch before it, but the name and greeting of the language.
    const alone = html.replace(/<span lang="nl"[^>]*>[^<]*<\/span> <span lang="ar"[^>]*>[^<]*<\/span>/g, '');
    const outsideTags = alone
      .replace(/<div class="tongue" lang="ar".*?<\/div>/gs, '')
      .replace(/<a lang="ar".*?<\/a>/gs, '')
      .replace(/<title>.*?<\/title>/s, '')
      .replace(/<[^>]*>/g, '');
    expect(outsideTags).not.toMatch(/[\u0600-\u06ff]/);
  });

  it('never stand alone in a refusal, and never reach a program', async () => {
    const missing = await page('/exchanges/nothing-here', '', 'ar');
    expect(missing).toContain('class="dutch">Hier is niets.</span>');
    const answer = await town.ask('/api/v1/communities/rabot', { 'accept-language': 'ar' });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).not.toMatch(pairMarks);
    expect(answer.body).not.toMatch(/[\u0600-\u06ff]/);
  });

  it('show a member every page of their own in both, without a mark of ours left behind', async () => {
    const cookie = `${await signedIn(member)}; language=ar`;
    for (const url of [
      '/',
      '/purse',
      '/exchanges',
      '/give',
      '/help',
      '/language?to=%2Fpurse',
      '/exchanges/code',
    ]) {
      const html = await page(url, cookie);
      expect({ url, rtl: html.includes('<html lang="ar" dir="rtl">') }).toEqual({ url, rtl: true });
      expect({ url, dutch: html.includes('class="dutch"') }).toEqual({ url, dutch: true });
    }
  });

  it('cannot be forged by a name, which may not even hold such marks', async () => {
    const nickname = 'A\u0002nl+ar\u001fJa\u001fNee\u0003';
    const wrong: FieldError[] = [];
    textKind({ max: 40 }).read(nickname, wrong, 'text');
    expect(wrong.map(({ code }) => code)).toEqual(['bad_characters']);
    // As if one had come in by another way all the same.
    const named = await town.person({ nickname });
    const cookie = `${await signedIn(town.actor(named.partyId))}; language=ar`;
    const html = await page('/', cookie);
    expect(html).toContain('nl+arJaNee');
    expect(html).not.toContain('>Nee</span>');
  });

  it('are offered to whoever is no member yet when any community turned them on, by name and greeting', async () => {
    for (const url of ['/', '/language']) {
      const html = await page(url);
      expect(html).toMatch(/<div class="tongue" lang="ar" dir="rtl">.*?hreflang="ar".*?العربية/s);
      expect(html).toContain('data-clip="greeting"');
      expect(html).not.toContain('hreflang="ti"');
    }
  });

  it('are offered to members of the community that turned them on, and to no others', async () => {
    const made = await town.app
      .get(CommunitiesService)
      .create(systemActor('test'), { id: 'elders', name: 'Elders', recipe: 'time_circle' });
    expect(made.kind).toBe('created');
    const offers = await service.offers();
    expect(offers('rabot').translations).toEqual(['ar']);
    expect(offers('elders').translations).toEqual([]);
    expect(offers(null).translations).toEqual(['ar']);
  });

  it('go the way back to where the choice was made, and nowhere else', async () => {
    const answer = await town.ask('/language/ar?to=%2Fgive');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/give']);
    expect(answer.headers['set-cookie']).toContain('language=ar;');
    expect((await town.ask('/language/xx?to=%2Fgive')).headers['set-cookie']).toBeUndefined();
    expect(await page('/language?to=https%3A%2F%2Felsewhere.example')).not.toContain('elsewhere.example');
  });

  it('let anybody have Dutch beside French, to learn it', async () => {
    const html = await page('/', 'language=nl+fr');
    expect(html).toContain('<html lang="fr" dir="ltr">');
    expect(html).toContain('class="dutch">Samen delen we tijd en hulp.</span>');
    expect(await page('/language', 'language=fr')).toContain('href="/language/nl+fr?to=%2F"');
  });

  it('put Dutch first for everybody where the community must write it first (U19)', async () => {
    const communities = town.app.get(CommunitiesService);
    const cookie = `${await signedIn(member)}; language=fr`;
    expect(await page('/help', cookie)).not.toContain('class="dutch"');
    await communities.change(steward, town.communityId, { languageMode: 'first_with_translation' });
    expect(await page('/help', cookie)).toMatch(
      /class="dutch">Hulp<\/span> <span lang="fr" dir="ltr" class="own">/,
    );
    expect(await page('/help', cookie.replace('fr', 'nl'))).not.toContain('class="dutch"');
    await communities.change(steward, town.communityId, { languageMode: 'own' });
    expect(await page('/help', cookie)).not.toContain('class="dutch"');
  });

  describe('of a steward who signed in', () => {
    let real: Actor;

    beforeAll(async () => {
      real = town.actor((await town.person()).partyId);
      const wish = {
        communityId: town.communityId,
        actorId: real.id,
        role: 'steward',
        partyId: null,
        until: null,
      } as const;
      await town.app.get(MandatesService).grant(systemActor('test'), wish);
    });

    it('are turned on and off over REST, and by no member', async () => {
      const url = '/api/v1/communities/rabot/translations';
      const call = async (who: Actor, method: 'GET' | 'PUT' | 'DELETE', path = '') => {
        const answer = await town.app.inject({
          method,
          url: url + path,
          headers: await town.asPerson(who.id),
        });
        return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
      };
      expect(await call(real, 'PUT', '/so')).toMatchObject({
        status: 200,
        body: {
          language: 'so',
          name: 'Soomaali',
          direction: 'ltr',
          since: new Date(town.clock.now()).toISOString(),
        },
      });
      const { items } = (await call(real, 'GET')).body as {
        items: { language: string; since: string | null }[];
      };
      expect(items.filter(({ since }) => since !== null).map(({ language }) => language)).toEqual([
        'so',
        'ar',
      ]);
      expect(await call(real, 'DELETE', '/so')).toMatchObject({ status: 200, body: { since: null } });
      expect((await call(real, 'PUT', '/xx')).body).toMatchObject({ code: 'no_such_translation' });
      expect((await call(real, 'PUT', '/soo')).status).toBe(400);
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const path = method === 'GET' ? '' : '/so';
        expect((await call(member, method, path)).status).toBe(403);
      }
    });

    it('are turned on and off on their page, which no member sees', async () => {
      const cookie = await signedIn(real, 'passphrase');
      const html = await page('/people/languages', cookie);
      const csrf = /name="_csrf" value="([^"]+)"/.exec(html)![1]!;
      const send = async (language: string, turn: string) => {
        const headers = {
          cookie,
          origin: 'https://munt.example',
          'content-type': 'application/x-www-form-urlencoded',
        };
        const payload = new URLSearchParams({ _csrf: csrf, language, turn }).toString();
        return town.app.inject({ method: 'POST', url: '/people/languages', headers, payload });
      };
      expect((await send('uk', 'on')).headers.location).toBe('/people/languages');
      expect((await service.offers())('rabot').translations).toEqual(['uk', 'ar']);
      expect(await page('/people/languages', cookie)).toMatch(/Українська<\/strong><span>staat aan/);
      expect((await send('uk', 'off')).statusCode).toBe(303);
      expect((await service.offers())('rabot').translations).toEqual(['ar']);
      expect((await send('nl', 'off')).statusCode).toBeGreaterThanOrEqual(400);
      const first = async (turn: string): Promise<number> => {
        const headers = {
          cookie,
          origin: 'https://munt.example',
          'content-type': 'application/x-www-form-urlencoded',
        };
        const payload = new URLSearchParams({ _csrf: csrf, turn }).toString();
        return (await town.app.inject({ method: 'POST', url: '/people/languages/first', headers, payload }))
          .statusCode;
      };
      expect(html).toContain('Nederlands altijd eerst');
      expect(await first('on')).toBe(303);
      expect((await service.offers())('rabot').first).toBe('nl');
      expect(await first('off')).toBe(303);
      expect((await service.offers())('rabot').first).toBeNull();
      const seen = await page('/people/languages', await signedIn(member));
      expect(seen).toContain('Dit mag je niet openen.');
      expect(seen).not.toContain('Українська');
    });
  });

  it('leave an audit row of every change, and of nothing that changed nothing', async () => {
    const rows = async (): Promise<string[]> => {
      const found = await town.app
        .get(Database)
        .reader.all(
          `select subject_id, actor_id from audit where subject_kind = 'language' and actor_id = ?`,
          [steward.id],
        );
      return found.map((row) => `${String(row.subject_id)} ${String(row.actor_id)}`);
    };
    expect(await rows()).toEqual([`ar ${steward.id}`]);
    await service.turn(steward, town.communityId, 'ar', true);
    expect(await rows()).toHaveLength(1);
    await service.turn(steward, town.communityId, 'ar', false);
    await service.turn(steward, town.communityId, 'ar', false);
    expect(await rows()).toEqual([`ar ${steward.id}`, `ar ${steward.id}`]);
  });

  it.each(translations.map(({ code, direction }) => [code, direction]))(
    'say in %s nothing without Dutch before it, on the pages that anybody sees',
    async (code, direction) => {
      await service.turn(steward, town.communityId, code, true);
      for (const url of ['/', '/help', '/nothing-here', '/language', '/exchanges/code']) {
        const answer = await town.ask(url, { 'accept-language': code, accept: 'text/html' });
        if (answer.statusCode === 303) continue;
        expect(answer.body).toContain(`<html lang="${code}" dir="${direction}">`);
        expect(answer.body).not.toMatch(pairMarks);
        const own = [...answer.body.matchAll(/(.{60})<span lang="([a-z]{2})" dir="\w+" class="own">/g)];
        expect(own.length).toBeGreaterThan(3);
        expect(own.filter(([, before, lang]) => lang !== code || !before!.endsWith('</span> '))).toEqual([]);
      }
      await service.turn(steward, town.communityId, code, false);
    },
  );

  it('are gone for everybody once they are off, also for whoever chose one', async () => {
    const cookie = `${await signedIn(member)}; language=ar`;
    const html = await page('/', cookie);
    expect(html).toContain('<html lang="nl" dir="ltr">');
    expect(html).not.toMatch(/[\u0600-\u06ff]/);
  });
});
