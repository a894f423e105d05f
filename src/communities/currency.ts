import { balance, heldIn, heldOut, type Account, type AccountKind } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Language } from '../languages/languages.js';

export const currencyKinds = ['time', 'points'] as const;
export type CurrencyKind = (typeof currencyKinds)[number];

/** What a currency's unit is called, for one and for several. */
export interface UnitName {
  readonly one: string;
  readonly many: string;
}

/**
 * When to say, before the hard limit, that it comes near: within a share of the whole room between floor and ceiling,
 * or within amounts. Null is never.
 */
export type SoftWarning =
  | { readonly kind: 'share'; readonly percent: number }
  | { readonly kind: 'amounts'; readonly nearFloor: Amount; readonly nearCeiling: Amount };

/** Slow shrinking of what lies idle. Null is none. Runs, previews and rounding are upkeep's. */
export interface DemurrageRule {
  /** Millionths of the balance that go each period: 1 to 1,000,000. */
  readonly ratePpm: number;
  readonly period: 'month' | 'quarter' | 'year';
  /** YYYY-MM, the first month that shrinks. */
  readonly from: string;
  /** Balances up to this do not shrink. */
  readonly exempt: Amount;
  readonly to: 'pot' | 'demurrage';
}

/** What happens to an account without own movement, after a recorded reminder (S23). Null is nothing. */
export interface ExpiryRule {
  /** Months without own movement: 1 to 120. */
  readonly months: number;
  /** Days between the reminder and the expiry: 14 to 366. */
  readonly graceDays: number;
  readonly to: 'pot' | 'expired';
}

/** The part of a currency that may change at any time. */
export interface CurrencyTerms {
  /** By language; the community's first language is always there. */
  readonly names: Readonly<Partial<Record<Language, UnitName>>>;
  /** What it is shown by on the pages. */
  readonly token: 'hour' | 'coin';
  /** The smallest step that the pages offer, in smallest units. */
  readonly step: Amount;
  readonly memberFloor: Amount | null;
  readonly memberCeiling: Amount | null;
  readonly groupFloor: Amount | null;
  readonly groupCeiling: Amount | null;
  /** What a new member starts with, issued; 0 for nothing. */
  readonly startAmount: Amount;
  readonly perPayment: Amount | null;
  readonly perDay: Amount | null;
  readonly perAcceptorDay: Amount | null;
  readonly softWarning: SoftWarning | null;
  readonly demurrage: DemurrageRule | null;
  readonly expiry: ExpiryRule | null;
}

/** A currency as a community uses it. */
export interface CurrencyProfile extends CurrencyTerms {
  readonly communityId: string;
  /** 2 to 8 capitals and digits. */
  readonly code: string;
  readonly kind: CurrencyKind;
  /** Decimals, 0 to 6; never changes. */
  readonly scale: number;
  /** Counts the changes, so that a preview can tell that it is stale. */
  readonly version: number;
}

/** Accounts of the community's own, one of each kind in every currency. */
export const communityAccountKinds = [
  'issuance',
  'vouchers_outstanding',
  'demurrage',
  'expired',
  'settlement',
  'pot',
] as const satisfies readonly AccountKind[];
export type CommunityAccountKind = (typeof communityAccountKinds)[number];

export interface Bounds {
  readonly floor: Amount | null;
  readonly ceiling: Amount | null;
}

/** How low and how high a new account may go. */
export function boundsFor(kind: AccountKind, profile: CurrencyTerms): Bounds {
  switch (kind) {
    case 'member':
    case 'household':
      return { floor: profile.memberFloor, ceiling: profile.memberCeiling };
    case 'group':
    case 'partner':
      return { floor: profile.groupFloor, ceiling: profile.groupCeiling };
    case 'issuance':
      return { floor: null, ceiling: 0n };
    default:
      return { floor: 0n, ceiling: null };
  }
}

export type Warning = 'none' | 'near_floor' | 'near_ceiling';

/**
 * Whether an account comes near its own floor or ceiling, what is on hold counted as if it had gone. Where both are
 * near, the nearer one is told, and of equals the floor, because it is the one that stops giving.
 * With a share, an account without floor or without ceiling has no room to take a share of: it is never warned.
 */
export function warning(account: Account, profile: Pick<CurrencyTerms, 'softWarning'>): Warning {
  const { softWarning: rule } = profile;
  if (rule === null) return 'none';
  const { floor, ceiling } = account;
  const down = floor === null ? null : balance(account) - heldOut(account) - floor;
  const up = ceiling === null ? null : ceiling - balance(account) - heldIn(account);
  const low = down !== null && isNear(down, rule, 'nearFloor', account);
  const high = up !== null && isNear(up, rule, 'nearCeiling', account);
  if (low && high) return up < down ? 'near_ceiling' : 'near_floor';
  return low ? 'near_floor' : high ? 'near_ceiling' : 'none';
}

function isNear(
  left: Amount,
  rule: SoftWarning,
  side: 'nearFloor' | 'nearCeiling',
  { floor, ceiling }: Bounds,
): boolean {
  if (rule.kind === 'amounts') return left <= rule[side];
  return floor !== null && ceiling !== null && left * 100n <= (ceiling - floor) * BigInt(rule.percent);
}

export type TermsTrouble = 'floor_above_ceiling' | 'start_over_ceiling' | 'names_missing' | 'step_too_large';

/**
 * What is wrong with terms as a whole; null when nothing is.
 * @param language the community's first, in which the unit must have a name
 */
export function termsTrouble(terms: CurrencyTerms, language: Language): TermsTrouble | null {
  const { memberFloor, memberCeiling, groupFloor, groupCeiling, startAmount, perPayment, step } = terms;
  if (isAbove(memberFloor, memberCeiling) || isAbove(groupFloor, groupCeiling)) return 'floor_above_ceiling';
  // An account starts at zero, so zero has to lie within its bounds.
  if (isAbove(memberFloor, 0n) || isAbove(0n, memberCeiling)) return 'floor_above_ceiling';
  if (isAbove(groupFloor, 0n) || isAbove(0n, groupCeiling)) return 'floor_above_ceiling';
  if (isAbove(startAmount, memberCeiling)) return 'start_over_ceiling';
  if (isAbove(step, perPayment) || isAbove(step, memberCeiling)) return 'step_too_large';
  return terms.names[language] === undefined ? 'names_missing' : null;
}

function isAbove(amount: Amount | null, limit: Amount | null): boolean {
  return amount !== null && limit !== null && amount > limit;
}
