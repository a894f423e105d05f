import { plainExchange } from '../books/plain.js';
import type { AccountKind } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Condition, ExchangeDraft, ExchangeKind, LabourKind, Reason, Subject } from '../ledger/order.js';
import type { AccountOwner } from './ledger-facts.js';
import { kindOf, modeOf, type PaymentRefusal } from './payment.js';

/** Kinds that are booked by hand; the others come from runs, vouchers and reversals. */
export const handKinds = [
  'payment',
  'thanks',
  'gift',
  'loan',
  'pot',
  'hold',
  'issue',
  'reclaim',
  'settlement',
  'correction',
] as const satisfies readonly ExchangeKind[];
export type HandKind = (typeof handKinds)[number];

/** Kinds outside the limits per payment and per day, which only a steward books. */
export const stewardKinds: ReadonlySet<ExchangeKind> = new Set(['settlement', 'correction']);

export interface NewTransfer {
  /** Account that gives. */
  readonly from: string;
  /** Account that receives. */
  readonly to: string;
  /** Smallest units, positive. */
  readonly amount: Amount;
  readonly programme?: string;
  /** Sets aside instead of moving, until this instant (milliseconds, at most 366 days ahead). */
  readonly holdUntil?: number;
}

/** What happened between parties, with or without coin (S01). */
export interface NewExchange {
  /** UUID version 7; the same id again gets the same answer. */
  readonly orderId: string;
  readonly kind: HandKind;
  /** 0 to 1,000; judged in order, all or none. */
  readonly transfers: readonly NewTransfer[];
  /** Parties; needed without coin. */
  readonly giver?: string;
  readonly taker?: string;
  readonly subject?: Subject;
  readonly minutes?: number;
  readonly labour?: LabourKind;
  readonly reason?: Reason;
  readonly condition?: Condition;
  /** YYYY-MM-DD, with the condition return_by. */
  readonly conditionDate?: string;
  /** YYYY-MM-DD, not in the future; today when left out (S32). */
  readonly factDate?: string;
  readonly helper?: string;
}

/** The accounts of the two sides of each transfer. */
export interface Side {
  readonly from: AccountOwner;
  readonly to: AccountOwner;
}

export const withoutCoin: ReadonlySet<ExchangeKind> = new Set(['gift', 'loan', 'thanks']);
const sources: ReadonlySet<AccountKind> = new Set(['issuance', 'programme_budget']);

/** Whether kind, coin and parties of an exchange go together. */
export function exchangeTrouble(exchange: NewExchange, sides: readonly Side[]): PaymentRefusal | null {
  const { kind, transfers, giver, taker } = exchange;
  if (transfers.length === 0) {
    if (!withoutCoin.has(kind)) return 'coin_needed';
    return giver === undefined || taker === undefined || giver === taker ? 'giver_needed' : null;
  }
  // A receipt says who gave and who received: nobody is put on it whose account took no part.
  if (giver !== undefined && !sides.some(({ from }) => from.partyId === giver)) return 'not_a_party';
  if (taker !== undefined && !sides.some(({ to }) => to.partyId === taker)) return 'not_a_party';
  if (kind === 'loan') return 'no_coin_in_loan';
  if ((kind === 'hold') !== transfers.some(({ holdUntil }) => holdUntil !== undefined))
    return 'kind_does_not_fit';
  if (kind === 'issue' && !sides.every(({ from }) => sources.has(from.kind))) return 'kind_does_not_fit';
  if (kind === 'reclaim' && !sides.every(({ to }) => to.kind === 'issuance')) return 'kind_does_not_fit';
  return null;
}

const yearMs = 366 * 86_400_000;

export function isHoldEndWrong({ transfers }: NewExchange, now: number): boolean {
  return transfers.some(
    ({ holdUntil }) => holdUntil !== undefined && (holdUntil <= now || holdUntil > now + yearMs),
  );
}

export function exchangeDraft(
  exchange: NewExchange,
  sides: readonly Side[],
  factDate: string,
): ExchangeDraft {
  const first = sides[0];
  const kind =
    first === undefined || exchange.kind === 'hold'
      ? exchange.kind
      : kindOf(exchange.kind, first.from, first.to);
  return {
    ...plainExchange(kind, modeOf(kind, first?.from ?? null, first?.to ?? null), factDate),
    subject: exchange.subject ?? null,
    minutes: exchange.minutes ?? null,
    labour: exchange.labour ?? null,
    reason: exchange.reason ?? null,
    condition: exchange.condition ?? 'none',
    conditionDate: exchange.conditionDate ?? null,
    giverId: exchange.giver ?? null,
    takerId: exchange.taker ?? null,
    helperId: exchange.helper ?? null,
  };
}

export const loanStates = ['open', 'half', 'returned'] as const;
export type LoanState = (typeof loanStates)[number];

/** A loan is open until both who lent and who borrowed have said that it is back. */
export function loanState(saidBy: ReadonlySet<string>, giver: string, taker: string): LoanState {
  const said = [giver, taker].filter((party) => saidBy.has(party)).length;
  return said === 0 ? 'open' : said === 1 ? 'half' : 'returned';
}
