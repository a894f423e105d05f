import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenedSession } from '../../src/access/sessions.service.js';
import { endAllOf } from '../../src/access/departure.js';
import type { TokenWish } from '../../src/access/tokens.service.js';
import { SetClock } from '../../src/database/clock.js';
import { command, openRoom, tokenIn, type AccessRoom } from '../support/access-room.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

const quarter = 15 * 60_000;
const hour = 3_600_000;
const day = 24 * hour;
const clock = new SetClock(Date.UTC(2026, 10, 22));

describe.each(dialects)('access on %s', (dialect) => {
  let place: TestPlace;
  let room: AccessRoom;
  let communityId: string;
  let personId: string;

  beforeAll(async () => {
    place = await aPlace(dialect, { PUBLIC_URL: 'https://munt.example' });
    room = await openRoom(place.config, clock);
  });
  afterAll(async () => {
    await room?.database.close();
    await place?.drop();
  });
  beforeEach(async () => {
    communityId = await room.community();
    personId = room.party(communityId, 'person');
  });

  async function aLink(): Promise<string> {
    const link = await room.signIn.makeLink(command, { communityId, personId });
    if ('kind' in link) throw new Error(link.code);
    return tokenIn(link.url);
  }

  async function signIn(ownDevice = false): Promise<OpenedSession> {
    const opened = await room.signIn.openLink(await aLink(), '192.0.2.1', ownDevice);
    if ('kind' in opened) throw new Error(opened.code);
    return opened;
  }

  const bySession = (session: OpenedSession) => room.actors.actorOf({ session: session.token }, clock.now());

  const wish = (change: Partial<TokenWish> = {}): TokenWish => ({
    owner: { kind: 'person', id: personId, communityId },
    scopes: ['accounts:read'],
    expiresAt: clock.now() + day,
    label: 'till',
    ...change,
  });

  async function aToken(change: Partial<TokenWish> = {}): Promise<{ token: string; tokenId: string }> {
    const answer = await room.tokens.make(command, wish(change));
    if (answer.kind === 'refused') throw new Error(answer.code);
    return { token: answer.token, tokenId: answer.made.tokenId };
  }

  describe('a sign-in link', () => {
    it('opens the session of its person', async () => {
      const session = await signIn();
      expect(await bySession(session)).toEqual({
        id: personId,
        kind: 'person',
        communityId,
        mandates: [],
        scopes: null,
        via: session.sessionId,
      });
    });

    it('is in capitals, and can be typed in any case', async () => {
      const link = await room.signIn.makeLink(command, { communityId, personId });
      expect(link).toMatchObject({
        url: expect.stringMatching(/^HTTPS:\/\/MUNT\.EXAMPLE\/L\/[0-9A-Z]{26}$/),
      });
      const typed = tokenIn((link as { url: string }).url)
        .toLowerCase()
        .replace(/(.{4})/g, '$1 ');
      expect(await room.signIn.openLink(typed, '192.0.2.1')).toMatchObject({ owner: { id: personId } });
    });

    it('opened 50 times at once opens one session', async () => {
      const token = await aLink();
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => room.signIn.openLink(token, '192.0.2.1')),
      );
      expect(answers.filter((answer) => 'token' in answer)).toHaveLength(1);
      expect(answers.filter((answer) => 'kind' in answer && answer.code === 'link_used')).toHaveLength(49);
      const rows = await room.database.reader.all('select session_id from sessions where actor_id = ?', [
        personId,
      ]);
      expect(rows).toHaveLength(1);
    });

    it('is of no use after an hour, after a newer one, or when made up', async () => {
      const late = await aLink();
      clock.forward(hour);
      expect(await room.signIn.openLink(late, '192.0.2.1')).toMatchObject({ code: 'link_expired' });
      const older = await aLink();
      await aLink();
      expect(await room.signIn.openLink(older, '192.0.2.1')).toMatchObject({ code: 'link_expired' });
      expect(await room.signIn.openLink('0'.repeat(26), '192.0.2.2')).toMatchObject({ code: 'link_unknown' });
      expect(await room.signIn.openLink(`' or 1=1 --`, '192.0.2.2')).toMatchObject({ code: 'link_unknown' });
    });

    it('is made for people only, and by an operator for stewards only', async () => {
      const group = room.party(communityId, 'initiative');
      expect(await room.signIn.makeLink(command, { communityId, personId: group })).toMatchObject({
        code: 'no_such_person',
      });
      const operator = await signedInOperator();
      await expect(room.signIn.makeLink(operator, { communityId, personId })).rejects.toThrow('may not');
      await room.mandates.grant(operator, {
        communityId,
        actorId: personId,
        role: 'steward',
        partyId: null,
        until: null,
      });
      expect(await room.signIn.makeLink(operator, { communityId, personId })).toHaveProperty('url');
    });

    it('leaves only hashes in the database', async () => {
      const token = await aLink();
      const session = await signIn();
      const stored = JSON.stringify(
        [
          await room.database.reader.all('select * from sign_in_links'),
          await room.database.reader.all('select * from sessions'),
        ],
        (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
      );
      expect(stored).toContain(session.sessionId);
      for (const secret of [token, session.token]) {
        expect(stored).not.toContain(secret);
        expect(stored).not.toContain(JSON.stringify(Buffer.from(secret)));
      }
    });
  });

  async function signedInOperator() {
    const opened = await room.links.open(tokenIn((await room.setUp.makeLink()).url), false);
    return (await bySession(opened as OpenedSession))!;
  }

  describe('the set-up link', () => {
    it('lets in the first operator; making it again voids the one before', async () => {
      const first = tokenIn((await room.setUp.makeLink()).url);
      const second = tokenIn((await room.setUp.makeLink()).url);
      expect(await room.signIn.openLink(first, '192.0.2.1')).toMatchObject({ code: 'link_expired' });
      const opened = await room.signIn.openLink(second, '192.0.2.1');
      expect(await bySession(opened as OpenedSession)).toMatchObject({
        kind: 'operator',
        communityId: null,
        mandates: [{ role: 'operator' }],
      });
      expect(await room.setUp.isNeeded()).toBe(false);
    });

    it('an operator who is dismissed is out at once', async () => {
      const [one, other] = [await signedInOperator(), await signedInOperator()];
      const owner = { kind: 'operator' as const, id: other.id, communityId: null };
      const { token } = await aToken({ owner, scopes: ['operator'] });
      expect(await room.actors.actorOf({ token }, clock.now())).toMatchObject({
        kind: 'token',
        communityId: null,
      });
      expect(await room.setUp.dismiss(one, other.id)).toEqual({ kind: 'ended' });
      expect(await room.actors.actorOf({ token }, clock.now())).toBeUndefined();
      expect(await room.setUp.dismiss(one, other.id)).toMatchObject({ code: 'no_such_operator' });
      const member = (await bySession(await signIn()))!;
      await expect(room.setUp.dismiss(member, one.id)).rejects.toThrow('may not');
    });
  });

  describe('a session', () => {
    it('ends when signed out, when idle, and at its longest', async () => {
      const out = await signIn();
      await room.sessions.end((await bySession(out))!);
      expect(await bySession(out)).toBeUndefined();
      const idle = await signIn();
      clock.forward(quarter);
      expect(await bySession(idle)).toBeUndefined();
      const busy = await signIn();
      for (let i = 0; i < 49; i++) {
        clock.forward(quarter - 1);
        if (i < 48) expect(await bySession(busy)).toBeDefined();
      }
      expect(await bySession(busy)).toBeUndefined();
    });

    it('lives an hour unused for who typed a passphrase, and where it waits for people', async () => {
      const trial = await room.signIn.makeTrialLink(command, { communityId, personId });
      if ('kind' in trial) throw new Error(trial.code);
      const strong = await room.signIn.openLink(tokenIn(trial.url), '192.0.2.1');
      const kiosk = await signIn();
      if ('kind' in strong) throw new Error(strong.code);
      await room.sessions.letWait((await bySession(kiosk))!);
      clock.forward(hour - 1);
      for (const session of [strong, kiosk]) {
        const actor = await bySession(session);
        expect([actor?.id, actor?.ownDevice]).toEqual([personId, undefined]);
      }
      clock.forward(hour);
      for (const session of [strong, kiosk]) expect(await bySession(session)).toBeUndefined();
    });

    it('is ended by an address of its own only', async () => {
      const [one, other] = [await signIn(), await signIn()];
      const token = room.sessions.leavingToken(one.sessionId);
      expect(room.sessions.isLeavingToken(one.sessionId, token)).toBe(true);
      for (const wrong of [room.sessions.leavingToken(other.sessionId), '', `${token}x`])
        expect(room.sessions.isLeavingToken(one.sessionId, wrong)).toBe(false);
      // Neither opens a form.
      expect(room.sessions.isCsrfToken(one.sessionId, token)).toBe(false);
    });

    it('lasts on an own device', async () => {
      const own = await signIn(true);
      expect(own.keptUntil).toBe(clock.now() + 180 * day);
      expect((await bySession(own))?.ownDevice).toBe(true);
      clock.forward(29 * day);
      expect(await bySession(own)).toBeDefined();
      clock.forward(29 * day);
      expect(await bySession(own)).toBeDefined();
    });

    it('has a form token of its own', async () => {
      const [one, other] = [await signIn(), await signIn()];
      const token = room.sessions.csrfToken(one.sessionId);
      expect(room.sessions.isCsrfToken(one.sessionId, token)).toBe(true);
      expect(room.sessions.isCsrfToken(other.sessionId, token)).toBe(false);
      for (const wrong of [undefined, '', `${token}x`, [token]]) {
        expect(room.sessions.isCsrfToken(one.sessionId, wrong)).toBe(false);
      }
    });

    it('ends with everything else when a person is erased', async () => {
      const [session, { token }, link] = [await signIn(), await aToken(), await aLink()];
      await room.database.transaction((tx) => endAllOf(tx, communityId, personId, clock.now()));
      room.freshness.changed();
      expect(await bySession(session)).toBeUndefined();
      expect(await room.actors.actorOf({ token }, clock.now())).toBeUndefined();
      expect(await room.signIn.openLink(link, '192.0.2.1')).toMatchObject({ code: 'link_expired' });
    });
  });

  describe('an API token', () => {
    it('acts for its owner within its scopes until it is revoked', async () => {
      const { token, tokenId } = await aToken();
      expect(token).toMatch(/^smt_[0-9A-Z]{26}$/);
      const actor = (await room.actors.actorOf({ token }, clock.now()))!;
      expect(actor).toMatchObject({ id: personId, kind: 'token', communityId, via: tokenId });
      expect([...actor.scopes!]).toEqual(['accounts:read']);
      expect(await room.tokens.revoke(command, tokenId)).toEqual({ kind: 'revoked' });
      expect(await room.actors.actorOf({ token }, clock.now())).toBeUndefined();
      const [listed] = await room.tokens.list(command, wish().owner);
      expect(listed).toMatchObject({ tokenId, lastFour: token.slice(-4), revokedAt: clock.now() });
    });

    it('ends at its time, also when it is remembered', async () => {
      const { token } = await aToken({ expiresAt: clock.now() + 500 });
      expect(await room.actors.actorOf({ token }, clock.now())).toBeDefined();
      clock.forward(500);
      expect(await room.actors.actorOf({ token }, clock.now())).toBeUndefined();
    });

    it('needs scopes, an end within a year and a short label, and is made for oneself', async () => {
      const code = async (change: Partial<TokenWish>) => await room.tokens.make(command, wish(change));
      expect(await code({ scopes: [] })).toMatchObject({ code: 'token_needs_scopes' });
      expect(await code({ expiresAt: clock.now() })).toMatchObject({ code: 'token_end_not_possible' });
      expect(await code({ expiresAt: clock.now() + 400 * day })).toMatchObject({
        code: 'token_end_not_possible',
      });
      expect(await code({ label: 'x'.repeat(41) })).toMatchObject({ code: 'label_too_long' });
      const me = (await bySession(await signIn()))!;
      expect(await room.tokens.make(me, wish())).toMatchObject({ kind: 'made' });
      const other = { kind: 'person' as const, id: room.party(communityId, 'person'), communityId };
      await expect(room.tokens.make(me, wish({ owner: other }))).rejects.toThrow('may not');
      const { tokenId } = await aToken({ owner: other });
      expect(await room.tokens.revoke(me, tokenId)).toMatchObject({ code: 'no_such_token' });
    });
  });

  it('tidies what ended a month ago and keeps the rest', async () => {
    const [old, oldLink] = [await signIn(), await aLink()];
    clock.forward(32 * day);
    const [live, link] = [await signIn(true), await aLink()];
    const count = async (table: string) =>
      (await room.database.reader.all(`select actor_id from ${table} where actor_id = ?`, [personId])).length;
    expect(await room.sessions.tidy()).toBeGreaterThan(0);
    expect(await room.links.tidy()).toBeGreaterThan(0);
    expect(await bySession(old)).toBeUndefined();
    expect(await bySession(live)).toBeDefined();
    expect([await count('sessions'), await count('sign_in_links')]).toEqual([1, 2]);
    expect(await room.signIn.openLink(oldLink, '192.0.2.3')).toMatchObject({ code: 'link_unknown' });
    expect(await room.signIn.openLink(link, '192.0.2.3')).toHaveProperty('token');
  });
});
