import type { Amount } from './amount.js';

/** What an account is for. Persons, households and groups hold; the rest are the books' own. */
export const accountKinds = [
  'member',
  'household',
  'group',
  'purpose',
  'pot',
  'risk',
  'partner',
  'issuance',
  'programme_budget',
  'vouchers_outstanding',
  'demurrage',
  'expired',
  'settlement',
] as const;
export type AccountKind = (typeof accountKinds)[number];

/** Kinds that are nobody's purse; their floors and ceilings are the community's, not a person's. */
export const systemKinds: ReadonlySet<AccountKind> = new Set([
  'issuance',
  'programme_budget',
  'vouchers_outstanding',
  'demurrage',
  'expired',
  'settlement',
]);

/** An account as the books keep it. Counters only rise; the balance follows from them. */
export interface Account {
  readonly communityId: string;
  readonly id: string;
  readonly currency: string;
  readonly kind: AccountKind;
  /** Whose it is: a random party id, or null for the community's own accounts. */
  readonly partyId: string | null;
  /** What kind of party that is, as a code that summaries are cut by; empty for the community's own accounts. */
  readonly partyKind: string;
  /** Lowest balance allowed, null for none. Counts what is on hold. */
  readonly floor: Amount | null;
  /** Highest balance allowed, null for none. Counts what is on hold for it. */
  readonly ceiling: Amount | null;
  readonly debitsPosted: Amount;
  readonly creditsPosted: Amount;
  /** Everything ever put on hold, and everything of it that was posted, released or expired. */
  readonly debitsPending: Amount;
  readonly creditsPending: Amount;
  readonly debitsResolved: Amount;
  readonly creditsResolved: Amount;
  /** Entries so far; the next one gets this plus one. */
  readonly lastSeq: bigint;
  /** The day (community's time zone) that the two sums below are of. */
  readonly day: string;
  readonly dayDebits: Amount;
  readonly dayCredits: Amount;
  /** Milliseconds since 1970 of the last booking, 0 before the first. */
  readonly lastBookedAt: number;
  /** The last booking that was the holder's own doing; what expires is judged by it (S23). */
  readonly lastOwnAt: number;
  readonly closedAt: number | null;
}

/** What has been received minus what has been given. */
export function balance(account: Account): Amount {
  return account.creditsPosted - account.debitsPosted;
}

/** On hold to go out. */
export function heldOut(account: Account): Amount {
  return account.debitsPending - account.debitsResolved;
}

/** On hold to come in. */
export function heldIn(account: Account): Amount {
  return account.creditsPending - account.creditsResolved;
}

/** What the holder may still give away now: balance less what is on hold, down to the floor; null without a floor. */
export function spendable(account: Account): Amount | null {
  return account.floor === null ? null : balance(account) - heldOut(account) - account.floor;
}
