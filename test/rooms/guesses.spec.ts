import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuessesService } from '../../src/access/guesses.service.js';
import { acting } from '../../src/cli/story-acting.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';

const hour = 3_600_000;
const limit = { failures: 5, windowMs: hour, lockMs: hour };

describe.each(dialects)('guessing of short secrets, on %s', (dialect) => {
  let test: TestPayments;
  let here: string;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    here = await test.aCommunity();
  });
  afterAll(() => test.close());

  const guess = async (card: number, communityId = here): Promise<void> => {
    const guesses = test.get(GuessesService);
    await guesses.attempt(communityId, 'card_secret', [{ key: `card ${card}`, limit }]);
    await guesses.wrong({ id: `THIEF${card}`, via: `S${card}` }, communityId, 'card_secret');
  };
  const alarms = () => test.get(GuessesService).alarms(test.steward(here), here);

  it('closes what was tried too often, and forgets the wrong ones after a right one', async () => {
    const guesses = test.get(GuessesService);
    for (let i = 0; i < 5; i++) await guess(1);
    await expect(guess(1)).rejects.toThrow('too many tries');
    await guesses.right(here, 'card_secret', 'card 1');
    await guess(1);
  });

  it('warns the community once at the twentieth of an hour, whoever guessed', async () => {
    for (let i = 0; i < 13; i++) await guess(100 + i);
    expect(await alarms()).toEqual([]);
    for (let i = 0; i < 5; i++) await guess(200 + i);
    expect(await alarms()).toMatchObject([{ kind: 'card_secret', actorId: 'THIEF200' }]);
  });

  it('stops all of it there when it goes on, however it is spread, and starts again after an hour', async () => {
    let went = 24;
    for (let i = 0; i < 200; i++) {
      const refused = await guess(1000 + i).catch(() => 'stopped');
      if (refused === undefined) went++;
    }
    expect(went).toBe(100);
    const there = await test.aCommunity();
    await guess(1, there);
    test.clock.forward(hour + 1);
    await guess(3000);
    expect(await alarms()).toHaveLength(1);
  });

  it('warns for a week who keeps a purse as well, without whose guess it was, and no member', async () => {
    const guesses = test.get(GuessesService);
    const ann = await test.aPerson(here);
    const keeper = acting(here, 'KEEPER0000000001', 'treasurer', 'GROUP00000000001');
    const seen = await guesses.warnings(keeper, here);
    expect(seen.map((each) => Object.keys(each).sort())).toEqual([['at', 'kind']]);
    expect(await guesses.warnings(test.steward(here), here)).toEqual(seen);
    expect(await guesses.warnings(ann.actor, here)).toEqual([]);
    expect(await guesses.warnings(keeper, await test.aCommunity())).toEqual([]);
    test.clock.forward(8 * 24 * hour);
    expect(await guesses.warnings(keeper, here)).toEqual([]);
  });

  it('tells the alarms to stewards only', async () => {
    const ann = await test.aPerson(here);
    await expect(test.get(GuessesService).alarms(ann.actor, here)).rejects.toThrow('may not');
    const as = await test.aToken(here, ann.id, ['community:write']);
    const answer = await test.call('GET', `/api/v1/communities/${here}/alarms`, { as });
    expect(answer.status).toBe(403);
  });
});
