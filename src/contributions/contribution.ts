import type { PartyKind } from '../communities/party.js';
import { subjects, type Condition, type Mode, type Subject } from '../ledger/order.js';

/** What may be brought (S04, S26): a thing, knowledge, help, a space, or coins. */
export const things = [...subjects, 'coin'] as const;
export type Thing = Subject | 'coin';

export const contributionStates = ['promised', 'given', 'returned', 'ended', 'refused'] as const;
export type ContributionState = (typeof contributionStates)[number];

export const sides = ['giver', 'taker'] as const;
export type Side = (typeof sides)[number];

/** Who said yes for a side, and when (milliseconds since 1970). */
export interface Yes {
  readonly by: string;
  readonly at: number;
}

/** What one party brings to another, and under which condition (S03, U44). */
export interface Contribution {
  readonly communityId: string;
  /** UUID version 7, so that the newest has the highest. */
  readonly id: string;
  readonly giverId: string;
  readonly takerId: string;
  readonly mode: Mode;
  readonly thing: Thing;
  /** In one's own words, 1 to 80 characters; null for what needs none, and once the words were taken away. */
  readonly title: string | null;
  /** YYYY-MM-DD. */
  readonly fromDay: string;
  /** YYYY-MM-DD, inclusive; null for no end. */
  readonly untilDay: string | null;
  readonly condition: Condition;
  /** With the condition return_by: YYYY-MM-DD. */
  readonly conditionDay: string | null;
  /** The code of the programme that it is under. */
  readonly programme: string | null;
  /** The exchange by which the books know it already. */
  readonly exchangeId: string | null;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly yes: { readonly giver: Yes | null; readonly taker: Yes | null };
  readonly state: ContributionState;
  /** The last change of the state. */
  readonly changed: Yes | null;
}

/** What may become of a contribution. */
export type Step = 'agree' | 'refuse' | 'given' | 'returned' | 'end';

export type StepCode =
  | 'condition_not_seen'
  | 'contribution_agreed'
  | 'contribution_not_agreed'
  | 'contribution_not_given'
  | 'contribution_not_lent'
  | 'contribution_other_side'
  | 'contribution_over';

/** Who takes a step. */
export interface Stepper {
  readonly actorId: string;
  /** The sides that they may speak for; at least one. */
  readonly sides: ReadonlySet<Side>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether the condition was shown or read aloud to who says yes (S03). */
  readonly conditionSeen?: boolean | undefined;
}

/** Both sides said yes: before that it counts for nothing and nobody else sees it. */
export function isAgreed({ yes }: Pick<Contribution, 'yes'>): boolean {
  return yes.giver !== null && yes.taker !== null;
}

/** Whether it is over for good. */
export function isOver({ state }: Pick<Contribution, 'state'>): boolean {
  return state === 'ended' || state === 'refused';
}

export function comesBack(condition: Condition): boolean {
  return condition === 'return' || condition === 'return_by';
}

/**
 * A contribution after a step, or the reason why not. A step taken already changes nothing.
 * Who receives says that it came (S28), who gave says that it is back, and only who gave may let go of what was to
 * come back.
 */
export function stepped(contribution: Contribution, step: Step, who: Stepper): Contribution | StepCode {
  if (step === 'agree') return agreed(contribution, who);
  if (step === 'refuse') return refusedOne(contribution, who);
  const { state } = contribution;
  if (state === next[step]) return contribution;
  if (isOver(contribution)) return 'contribution_over';
  if (!isAgreed(contribution)) return 'contribution_not_agreed';
  if (step === 'given') {
    if (!who.sides.has('taker')) return 'contribution_other_side';
    return state === 'promised' ? inState(contribution, 'given', who) : contribution;
  }
  if (step === 'returned') {
    if (!comesBack(contribution.condition)) return 'contribution_not_lent';
    if (!who.sides.has('giver')) return 'contribution_other_side';
    return state === 'given' ? inState(contribution, 'returned', who) : 'contribution_not_given';
  }
  const isOut = state === 'given' && comesBack(contribution.condition);
  if (isOut && !who.sides.has('giver')) return 'contribution_other_side';
  return inState(contribution, 'ended', who);
}

const next = { given: 'given', returned: 'returned', end: 'ended' } as const;

/** What the page asks of whoever speaks for these sides: a yes or no, that it came, or that it is back. */
export function askedSteps(contribution: Contribution, mine: ReadonlySet<Side>): Step[] {
  const { state, yes, condition } = contribution;
  if (state === 'promised' && !isAgreed(contribution)) {
    return sides.some((side) => mine.has(side) && yes[side] === null) ? ['refuse', 'agree'] : [];
  }
  if (state === 'promised') return mine.has('taker') ? ['given'] : [];
  return state === 'given' && comesBack(condition) && mine.has('giver') ? ['returned'] : [];
}

function agreed(contribution: Contribution, who: Stepper): Contribution | StepCode {
  if (isOver(contribution)) return 'contribution_over';
  const open = sides.filter((side) => who.sides.has(side) && contribution.yes[side] === null);
  if (open.length === 0) return contribution;
  const needsEyes = open.includes('taker') && contribution.condition !== 'none';
  if (needsEyes && who.conditionSeen !== true) return 'condition_not_seen';
  const yes = { by: who.actorId, at: who.now };
  const both = { ...contribution.yes, ...Object.fromEntries(open.map((side) => [side, yes])) };
  const said = { ...contribution, yes: both };
  // What the books know already has been given; the second yes says that it was meant as this.
  return isAgreed(said) && said.exchangeId !== null ? inState(said, 'given', who) : said;
}

function refusedOne(contribution: Contribution, who: Stepper): Contribution | StepCode {
  if (contribution.state === 'refused') return contribution;
  if (isOver(contribution)) return 'contribution_over';
  return isAgreed(contribution) ? 'contribution_agreed' : inState(contribution, 'refused', who);
}

function inState(contribution: Contribution, state: ContributionState, who: Stepper): Contribution {
  return { ...contribution, state, changed: { by: who.actorId, at: who.now } };
}

/** How many of what a party has now come from one giver, and how many of those under a condition. */
export interface GiverShare {
  readonly giverId: string;
  readonly count: number;
  readonly conditional: number;
}

/** One giver sets conditions on more than a third of what a party has (U44). */
export interface ConditionWarning {
  readonly giverId: string;
  readonly conditional: number;
  /** Of so many in all. */
  readonly all: number;
}

/**
 * Givers whose conditions weigh too much. Contributions are counted, not weighed: a room and a coin have no common
 * measure, and what is brought in kind shall not seem less than coin.
 */
export function conditionWarnings(shares: readonly GiverShare[]): ConditionWarning[] {
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  return shares
    .filter(({ conditional }) => conditional * 3 > all)
    .map(({ giverId, conditional }) => ({ giverId, conditional, all }));
}

/** Sums are told from so many on (5C). */
export const leastTold = 5;

const civilKinds: ReadonlySet<PartyKind> = new Set<PartyKind>(['local_government', 'ocmw']);

/** The government sees no persons, also where it is a party itself (U75). */
export function isCity(kind: PartyKind): boolean {
  return civilKinds.has(kind);
}
