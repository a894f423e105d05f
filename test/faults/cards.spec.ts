import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { ownerOf } from '../../src/access/cards.service.js';
import { TooManyTries } from '../../src/access/errors.js';
import { GuessesService } from '../../src/access/guesses.service.js';
import { SecretsService } from '../../src/access/secrets.service.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { TestCards, type CardInHand } from '../support/cards.js';
import { dialects } from '../support/databases.js';

/** The same numbers every time, so that a run that fails can be run again. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe.each(dialects)('cards under attack, on %s', (dialect) => {
  let test: TestCards;
  let here: string;

  beforeEach(async () => {
    test = await TestCards.open(dialect);
    here = test.communityId;
  });
  afterEach(() => test.close());

  /** Many cards in use at once, of members whom only their cards know. */
  async function inUse(count: number): Promise<CardInHand[]> {
    const random = numbersFrom(7);
    const cards: CardInHand[] = [];
    while (cards.length < count) {
      const blanks = await test.blanks(500);
      const secrets = await Promise.all(
        blanks.map(({ id }) =>
          test.get(SecretsService).keep(ownerOf(here, id), String(random(10_000)).padStart(4, '0')),
        ),
      );
      await test.get(Database).transaction(async (tx) => {
        for (const [i, { id }] of blanks.entries()) {
          await tx.run(
            `update cards set state = 'active', party_id = ?, secret_kind = 'digits', secret = ?, sealed = null,
              activated_by = 'T', activated_at = 0 where community_id = ? and card_id = ?`,
            [id, secrets[i]!, here, id],
          );
        }
      });
      cards.push(...blanks);
    }
    return cards;
  }

  // The rule is one for both databases; on PostgreSQL each guess goes over a socket, so there are fewer in the short form.
  const long = process.env.SAMENMUNT_LONG === '1';
  const [many, spread] = long || dialect === 'sqlite' ? [100_000, 20_000] : [20_000, 4000];

  it(`${many} guesses spread over ${spread} cards, devices and actors open one at most and warn within 20`, async () => {
    const cards = await inUse(spread);
    const random = numbersFrom(11);
    const opening = test.get(CardOpeningService);
    const outcomes = { opened: 0, judged: 0, stopped: 0 };
    const guess = async (): Promise<void> => {
      const { token } = cards[random(cards.length)]!;
      const device = { id: `THIEF${random(5000)}`, via: `DEVICE${random(spread)}` };
      try {
        const answer = await opening.open({ token }, String(random(10_000)).padStart(4, '0'), device);
        if (answer.kind === 'opened') outcomes.opened++;
        outcomes.judged++;
      } catch (error) {
        if (!(error instanceof TooManyTries)) throw error;
        outcomes.stopped++;
      }
    };
    const alarms = () => test.get(GuessesService).alarms(test.steward(), here);
    for (let i = 0; i < 19; i++) await guess();
    expect(await alarms()).toEqual([]);
    await guess();
    expect(await alarms()).toMatchObject([{ kind: 'card_secret' }]);
    const atOnce = 25;
    const from = performance.now();
    for (let done = 20; done < many; done += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, many - done) }, guess));
    }
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    if (long) console.log(`${dialect}: ${JSON.stringify(outcomes)} in ${seconds} s`);
    expect(outcomes.opened).toBeLessThanOrEqual(1);
    expect(outcomes.judged).toBeLessThan(100 + atOnce);
    expect(outcomes.judged + outcomes.stopped).toBe(many);
    expect(await alarms()).toHaveLength(1);
  }, 400_000);

  it('a card blocked while payments are under way pays nothing after it', async () => {
    const { member, card } = await test.withCard('4071');
    const shop = await test.member();
    const actor = await test.opened(card, '4071');
    const pay = () => test.pay(actor, member.account, shop.account, 1n);
    const before = Array.from({ length: 20 }, pay);
    const block = test.cards.block(test.helper(), here, card.id);
    const during = Array.from({ length: 20 }, pay);
    expect(await block).toMatchObject({ kind: 'done' });
    const after = await pay();
    const answers = await Promise.all([...before, ...during]);
    expect(after).toBe('card_blocked');
    expect([...new Set(answers)].filter((each) => each !== 'posted' && each !== 'card_blocked')).toEqual([]);
    const posted = answers.filter((each) => each === 'posted').length;
    expect(await test.balanceOf(member)).toBe(-BigInt(posted));
  });

  it('a lost card replaced by two helpers at once ends with one card that works', async () => {
    const { member, card } = await test.withCard('4071');
    const blanks = await test.blanks(5);
    const answers = await Promise.all(
      blanks.map(({ id }, i) => test.cards.replace(test.helper(`HELPER000000000${i}`), here, card.id, id)),
    );
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    const rows = await test.rows(`select card_id from cards where party_id = ? and state = 'active'`, [
      member.id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('steward and operator as attackers see no purse', async () => {
    const { member, card } = await test.withCard('4071');
    const steward = test.steward();
    const operator = {
      ...test.actor('OPERATOR00000001', 'operator'),
      kind: 'operator' as const,
      communityId: null,
    };
    const [blank] = await test.blanks(1);
    // The operator may do nothing with cards at all.
    const tries = [
      () => test.cards.block(operator, here, card.id),
      () => test.cards.replace(operator, here, card.id, blank!.id),
      () => test.cards.setSecret(operator, here, card.id, '7392'),
      () => test.cards.enrol(operator, here, blank!.id, { partyId: member.id, secret: '7392' }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toThrow('may not');
    // The steward may help with a lost card, but gets neither the secret nor one of their own choosing.
    expect(await test.cards.replace(steward, here, card.id, blank!.id)).toMatchObject({ kind: 'done' });
    expect(await test.cards.setSecret(steward, here, blank!.id, '7392')).toMatchObject({
      code: 'another_helper_needed',
    });
    await test.cards.close(steward, here, blank!.id);
    const [again] = await test.blanks(1);
    const own = { partyId: member.id, secret: '7392' };
    expect(await test.cards.enrol(steward, here, again!.id, own)).toMatchObject({
      code: 'another_helper_needed',
    });
    const stewardId = (await test.member()).id;
    await test.get(Database).transaction((tx) =>
      tx.run(
        `insert into mandates (mandate_id, community_id, actor_id, role, party_id, valid_from, granted_by, granted_at)
         values (?, ?, ?, 'steward', null, 0, 'T', 0)`,
        [newId(), here, stewardId],
      ),
    );
    const scopes = [
      'people:read',
      'people:write',
      'accounts:read',
      'receipts:read',
      'community:write',
    ] as const;
    const headers = { authorization: await test.token(stewardId, scopes) };
    const purse = `/api/v1/communities/${here}/accounts/${member.account}/statement`;
    const mine = { authorization: await test.token(member.id, ['accounts:read']) };
    expect((await test.ask('GET', purse, { headers: mine })).body).toContain('closing');
    const theirs = await test.ask('GET', purse, { headers });
    expect(theirs.statusCode).toBe(403);
    expect(theirs.body).not.toMatch(/closing|items/);
    const cards = await test.ask('GET', `/api/v1/communities/${here}/cards?partyId=${member.id}`, {
      headers,
    });
    expect(cards.statusCode).toBe(200);
    expect(cards.body).not.toMatch(/balance|amount|secret"|token/);
  });
});
