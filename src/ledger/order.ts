import type { Amount } from './amount.js';
import type { StateRefusal } from './refusals.js';

/** What happened between the parties, as a code; summaries and statements are cut by it. */
export const exchangeKinds = [
  'payment',
  'thanks',
  'gift',
  'loan',
  'pot',
  'issue',
  'reclaim',
  'voucher',
  'hold',
  'release',
  'opening',
  'correction',
  'reversal',
  'settlement',
  'demurrage',
  'expiry',
] as const;
export type ExchangeKind = (typeof exchangeKinds)[number];

/** Kinds by which a holder moves value; limits per payment and per day are about these only. */
export const limitedKinds: ReadonlySet<ExchangeKind> = new Set(['payment', 'thanks', 'gift', 'pot', 'hold']);

/** Redistribution, reciprocity, market: the three strategies (S06). */
export const modes = ['redistribution', 'reciprocity', 'market'] as const;
export type Mode = (typeof modes)[number];

/** What is exchanged (S04). */
export const subjects = ['material', 'knowledge', 'service', 'space'] as const;
export type Subject = (typeof subjects)[number];

/** Four kinds of labour (S66). */
export const labourKinds = ['paid', 'social', 'self', 'care'] as const;
export type LabourKind = (typeof labourKinds)[number];

/** Conditions in codes, so that a line holds no free text (U44, U69). */
export const conditions = ['none', 'return', 'return_by', 'clean', 'be_present', 'name_us', 'other'] as const;
export type Condition = (typeof conditions)[number];

/** Why something was booked or undone; a picture each on the page. */
export const reasons = [
  'help',
  'meal',
  'goods',
  'lesson',
  'room',
  'activity',
  'wrong_amount',
  'wrong_person',
  'twice',
  'not_received',
  'given_back',
  'other',
] as const;
export type Reason = (typeof reasons)[number];

export interface ExchangeDraft {
  readonly kind: ExchangeKind;
  readonly mode: Mode;
  readonly subject: Subject | null;
  /** Length in minutes, when it is about time. */
  readonly minutes: number | null;
  readonly labour: LabourKind | null;
  readonly reason: Reason | null;
  readonly condition: Condition;
  /** With the condition `return_by`: YYYY-MM-DD. */
  readonly conditionDate: string | null;
  /** Who gave and who received, needed where no coin says it (S01). Random party ids. */
  readonly giverId: string | null;
  readonly takerId: string | null;
  /** When it happened, YYYY-MM-DD, not after the day of booking (S32). */
  readonly factDate: string;
  /** The exchange this one undoes. */
  readonly reverses: string | null;
  /** A helper at the screen, whose mark the receipt shows (S42). */
  readonly helperId: string | null;
}

export interface TransferDraft {
  readonly debitId: string;
  readonly creditId: string;
  readonly currency: string;
  readonly amount: Amount;
  /** Under which programme, as a code; null when under none. */
  readonly programme: string | null;
  /** Set aside instead of moved, until this instant (milliseconds). */
  readonly holdUntil: number | null;
  /** Ends this hold: a positive amount is posted and the rest released; see `ends`. */
  readonly endsHold: HoldId | null;
}

export interface HoldId {
  readonly exchangeId: string;
  readonly index: number;
}

/** A row outside the books that has to be in a given state, and goes to another one with the order. */
export interface Guard {
  /** Which room's rows: the name under which the room registered its claim. */
  readonly kind: string;
  readonly key: string;
  readonly expect: string;
  readonly next: string;
}

/** One request to change the books. Data only, so that it can wait, be repeated and be judged anywhere. */
export interface Order {
  /** Made by the caller: a UUID version 7, unique in the community. The exchange gets the same id. */
  readonly id: string;
  readonly communityId: string;
  /** Who asks: a random id, never a name. */
  readonly actorId: string;
  readonly exchange: ExchangeDraft;
  readonly transfers: readonly TransferDraft[];
  readonly guards: readonly Guard[];
  /** Accounts that must be as the caller saw them, or the order is refused and may be asked anew. */
  readonly expects?: readonly Expectation[];
}

/** An account as it was seen: its last entry, and what was on hold to go out. */
export interface Expectation {
  readonly accountId: string;
  readonly seq: bigint;
  readonly held: Amount;
}

/** At most this many transfers in one exchange. */
export const transfersMax = 1000;

/** What a guarded row answered: its state, or the reason it stands in the way. */
export type GuardState = { readonly state: string } | { readonly refusal: StateRefusal };
