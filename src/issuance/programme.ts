import type { Where } from '../access/actor.js';
import type { Language } from '../languages/languages.js';
import type { Amount } from '../ledger/amount.js';

/** What a programme can give (S12). */
export const gifts = ['currency', 'vouchers', 'hours', 'space', 'insurance'] as const;
export type Gift = (typeof gifts)[number];

/** Where the value of vouchers that nobody used goes; `never` when they stay good. */
export const expiryEnds = ['pot', 'programme', 'never'] as const;
export type ExpiryEnd = (typeof expiryEnds)[number];

/** Who may read the sheet: the community, or everybody. Persons are on none (S46, U75). */
export const visibilities = ['community', 'public'] as const;
export type Visibility = (typeof visibilities)[number];

/** The part of a budget that is free of purposes (S13). */
export const freePurpose = 'free';

/** A broad purpose. What is given for it lies on accounts of its own and cannot be overspent (U50). */
export interface Purpose {
  /** 1 to 20 small letters, digits and hyphens. */
  readonly code: string;
  /** 1 to 60 characters. */
  readonly name: string;
  /** Its part of the budget, in smallest units. */
  readonly budget: Amount;
}

/** What a programme says, all of it data; each change is a dated version (U58). Without targets it is complete (S14). */
export interface ProgrammeTerms {
  readonly name: string;
  /** The council's decision, as a reference. */
  readonly decision: string;
  readonly decisionUri: string | null;
  /** The key of the budget in the accounts of the institution, and the action in its multi-year plan. */
  readonly budgetKey: string | null;
  readonly planAction: string | null;
  /** Institutions that give together, the owner first (S94). */
  readonly issuers: readonly string[];
  /** Smallest units. The parts of the purposes count in it; what is left is the free share. */
  readonly budget: Amount;
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly until: string;
  readonly purposes: readonly Purpose[];
  readonly gives: readonly Gift[];
  /** Whether it takes the place of a right or of a paid service, and a note to it (S15). */
  readonly replacesRight: boolean;
  readonly replacesNote: string | null;
  /** The parties that may receive; null for every group and partner of the community. */
  readonly recipients: readonly string[] | null;
  /** How it is earned and what it is good for, in plain words, one rule a line. */
  readonly earnRules: readonly string[];
  readonly spendRules: readonly string[];
  /** The most of one issue, and of all issues to one party; null for none. */
  readonly perIssue: Amount | null;
  readonly perParty: Amount | null;
  /** So many days a promise stands before it is free in the budget again. */
  readonly promiseDays: number;
  readonly expiry: ExpiryEnd;
  /** Days between the last day of a voucher and its expiry, after the reminder. */
  readonly graceDays: number;
  readonly visibility: Visibility;
  /** In which languages sheets and letters are, the official one first (U19). */
  readonly languages: readonly Language[];
}

export const versionStates = ['proposed', 'approved', 'refused'] as const;
export type VersionState = (typeof versionStates)[number];

export interface ProgrammeVersion {
  readonly version: number;
  readonly terms: ProgrammeTerms;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly state: VersionState;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
}

export interface Programme {
  readonly communityId: string;
  /** 2 to 40 small letters, digits and hyphens; the code that transfers carry. */
  readonly code: string;
  /** The institution whose it is. */
  readonly ownerId: string;
  readonly currency: string;
  readonly madeAt: number;
  readonly closedAt: number | null;
  /** The version in force; null before the first is approved. */
  readonly current: ProgrammeVersion | null;
  /** A version that waits for its approval; null for none. */
  readonly waiting: ProgrammeVersion | null;
}

export const programmeStates = ['proposed', 'planned', 'open', 'over', 'closed', 'refused'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

/** @param today YYYY-MM-DD in the community's time zone */
export function stateOfProgramme({ current, waiting, closedAt }: Programme, today: string): ProgrammeState {
  if (closedAt !== null) return 'closed';
  if (current === null) return waiting === null ? 'refused' : 'proposed';
  if (today < current.terms.from) return 'planned';
  return today > current.terms.until ? 'over' : 'open';
}

/** The parts of the budget by purpose, the free share last when there is any. */
export function partsOf(terms: Pick<ProgrammeTerms, 'budget' | 'purposes'>): Map<string, Amount> {
  const parts = new Map(terms.purposes.map(({ code, budget }) => [code, budget]));
  const named = terms.purposes.reduce((sum, { budget }) => sum + budget, 0n);
  if (terms.budget > named) parts.set(freePurpose, terms.budget - named);
  return parts;
}

export type TermsTrouble = 'period_wrong' | 'purposes_over_budget' | 'purpose_twice' | 'limit_over_budget';

/** What is wrong with terms as a whole; null when nothing is. */
export function termsTrouble(terms: ProgrammeTerms): TermsTrouble | null {
  if (terms.until < terms.from) return 'period_wrong';
  const codes = terms.purposes.map(({ code }) => code);
  if (new Set(codes).size < codes.length || codes.includes(freePurpose)) return 'purpose_twice';
  if (terms.purposes.reduce((sum, { budget }) => sum + budget, 0n) > terms.budget)
    return 'purposes_over_budget';
  const limits = [terms.perIssue, terms.perParty].filter((limit) => limit !== null);
  return limits.some((limit) => limit > terms.budget) ? 'limit_over_budget' : null;
}

/** The four things a recipe asks; the rest has defaults that hold nobody back. */
export type AskedTerms = Pick<
  ProgrammeTerms,
  'name' | 'decision' | 'budget' | 'from' | 'until' | 'recipients'
> &
  Partial<ProgrammeTerms>;

/** @param ownerId the institution whose programme it is */
export function termsFrom(asked: AskedTerms, ownerId: string): ProgrammeTerms {
  const others = (asked.issuers ?? []).filter((id) => id !== ownerId);
  return {
    decisionUri: null,
    budgetKey: null,
    planAction: null,
    purposes: [],
    gives: ['currency', 'vouchers'],
    replacesRight: false,
    replacesNote: null,
    earnRules: [],
    spendRules: [],
    perIssue: null,
    perParty: null,
    promiseDays: 90,
    expiry: 'never',
    graceDays: 30,
    visibility: 'community',
    languages: ['nl'],
    ...asked,
    issuers: [ownerId, ...others],
  };
}

/** Where acts on a programme take place, for `may`: at the institution whose it is. */
export function whereOfOwner({ communityId, ownerId }: Pick<Programme, 'communityId' | 'ownerId'>): Where {
  return { communityId, partyId: ownerId, partyKind: 'institution' };
}
