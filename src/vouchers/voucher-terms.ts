import { personalKinds, type PartyKind } from '../communities/party.js';
import type { Amount } from '../ledger/amount.js';
import type { Reason, Subject } from '../ledger/order.js';

/** Who may take a voucher for what it is worth. */
export type Acceptors =
  | { readonly kind: 'anybody' }
  | { readonly kind: 'parties'; readonly ids: readonly string[] }
  | { readonly kind: 'kinds'; readonly kinds: readonly PartyKind[] };

export const expiryEnds = ['pot', 'return'] as const;
/** Where the value of what nobody used goes: to the pot, or back to where it came from. */
export type ExpiryEnd = (typeof expiryEnds)[number];

/** The conditions of a batch. Said in plain words before a voucher is accepted (5D). */
export interface VoucherTerms {
  readonly acceptors: Acceptors;
  readonly subject: Subject | null;
  readonly reason: Reason | null;
  /** YYYY-MM-DD; null for at once. */
  readonly validFrom: string | null;
  /** YYYY-MM-DD, the day on the paper; null for always. */
  readonly validUntil: string | null;
  /** Days of grace after that day, or after the reminder when it came later (U38). */
  readonly graceDays: number;
  /** Null for never, and only then. */
  readonly expiresTo: ExpiryEnd | null;
  /** How many of the batch one person may get, of those bound to persons; null for any number. */
  readonly perPersonMax: number | null;
  /** How much one party may take in a day, and how much may be scanned by one who does it; null for no limit. */
  readonly perAcceptorDay: Amount | null;
  readonly perScannerDay: Amount | null;
  readonly mayBePassedOn: boolean;
  /** Whether members may put it on their own account (S34). */
  readonly onCard: boolean;
  /** Whether a part may be taken and the rest put on the account of a member (U37). */
  readonly restOnCard: boolean;
}

/** The least that holds somebody back: anybody takes it, for anything, for ever. */
export const openTerms: VoucherTerms = {
  acceptors: { kind: 'anybody' },
  subject: null,
  reason: null,
  validFrom: null,
  validUntil: null,
  graceDays: 30,
  expiresTo: null,
  perPersonMax: null,
  perAcceptorDay: null,
  perScannerDay: null,
  mayBePassedOn: true,
  onCard: false,
  restOnCard: false,
};

export type TermsTrouble = 'voucher_period_wrong' | 'voucher_expiry_wrong' | 'voucher_over_person_max';

/**
 * What is wrong with terms as a whole; null when nothing is.
 * @param boundTo the persons the vouchers are for, in their order; empty for bearers
 */
export function termsTrouble(terms: VoucherTerms, boundTo: readonly string[]): TermsTrouble | null {
  const { validFrom, validUntil, expiresTo, perPersonMax } = terms;
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) return 'voucher_period_wrong';
  if ((validUntil === null) !== (expiresTo === null)) return 'voucher_expiry_wrong';
  if (perPersonMax === null) return null;
  const each = Map.groupBy(boundTo, (id) => id).values();
  return [...each].some((ids) => ids.length > perPersonMax) ? 'voucher_over_person_max' : null;
}

/** Whether a party may take vouchers of these terms. A person or household only where they may be put on a card. */
export function isAcceptor(
  { acceptors, onCard }: Pick<VoucherTerms, 'acceptors' | 'onCard'>,
  party: { readonly id: string; readonly kind: string },
): boolean {
  if (personalKinds.has(party.kind)) return onCard;
  if (acceptors.kind === 'anybody') return true;
  return acceptors.kind === 'parties'
    ? acceptors.ids.includes(party.id)
    : acceptors.kinds.some((kind) => kind === party.kind);
}

interface Ending {
  readonly validUntil: string | null;
  readonly graceDays: number;
  /** The day the reminder was recorded; null before. */
  readonly remindedOn: string | null;
}

/** The last day a voucher works; null when there is none yet, for nothing expires without a reminder (U38). */
export function lastDay({ validUntil, graceDays, remindedOn }: Ending): string | null {
  if (validUntil === null || remindedOn === null) return null;
  return daysAfter(remindedOn > validUntil ? remindedOn : validUntil, graceDays);
}

/** Whether the last day is over. @param today YYYY-MM-DD in the community's time zone */
export function isPast(ending: Ending, today: string): boolean {
  const last = lastDay(ending);
  return last !== null && today > last;
}

/** The day so many days later, or earlier when negative. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Amounts as numbers: all of them are below 2^53. */
export function writeTerms(terms: VoucherTerms): string {
  return JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}

/** What `writeTerms` wrote, also before there were limits of a day. */
export function readTerms(text: string): VoucherTerms {
  const read = JSON.parse(text) as VoucherTerms & Record<'perAcceptorDay' | 'perScannerDay', number | null>;
  const amount = (value: number | null | undefined): Amount | null => (value == null ? null : BigInt(value));
  return {
    ...read,
    perAcceptorDay: amount(read.perAcceptorDay),
    perScannerDay: amount(read.perScannerDay),
  };
}
