import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUuid } from '../../src/database/ids.js';
import { dialects } from '../support/databases.js';
import { TestBooks } from '../support/community.js';

describe.each(dialects)('the books on %s', (dialect) => {
  let books: TestBooks;

  beforeAll(async () => {
    books = await TestBooks.open(dialect);
  });

  afterAll(async () => {
    await books.close();
  });

  it('move an amount from one account to another', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    expect(await books.pay(ada, bo, 200n)).toMatchObject({ kind: 'posted', repeated: false });
    expect(await books.balanceOf(ada)).toBe(-200n);
    expect(await books.balanceOf(bo)).toBe(200n);
    await books.theBooksBalance();
  });

  it('refuse what goes below the floor and above the ceiling', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    expect(await books.pay(ada, bo, 601n)).toMatchObject({
      kind: 'refused',
      code: 'not_enough',
      transfer: 0,
    });
    const full = await books.anAccount({ ceiling: 100n });
    expect(await books.pay(ada, full, 101n)).toMatchObject({ kind: 'refused', code: 'too_much' });
    expect(await books.balanceOf(ada)).toBe(0n);
  });

  it('give the same answer for ever to the same order, posted or refused', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const good = books.order([{ from: ada, to: bo, amount: 100n }]);
    const first = await books.books.post({ order: good });
    expect(await books.books.post({ order: good })).toEqual({ ...first, repeated: true });
    const bad = books.order([{ from: ada, to: bo, amount: 5000n }]);
    const no = await books.books.post({ order: bad });
    expect(no).toMatchObject({ code: 'not_enough', repeated: false });
    expect(await books.books.post({ order: bad })).toEqual({ ...no, repeated: true });
    const other = { ...good, transfers: [{ ...good.transfers[0]!, amount: 101n }] };
    expect(await books.books.post({ order: other })).toMatchObject({ code: 'exists_with_different_content' });
    expect(await books.balanceOf(ada)).toBe(-100n);
  });

  it('book an order once when it comes fifty times at once', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const order = books.order([{ from: ada, to: bo, amount: 100n }]);
    const answers = await Promise.all(Array.from({ length: 50 }, () => books.books.post({ order })));
    expect(answers.filter((answer) => answer.kind === 'posted' && !answer.repeated)).toHaveLength(1);
    expect(await books.balanceOf(bo)).toBe(100n);
  });

  it('judge the transfers of one exchange in order and book all or none', async () => {
    const [ada, bo, cas] = (await books.accounts(3, { floor: 0n })) as [string, string, string];
    const bank = await books.anAccount({ kind: 'issuance', floor: null, ceiling: 0n, partyKind: '' });
    await books.pay(bank, ada, 100n, { exchange: { kind: 'issue' } });
    const chain = books.order([
      { from: ada, to: bo, amount: 100n },
      { from: bo, to: cas, amount: 100n },
    ]);
    expect(await books.books.post({ order: chain })).toMatchObject({ kind: 'posted' });
    expect(await books.balanceOf(cas)).toBe(100n);
    const broken = books.order([
      { from: cas, to: bo, amount: 60n },
      { from: cas, to: ada, amount: 60n },
    ]);
    expect(await books.books.post({ order: broken })).toMatchObject({ code: 'not_enough', transfer: 1 });
    expect(await books.balanceOf(cas)).toBe(100n);
  });

  it('undo an exchange whole and once', async () => {
    const [ada, bo] = (await books.accounts(2, { floor: 0n, ceiling: null })) as [string, string];
    const bank = await books.anAccount({ kind: 'issuance', floor: null, ceiling: 0n, partyKind: '' });
    await books.pay(bank, ada, 100n, { exchange: { kind: 'issue' } });
    const paid = await books.pay(ada, bo, 100n);
    const reverses = paid.kind === 'posted' ? paid.exchangeId : '';
    const undo = { exchange: { kind: 'reversal', reverses } } as const;
    const answers = await Promise.all(Array.from({ length: 10 }, () => books.pay(bo, ada, 100n, undo)));
    expect(answers.filter((answer) => answer.kind === 'posted')).toHaveLength(1);
    expect(
      answers.filter((a) => a.kind === 'refused' && a.code === 'exchange_already_reversed'),
    ).toHaveLength(9);
    expect(await books.balanceOf(ada)).toBe(100n);
    await books.theBooksBalance();
  });

  it('set value aside, post a part of it and free the rest', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const until = books.clock.now() + 60_000;
    const set = books.order([{ from: ada, to: bo, amount: 500n, holdUntil: until }], {
      exchange: { kind: 'hold' },
    });
    expect(await books.books.post({ order: set })).toMatchObject({ kind: 'posted' });
    expect(await books.pay(ada, bo, 200n)).toMatchObject({ code: 'not_enough' });
    const endsHold = { exchangeId: set.id, index: 0 };
    const part = books.order([{ from: ada, to: bo, amount: 300n, endsHold }]);
    expect(await books.books.post({ order: part })).toMatchObject({ kind: 'posted' });
    expect(await books.balanceOf(ada)).toBe(-300n);
    const again = books.order([{ from: ada, to: bo, amount: 100n, endsHold }]);
    expect(await books.books.post({ order: again })).toMatchObject({ code: 'hold_already_resolved' });
    expect(await books.pay(ada, bo, 300n)).toMatchObject({ kind: 'posted' });
    await books.theBooksBalance();
  });

  it('count a hold no longer once its time is over, and let it only be released', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const until = books.clock.now() + 60_000;
    const set = books.order([{ from: ada, to: bo, amount: 600n, holdUntil: until }], {
      exchange: { kind: 'hold' },
    });
    await books.books.post({ order: set });
    books.clock.forward(61_000);
    expect(await books.pay(ada, bo, 600n)).toMatchObject({ kind: 'posted' });
    const endsHold = { exchangeId: set.id, index: 0 };
    const late = books.order([{ from: ada, to: bo, amount: 1n, endsHold }]);
    expect(await books.books.post({ order: late })).toMatchObject({ code: 'hold_expired' });
    const free = books.order([{ from: ada, to: bo, amount: 0n, endsHold }], {
      exchange: { kind: 'release' },
    });
    expect(await books.books.post({ order: free })).toMatchObject({ kind: 'posted' });
    await books.theBooksBalance();
  });

  it('book a bulk each for itself, or all or nothing', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const orders = () => [400n, 400n, 100n].map((amount) => books.order([{ from: ada, to: bo, amount }]));
    const each = await books.all(orders());
    expect(each.map((answer) => answer.kind)).toEqual(['posted', 'refused', 'posted']);
    const none = await books.all(
      [50n, 400n, 10n].map((amount) => books.order([{ from: ada, to: bo, amount }])),
      true,
    );
    expect(none.map((answer) => answer.kind)).toEqual(['not_booked', 'refused', 'not_booked']);
    expect(await books.balanceOf(bo)).toBe(500n);
    await books.theBooksBalance();
  });

  it('refuse wrong input without remembering it', async () => {
    const ada = await books.anAccount();
    const id = newUuid();
    expect(await books.pay(ada, ada, 1n, { id })).toMatchObject({ code: 'accounts_must_be_different' });
    const bo = await books.anAccount();
    expect(await books.pay(ada, bo, 1n, { id })).toMatchObject({ kind: 'posted', repeated: false });
    expect(await books.pay(ada, 'NOBODY', 1n)).toMatchObject({ code: 'no_such_account' });
    expect(await books.pay(ada, bo, 0n)).toMatchObject({ code: 'amount_must_be_positive' });
    expect(await books.pay(ada, bo, 1n, { communityId: 'elsewhere' })).toMatchObject({
      code: 'no_such_account',
    });
    const tomorrow = { exchange: { factDate: '2026-01-06' } };
    expect(await books.pay(ada, bo, 1n, tomorrow)).toMatchObject({ code: 'fact_date_in_future' });
  });

  it('stop by name when the clock is set back by more than a minute', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    await books.pay(ada, bo, 1n);
    books.clock.forward(-61_000);
    await expect(books.pay(ada, bo, 1n)).rejects.toMatchObject({ code: 'clock_set_back' });
    books.clock.forward(30_000);
    expect(await books.pay(ada, bo, 1n)).toMatchObject({ kind: 'posted' });
    books.clock.forward(31_000);
    await books.theBooksBalance();
  });
});
