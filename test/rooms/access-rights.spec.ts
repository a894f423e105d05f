import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TooManyTries } from '../../src/access/errors.js';
import type { OpenedSession } from '../../src/access/sessions.service.js';
import { SetClock } from '../../src/database/clock.js';
import { command, openRoom, tokenIn, type AccessRoom } from '../support/access-room.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

const hour = 3_600_000;
const day = 24 * hour;
const clock = new SetClock(Date.UTC(2026, 10, 22));

describe.each(dialects)('rights on %s', (dialect) => {
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

  describe('counted tries', () => {
    const limit = { failures: 3, windowMs: 1000, lockMs: 5000 };

    it('close the door after so many, for a while', async () => {
      const key = `test:${personId}`;
      for (let i = 0; i < 3; i++) {
        await room.tries.mustBeOpen(key);
        await room.tries.failed(key, limit);
      }
      await expect(room.tries.mustBeOpen(key)).rejects.toMatchObject({ retryAfterSeconds: 5 });
      clock.forward(5000);
      await room.tries.mustBeOpen(key);
      await room.tries.failed(key, limit);
      await room.tries.mustBeOpen(key);
    });

    it('are forgotten when the window is over or a try is right', async () => {
      const key = `test:${personId}`;
      for (let i = 0; i < 3; i++) {
        await room.tries.failed(key, limit);
        if (i === 1) clock.forward(1000);
      }
      await room.tries.mustBeOpen(key);
      await room.tries.failed(key, limit);
      await room.tries.right(key);
      await room.tries.failed(key, limit);
      await room.tries.mustBeOpen(key);
    });

    it('are tidied after a day, unless the door is closed', async () => {
      await room.tries.failed('old', limit);
      for (let i = 0; i < 3; i++) await room.tries.failed('closed', { ...limit, lockMs: 30 * day });
      clock.forward(25 * 3_600_000);
      expect(await room.tries.tidy()).toBeGreaterThan(0);
      expect(await room.tries.tidy()).toBe(0);
      await expect(room.tries.mustBeOpen('closed')).rejects.toBeInstanceOf(TooManyTries);
    });

    it('survive that the work around them is rolled back', async () => {
      const key = `test:${personId}`;
      for (let i = 0; i < 3; i++) {
        await room.tries.failed(key, limit);
        await expect(room.database.transaction(() => Promise.reject(new Error('undone')))).rejects.toThrow(
          'undone',
        );
      }
      await expect(room.tries.mustBeOpen(key)).rejects.toBeInstanceOf(TooManyTries);
    });

    it('let exactly so many of 50 at once through', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, () => room.tries.attempt(`code:${personId}`, limit)),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    });

    it('stop guessing at links from one address', async () => {
      const from = `address of ${personId}`;
      for (let i = 0; i < 20; i++) {
        expect(await room.signIn.openLink('0'.repeat(26), from)).toMatchObject({ code: 'link_unknown' });
      }
      await expect(room.signIn.openLink(await aLink(), from)).rejects.toBeInstanceOf(TooManyTries);
    });
  });

  describe('mandates', () => {
    it('count at once, and no more when ended', async () => {
      const session = await signIn();
      const partyId = room.party(communityId, 'initiative');
      const wanted = { communityId, actorId: personId, role: 'treasurer' as const, partyId, until: null };
      const granted = await room.mandates.grant(command, wanted);
      if (granted.kind === 'refused') throw new Error(granted.code);
      expect((await bySession(session))!.mandates).toEqual([granted.mandate]);
      expect(await room.mandates.end((await bySession(session))!, communityId, granted.mandate.id)).toEqual({
        kind: 'ended',
      });
      expect((await bySession(session))!.mandates).toEqual([]);
      const { mandates } = await room.mandates.list(command, { communityId });
      expect(mandates).toMatchObject([{ id: granted.mandate.id, until: clock.now() }]);
    });

    it('are for people and parties of this community', async () => {
      const partyId = room.party(communityId, 'initiative');
      const wanted = {
        communityId,
        actorId: personId,
        role: 'checker' as const,
        partyId,
        until: clock.now() + day,
      };
      const code = (change: Partial<typeof wanted>) => room.mandates.grant(command, { ...wanted, ...change });
      expect(await code({ actorId: partyId })).toMatchObject({ code: 'no_such_person' });
      expect(await code({ partyId: 'NOBODY0000000000' })).toMatchObject({ code: 'no_such_party' });
      expect(await code({ communityId: await room.community() })).toMatchObject({ code: 'no_such_person' });
      const member = (await bySession(await signIn()))!;
      await expect(room.mandates.grant(member, wanted)).rejects.toThrow('may not');
    });
  });

  describe('the audit', () => {
    it('tells a steward who did what, page by page, and a member what is about them', async () => {
      await signIn();
      await room.audit.look(command, 'read_people', 'party', personId, communityId);
      const first = await room.audit.list(command, { communityId, limit: 2 });
      const rest = await room.audit.list(command, { communityId, limit: 2, after: first.next! });
      const seen = [...first.lines, ...rest.lines];
      expect(seen.map(({ act }) => act).sort()).toEqual(['make_sign_in_link', 'read_people', 'sign_in']);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
      expect(rest.next).toBeNull();
      const me = (await bySession(await signIn()))!;
      const mine = await room.audit.list(me, { communityId, partyId: personId });
      expect(mine.lines.map(({ act }) => act).sort()).toEqual([
        'make_sign_in_link',
        'make_sign_in_link',
        'read_people',
      ]);
      await expect(room.audit.list(me, { communityId })).rejects.toThrow('may not');
    });

    it.each([
      `update audit set act = 'nothing'`,
      `delete from audit`,
      `insert or replace into audit select * from audit`,
      `truncate audit`,
    ])('cannot be changed: %s', async (sql) => {
      await aLink();
      const count = () => room.database.reader.one('select count(*) n from audit');
      const before = await count();
      await expect(room.database.transaction((tx) => tx.run(sql))).rejects.toThrow();
      expect(await count()).toEqual(before);
    });
  });
});
