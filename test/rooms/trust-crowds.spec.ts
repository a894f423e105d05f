import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { words } from '../../src/languages/languages.js';
import { CodesService } from '../../src/payments/codes.service.js';
import { looksADay } from '../../src/payments/face-looks.service.js';
import { PreviewService } from '../../src/payments/preview.service.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { JournalService } from '../../src/statements/journal.service.js';
import { StatementsService } from '../../src/statements/statements.service.js';
import { totalsOf } from '../../src/statements/totals.js';
import { DemurrageService } from '../../src/upkeep/demurrage.service.js';
import { ExpiryService } from '../../src/upkeep/expiry.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments, type Somebody } from '../support/payments.js';
import { command, TestTown } from '../support/town.js';

const hour = 3_600_000;
const day = 24 * hour;

describe.each(dialects)('whoever asks too much, on %s', (dialect) => {
  let test: TestPayments;
  let here: string;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    here = await test.aCommunity();
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const ask = (who: Somebody, payer?: Partial<Record<'payer' | 'payerAccount', string>>) =>
    test.get(RequestsService).make(who.actor, here, { account: who.account, amount: 50n, ...payer });
  const code = (who: Somebody, kind: 'single' | 'standing' = 'single') =>
    test.get(CodesService).make(who.actor, here, { account: who.account, kind });
  const idOf = (answer: Awaited<ReturnType<typeof ask>>): string => {
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.request.id;
  };
  /** Ten at a time, as a program would that hopes to slip past a count. */
  const many = async <T>(count: number, one: (i: number) => Promise<T>): Promise<T[]> => {
    const answers: T[] = [];
    for (let at = 0; at < count; at += 10) {
      const some = Array.from({ length: Math.min(10, count - at) }, (_, i) => one(at + i));
      answers.push(...(await Promise.all(some)));
    }
    return answers;
  };
  const refusalsIn = (answers: ReadonlyArray<{ kind: string; code?: unknown }>) =>
    answers.flatMap((each) => (each.kind === 'refused' ? [each.code] : []));

  it('has five requests open with one payer, also when many are made at once', async () => {
    const [ann, bert, carl] = [await test.aPerson(here), await test.aPerson(here), await test.aPerson(here)];
    const answers = await many(10, () => ask(ann, { payer: bert.id }));
    expect(refusalsIn(answers)).toEqual(new Array(5).fill('too_many_requests_open'));
    // By the account it is the same payer; another payer, and another who asks, are not stopped by it.
    expect(await ask(ann, { payerAccount: bert.account })).toMatchObject({ code: 'too_many_requests_open' });
    expect(await ask(ann, { payer: carl.id })).toMatchObject({ kind: 'made' });
    expect(await ask(carl, { payer: bert.id })).toMatchObject({ kind: 'made' });
    const open = idOf(answers.find(({ kind }) => kind === 'made')!);
    await test.get(RequestsService).decline(bert.actor, here, open);
    expect(await ask(ann, { payer: bert.id })).toMatchObject({ kind: 'made' });
    test.clock.forward(25 * hour);
    expect(await ask(ann, { payer: bert.id })).toMatchObject({ kind: 'made' });
  });

  it('has five requests open with the pot, which is nobody', async () => {
    const ann = await test.aPerson(here);
    const payerAccount = await test.get(CurrenciesService).communityAccount(here, 'UUR', 'pot');
    const answers = await many(6, () => ask(ann, { payerAccount }));
    expect(refusalsIn(answers)).toEqual(['too_many_requests_open']);
  });

  it('has fifty requests open in all, and hears it by name', async () => {
    const ann = await test.aPerson(here);
    expect(refusalsIn(await many(52, () => ask(ann)))).toHaveLength(2);
    const as = await test.aToken(here, ann.id, ['payments:write']);
    const body = { account: ann.account, amount: 50 };
    const answer = await test.call('POST', `/api/v1/communities/${here}/payment-requests`, { as, body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'too_many_requests_open' } });
    expect(String(answer.body.title)).not.toContain('too_many');
  });

  it('has fifty codes that work, and a new one when one was taken down or is over', async () => {
    const ann = await test.aPerson(here);
    const standing = await code(ann, 'standing');
    if (standing.kind === 'refused') throw new Error(standing.code);
    expect(refusalsIn(await many(51, () => code(ann)))).toEqual(['too_many_codes', 'too_many_codes']);
    await test.get(CodesService).close(ann.actor, here, standing.code.id);
    expect(await code(ann, 'standing')).toMatchObject({ kind: 'made' });
    const as = await test.aToken(here, ann.id, ['payments:write']);
    const body = { account: ann.account, kind: 'standing' };
    const answer = await test.call('POST', `/api/v1/communities/${here}/payment-codes`, { as, body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'too_many_codes' } });
    const { cookie, csrf } = await test.aSession(here, ann.id);
    const page = await test.app.inject({
      method: 'POST',
      url: `/c/${here}/codes/${ann.account}`,
      headers: {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
      payload: new URLSearchParams({ _csrf: csrf, amount: '50' }).toString(),
    });
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain(words('nl').t('refusals.too_many_codes'));
    test.clock.forward(25 * hour);
    expect(await code(ann)).toMatchObject({ kind: 'made' });
  });

  it('sees sixty faces a day by their ids, the same one as often as they like', async () => {
    const ann = await test.aPerson(here);
    const others = await many(looksADay + 1, () => test.aPerson(here));
    test.clock.set(Math.ceil(test.clock.now() / day) * day + hour);
    const look = (toParty: string) => test.get(PreviewService).preview(ann.actor, here, { toParty });
    for (const { id } of [...others.slice(0, looksADay), others[0]!, others[1]!])
      expect(await look(id)).toMatchObject({ kind: 'preview', payee: { face: { partyId: id } } });
    const last = others.at(-1)!;
    await expect(look(last.id)).rejects.toThrow('too many tries');
    const as = await test.aToken(here, ann.id, ['payments:write']);
    const url = `/api/v1/communities/${here}/payments/preview`;
    const refused = await test.call('GET', `${url}?to=${last.account}`, { as });
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_tries' } });
    expect(JSON.stringify(refused.body)).not.toContain('picture');
    expect(await look(others[0]!.id)).toMatchObject({ kind: 'preview' });
    // A card in hand is no spying.
    const shown = await code(last);
    const token = shown.kind === 'made' ? shown.url!.split('/').at(-1)! : '';
    expect(await test.get(PreviewService).preview(ann.actor, here, { code: token })).toMatchObject({
      payee: { face: { partyId: last.id } },
    });
    test.clock.forward(day);
    expect(await look(last.id)).toMatchObject({ kind: 'preview' });
  });

  it('is not counted as a steward, who gives from the pot to whom they must', async () => {
    const from = await test.get(CurrenciesService).communityAccount(here, 'UUR', 'pot');
    const steward = test.steward(here);
    const others = await many(looksADay + 1, () => test.aPerson(here));
    for (const { id: toParty } of others)
      expect(await test.get(PreviewService).preview(steward, here, { from, toParty })).toMatchObject({
        kind: 'preview',
      });
  });
});

describe.each(dialects)('whoever looks at a few, on %s', (dialect) => {
  let town: TestTown;
  let people: Awaited<ReturnType<TestTown['person']>>[];

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    people = await Promise.all(Array.from({ length: 6 }, () => town.person()));
    const rules = {
      demurrage: { ratePpm: 20_000, period: 'month', from: '2026-01', exempt: 0n, to: 'pot' },
      expiry: { months: 12, graceDays: 30, to: 'pot' },
    };
    await town.app.get(CurrenciesService).change(command, 'rabot', 'UUR', rules as never);
  });
  afterAll(() => town.close());

  const give = (to: number) =>
    town.book([{ from: people[0]!.id, to: people[to]!.id, amount: 100n }], { factDate: '2026-01-01' });
  const textOf = (answer: unknown): string =>
    JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
  const nobodyIn = (text: string): void => {
    for (const { id, partyId } of people) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(partyId);
    }
  };

  it('finds no person where it was taken from them: not in the run, the statement or the journal', async () => {
    for (let to = 1; to <= 4; to++) await give(to);
    town.clock.set(Date.UTC(2026, 1, 10));
    const steward = town.actor('STEWARD', 'steward');
    const demurrage = town.app.get(DemurrageService);
    const seen = await demurrage.preview(steward, 'rabot', 'UUR');
    expect(seen).toMatchObject({ kind: 'preview', accounts: 4, amount: 8n });
    nobodyIn(textOf(seen));
    const stamp = seen.kind === 'preview' ? seen.stamp : '';
    expect(await demurrage.run(steward, 'rabot', 'UUR', stamp)).toMatchObject({ amount: 8n });
    await town.settle();
    const pot = await town.own('pot');
    const page = { limit: 100 };
    const wish = { from: '2026-01-01', to: '2026-03-01' };
    const statement = await town.app.get(StatementsService).statement(steward, 'rabot', pot, wish, page);
    expect(statement.lines).toHaveLength(4);
    nobodyIn(textOf(statement));
    const journal = await town.app.get(JournalService).read(steward, 'rabot', 0n, 200);
    expect(journal.filter(({ kind }) => kind === 'demurrage')).toHaveLength(4);
    nobodyIn(textOf(journal));
  });

  it('hears who expires only when they are many enough not to be told apart', async () => {
    const expiry = town.app.get(ExpiryService);
    const preview = async () => {
      const seen = await expiry.preview(command, 'rabot', 'UUR');
      if (seen.kind === 'refused') throw new Error(seen.code);
      return seen;
    };
    const remindAll = async () => expiry.reminded(command, 'rabot', 'UUR', (await preview()).toRemind);
    town.clock.set(Date.UTC(2027, 5, 1));
    expect(await remindAll()).toMatchObject({ parties: 4 });
    town.clock.forward(31 * day);
    expect(await preview()).toMatchObject({ toRemind: [], dueCount: 4, due: [] });
    await give(5);
    town.clock.forward(380 * day);
    await remindAll();
    town.clock.forward(31 * day);
    const seen = await preview();
    expect(seen.dueCount).toBe(5);
    expect([...seen.due].sort()).toEqual(
      people
        .slice(1)
        .map(({ partyId }) => partyId)
        .sort(),
    );
  });
});

describe('whoever reads the totals', () => {
  const flow = { currency: 'UUR', month: '2026-01', toKind: 'initiative', programme: '' };
  const flows = (persons: bigint, groups: bigint) => [
    { ...flow, kind: 'payment', fromKind: 'person', transfers: persons, amount: persons },
    { ...flow, kind: 'payment', fromKind: 'school', transfers: groups, amount: groups },
  ];
  const told = (parts: ReturnType<typeof flows>, detail: boolean, persons: number) =>
    totalsOf(parts, detail, new Map([['person', persons]])).flows.map(({ from, transfers }) => [
      from,
      transfers,
    ]);

  it('is told of persons from ten transfers on, of others from five', () => {
    expect(told(flows(10n, 5n), true, 5)).toEqual([
      ['person', 10n],
      ['school', 5n],
    ]);
    expect(told(flows(9n, 5n), true, 5)).toEqual([['school', 5n]]);
  });

  it('is not told of few persons among many transfers of others', () => {
    expect(told(flows(1n, 50n), false, 5)).toEqual([]);
    expect(told(flows(10n, 50n), false, 5)).toEqual([[null, 60n]]);
  });

  it('is told nothing of persons where there are not five', () => {
    expect(told(flows(100n, 5n), true, 4)).toEqual([['school', 5n]]);
  });
});
