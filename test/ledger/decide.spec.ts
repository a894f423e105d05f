import { describe, expect, it } from '@jest/globals';
import { BatchView } from '../../src/books/batch.view.js';
import type { Account } from '../../src/ledger/account.js';
import { amountMax } from '../../src/ledger/amount.js';
import { decide } from '../../src/ledger/decide.js';
import type { Guard } from '../../src/ledger/order.js';
import { inputRefusals, isByState, stateRefusals, type RefusalCode } from '../../src/ledger/refusals.js';
import { anAccountOf } from '../support/accounts.js';
import { anOrder, type Move, type OrderParts } from '../support/community.js';

const now = Date.UTC(2026, 0, 5, 9);
const moment = { now, today: '2026-01-05' };
const used: Guard = { kind: 'code', key: 'USED', expect: 'open', next: 'used' };

/** Books with a few accounts: ada may go to -600, bo from 0 to 1000, gone is closed, sun has another currency. */
function theBooks(): BatchView {
  const view = new BatchView('rabot', 'Europe/Brussels');
  const accounts: Array<Partial<Account> & { id: string }> = [
    { id: 'ADA', floor: -600n, ceiling: 1000n },
    { id: 'BO', floor: 0n, ceiling: 1000n },
    { id: 'BANK' },
    { id: 'GONE', closedAt: now - 1 },
    { id: 'SUN', currency: 'ZON' },
    { id: 'OLD', creditsPosted: amountMax, debitsPosted: amountMax },
  ];
  for (const account of accounts) view.accounts.set(account.id, anAccountOf(account));
  view.currencies.set('UUR', { currency: 'UUR', perPayment: 500n, perDay: 800n, perAcceptorDay: 700n });
  view.exchanges.add('DONE');
  view.exchanges.add('UNDONE');
  view.reversed.add('UNDONE');
  const hold = { debitId: 'ADA', creditId: 'BO', currency: 'UUR', amount: 100n, programme: null };
  view.addHold({ ...hold, id: { exchangeId: 'HELD', index: 0 }, expiresAt: now + 1000 });
  view.addHold({ ...hold, id: { exchangeId: 'ENDED', index: 0 }, expiresAt: now + 1000 });
  view.addEnding({ exchangeId: 'ENDED', index: 0 }, 'released');
  view.addHold({ ...hold, id: { exchangeId: 'LATE', index: 0 }, expiresAt: now - 1 });
  view.accounts.set('ADA', anAccountOf({ id: 'ADA', floor: -600n, ceiling: 1000n, debitsPending: 200n }));
  view.accounts.set('BO', anAccountOf({ id: 'BO', floor: 0n, ceiling: 1000n, creditsPending: 200n }));
  view.addGuard('code', 'USED', { state: 'used' });
  view.addGuard('code', 'PAID', { refusal: 'request_paid' });
  view.addGuard('code', 'NO', { refusal: 'request_declined' });
  view.addGuard('code', 'OVER', { refusal: 'request_expired' });
  view.addGuard('code', 'STALE', { refusal: 'code_expired' });
  for (const refusal of byOtherRooms) view.addGuard('code', refusal, { refusal });
  return view;
}

/** Said by the rows of other rooms that an order guards, and handed on as they are. */
const byOtherRooms = [
  'voucher_unknown',
  'voucher_expired',
  'voucher_held',
  'voucher_already_used',
  'issue_decided',
  'over_party_limit',
  'card_blocked',
  'over_card_limit',
  'visit_over',
  'trust_over',
  'over_trust_limit',
] as const;

type Line = [code: RefusalCode, moves: Move[], parts?: OrderParts];

const fine: Move = { from: 'ADA', to: 'BO', amount: 10n };
const ends = (exchangeId: string, amount: bigint): Move => ({
  ...fine,
  amount,
  endsHold: { exchangeId, index: 0 },
});
const guard = (key: string): OrderParts => ({ guards: [{ ...used, key }] });

/** Each refusal once, from the first in precedence to the last; each line also breaks a later rule where it can. */
const lines: Line[] = [
  ['too_many_transfers', new Array<Move>(1001).fill({ from: 'ADA', to: 'ADA', amount: 0n })],
  ['fact_date_in_future', [{ ...fine, to: 'NOBODY' }], { exchange: { factDate: '2026-01-06' } }],
  ['no_such_exchange', [{ ...fine, to: 'NOBODY' }], { exchange: { reverses: 'NEVER' } }],
  ['no_such_hold', [{ ...ends('NEVER', 10n), to: 'NOBODY' }]],
  ['no_such_account', [{ from: 'NOBODY', to: 'NOBODY', amount: 0n }]],
  ['accounts_must_be_different', [{ from: 'ADA', to: 'ADA', amount: 0n }]],
  ['currencies_must_match', [{ from: 'ADA', to: 'SUN', amount: 0n }]],
  ['amount_must_be_positive', [{ ...fine, amount: 0n }], guard('USED')],
  ['amount_too_large', [{ ...fine, amount: amountMax + 1n }], guard('USED')],
  [
    'exchange_already_reversed',
    [{ ...fine, amount: 5000n }],
    { exchange: { reverses: 'UNDONE' }, ...guard('USED') },
  ],
  ['code_unknown', [{ ...fine, amount: 5000n }], guard('NEVER')],
  ['code_expired', [fine], guard('STALE')],
  ['code_already_used', [{ ...fine, amount: 5000n }], guard('USED')],
  ['request_paid', [fine], guard('PAID')],
  ['request_declined', [fine], guard('NO')],
  ['request_expired', [fine], guard('OVER')],
  ...byOtherRooms.map((code): Line => [code, [{ ...fine, amount: 5000n }], guard(code)]),
  ['hold_already_resolved', [ends('ENDED', 500n)]],
  ['hold_expired', [ends('LATE', 500n)]],
  ['hold_amount_exceeded', [ends('HELD', 101n)]],
  ['account_closed', [{ ...fine, to: 'GONE', amount: 5000n }]],
  ['over_payment_limit', [{ ...fine, amount: 501n }]],
  ['over_day_limit', [400n, 401n].map((amount) => ({ from: 'BANK', to: 'ADA', amount }))],
  ['not_enough', [{ from: 'BO', to: 'ADA', amount: 1n }]],
  [
    'over_acceptor_limit',
    [
      { from: 'BANK', to: 'BO', amount: 400n },
      { from: 'ADA', to: 'BO', amount: 301n },
    ],
  ],
  ['too_much', [{ from: 'BANK', to: 'BO', amount: 901n }], { exchange: { kind: 'issue' } }],
];

describe('refusals, from the first in precedence to the last', () => {
  it.each(lines)('%s', (code, moves, parts = {}) => {
    expect(decide(anOrder('rabot', moves, parts), theBooks(), moment)).toMatchObject({
      kind: 'refused',
      code,
    });
  });

  it('leave none untold', () => {
    // Two are said by the books before anything is decided, and by a test of their own below.
    const told = new Set<string>([
      ...lines.map(([code]) => code),
      'exists_with_different_content',
      'account_changed',
    ]);
    expect([...inputRefusals, ...stateRefusals].filter((code) => !told.has(code))).toEqual([]);
  });

  it('are in the order of the list', () => {
    const order = [...inputRefusals, ...stateRefusals];
    const places = lines.map(([code]) => order.indexOf(code));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('change nothing', () => {
    for (const [, moves, parts = {}] of lines) {
      const books = theBooks();
      const before = new Map(books.accounts);
      decide(anOrder('rabot', moves, parts), books, moment);
      expect(books.accounts).toEqual(before);
    }
  });

  it('are kept for ever only when they come from the state of the books', () => {
    expect(isByState('not_enough')).toBe(true);
    expect(isByState('no_such_account')).toBe(false);
  });
});

describe('orders that expect an account as it was seen', () => {
  const seen = { accountId: 'ADA', seq: 0n, held: 200n };

  it('post when it still is', () => {
    const order = { ...anOrder('rabot', [fine]), expects: [seen] };
    expect(decide(order, theBooks(), moment)).toMatchObject({ kind: 'posted' });
  });

  it.each([{ seq: 1n }, { held: 0n }])('are refused when it is not: %s', (other) => {
    const order = { ...anOrder('rabot', [fine]), expects: [{ ...seen, ...other }] };
    expect(decide(order, theBooks(), moment)).toMatchObject({ code: 'account_changed' });
  });
});

describe('what is posted', () => {
  it('has two entries a transfer that sum to zero, numbered in the order of each account', () => {
    const moves = [fine, { from: 'BO', to: 'ADA', amount: 4n }];
    const posted = decide(anOrder('rabot', moves), theBooks(), moment);
    expect(posted).toMatchObject({
      kind: 'posted',
      entries: [
        { accountId: 'ADA', accountSeq: 1n, amount: -10n, balanceAfter: -10n },
        { accountId: 'BO', accountSeq: 1n, amount: 10n, balanceAfter: 10n },
        { accountId: 'BO', accountSeq: 2n, amount: -4n, balanceAfter: 6n },
        { accountId: 'ADA', accountSeq: 2n, amount: 4n, balanceAfter: -6n },
      ],
    });
  });

  it('never lets a counter beyond what JSON carries', () => {
    expect(
      decide(anOrder('rabot', [{ from: 'BANK', to: 'OLD', amount: 1n }]), theBooks(), moment),
    ).toMatchObject({
      code: 'amount_too_large',
    });
  });

  it('may be an exchange without any coin', () => {
    const gift = anOrder('rabot', [], { exchange: { kind: 'gift', giverId: 'A', takerId: 'B' } });
    expect(decide(gift, theBooks(), moment)).toMatchObject({ kind: 'posted', entries: [] });
  });
});
