import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotAllowed } from '../../src/access/errors.js';
import type { Account } from '../../src/ledger/account.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { SpokenThanks, thanksMax } from '../../src/payments/spoken-thanks.service.js';
import { dialects } from '../support/databases.js';
import { aWave } from '../support/sounds.js';
import { TestTown } from '../support/town.js';

type Holder = Account & { partyId: string };

const dayMs = 86_400_000;
const hello = aWave(300);
const nothing = { say: false, hear: false, takeBack: false };

describe.each(dialects)('a spoken thank-you on %s', (dialect) => {
  let town: TestTown;
  let thanks: SpokenThanks;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    thanks = town.app.get(SpokenThanks);
  });
  afterAll(async () => {
    expect(await town.differences()).toEqual([]);
    await town.close();
  });

  /** Two who give each other an hour, with who asks as each of them. */
  async function anExchange(kind: 'payment' | 'reversal' = 'payment') {
    const [giver, taker] = [await town.person(), await town.person()];
    const { id } = await town.book([{ from: giver.id, to: taker.id, amount: 100n }], { kind });
    return { id, giver, taker, ann: town.actor(giver.partyId), bert: town.actor(taker.partyId) };
  }

  async function rows(): Promise<number> {
    return Number((await town.database.reader.one('select count(*) as n from person_sounds'))!.n);
  }

  it('is said once by who gave, heard by who received, and by nobody else', async () => {
    const { id, ann, bert } = await anExchange();
    const other = town.actor((await town.person()).partyId);
    expect(await thanks.ways(ann, 'rabot', id)).toEqual({ ...nothing, say: true });
    for (const who of [bert, other]) {
      expect(await thanks.ways(who, 'rabot', id)).toEqual(nothing);
      await expect(thanks.say(who, 'rabot', id, hello)).rejects.toThrow(NotAllowed);
    }
    expect(await thanks.say(ann, 'rabot', id, hello)).toEqual({ kind: 'said' });
    expect(await thanks.say(ann, 'rabot', id, aWave(50))).toEqual({ kind: 'said' });
    expect((await thanks.hear(bert, 'rabot', id))!.bytes).toEqual(hello);
    expect(await thanks.ways(bert, 'rabot', id)).toEqual({ ...nothing, hear: true });
    expect(await thanks.ways(ann, 'rabot', id)).toEqual({ ...nothing, takeBack: true });
    expect([...(await thanks.heard(bert))]).toEqual([id]);
    for (const who of [ann, other, town.actor(ann.id, 'steward')]) {
      expect(await thanks.hear(who, 'rabot', id)).toBeUndefined();
      expect((await thanks.heard(who)).size).toBe(0);
    }
    // A program of theirs is not they.
    const scopes = new Set(['receipts:read'] as const);
    const program = { ...bert, kind: 'token', scopes } as const;
    expect(await thanks.hear(program, 'rabot', id)).toBeUndefined();
  });

  it('is erased by either, and by nobody else', async () => {
    for (const side of ['ann', 'bert'] as const) {
      const exchange = await anExchange();
      const { id, ann, bert } = exchange;
      await thanks.say(ann, 'rabot', id, hello);
      await thanks.erase(town.actor((await town.person()).partyId), 'rabot', id);
      expect(await thanks.hear(bert, 'rabot', id)).toBeDefined();
      await thanks.erase(exchange[side], 'rabot', id);
      expect(await thanks.hear(bert, 'rabot', id)).toBeUndefined();
      expect(await thanks.ways(ann, 'rabot', id)).toEqual(nothing);
      await expect(thanks.say(ann, 'rabot', id, hello)).rejects.toThrow(NotAllowed);
    }
  });

  it('is a sound, and a short one', async () => {
    const { id, ann } = await anExchange();
    const say = (bytes?: Buffer) => thanks.say(ann, 'rabot', id, bytes);
    expect(await say()).toMatchObject({ code: 'sound_missing' });
    expect(await say(aWave(6_300))).toMatchObject({ code: 'sound_too_large' });
    expect(await say(Buffer.alloc(thanksMax, 'text'))).toMatchObject({ code: 'sound_not_readable' });
  });

  it('is only between two persons, within a day, and not of what a rule booked', async () => {
    const { id, ann } = await anExchange('reversal');
    expect(await thanks.ways(ann, 'rabot', id)).toEqual(nothing);
    const [giver, group] = [await town.person(), await town.group('Soepgroep')];
    const paid = await town.book([{ from: giver.id, to: group.id, amount: 100n }], { kind: 'payment' });
    expect(await thanks.ways(town.actor(giver.partyId), 'rabot', paid.id)).toEqual(nothing);
    const late = await anExchange();
    town.clock.forward(dayMs);
    expect(await thanks.ways(late.ann, 'rabot', late.id)).toEqual(nothing);
  });

  it('is gone after its days', async () => {
    const { id, ann, bert } = await anExchange();
    await thanks.say(ann, 'rabot', id, hello);
    town.clock.forward(thanks.days * dayMs);
    await thanks.tidy();
    expect(await thanks.hear(bert, 'rabot', id)).toBeDefined();
    town.clock.forward(1);
    await thanks.tidy();
    expect(await thanks.hear(bert, 'rabot', id)).toBeUndefined();
    expect(await rows()).toBe(0);
  });

  it.each(['giver', 'taker'] as const)('goes when the %s is forgotten', async (side) => {
    const { id, ann, ...two } = await anExchange();
    await thanks.say(ann, 'rabot', id, hello);
    expect(await rows()).toBe(1);
    const { partyId }: Holder = two[side];
    await town.app.get(ForgettingService).wipe({ communityId: 'rabot', partyId, at: town.clock.now() });
    expect(await rows()).toBe(0);
  });
});
