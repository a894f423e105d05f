import type { Amount } from '../ledger/amount.js';
import type { GuardState } from '../ledger/order.js';

/** Whom an issue is for: a group, a partner, a batch of vouchers, or the fund that pays what was taken in good faith. */
export const issueTargets = ['group', 'partner', 'vouchers', 'risk'] as const;
export type IssueTarget = (typeof issueTargets)[number];

export const keptIssueStates = ['proposed', 'refused', 'promised', 'received', 'withdrawn'] as const;
export type KeptIssueState = (typeof keptIssueStates)[number];
/** `lapsed`: promised, and nobody said in time that it came. */
export type IssueState = KeptIssueState | 'lapsed';

/** One issue under a programme: made by one, approved by another, and counted when who receives it says so (S28). */
export interface Issue {
  readonly communityId: string;
  /** UUID version 7, made by who asks; the order that promises it has the same id. */
  readonly id: string;
  readonly programme: string;
  readonly purpose: string;
  readonly target: IssueTarget;
  /** Who receives; null for vouchers and risk. */
  readonly partyId: string | null;
  /** Where it goes; known when it is approved. */
  readonly accountId: string | null;
  readonly batchId: string | null;
  readonly amount: Amount;
  readonly repeatId: string | null;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly kept: KeptIssueState;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  /** Where it comes from; known when it is approved. */
  readonly fromId: string | null;
  /** Milliseconds since 1970; from then on the promise is over. */
  readonly promisedUntil: number | null;
  readonly endedBy: string | null;
  readonly endedAt: number | null;
}

export function stateOfIssue(
  { kept, promisedUntil }: Pick<Issue, 'kept' | 'promisedUntil'>,
  now: number,
): IssueState {
  return kept === 'promised' && promisedUntil !== null && promisedUntil <= now ? 'lapsed' : kept;
}

/** The name under which the books lock issues. */
export const issueGuard = 'issue';

/** What the books are told of an issue that an order names. */
export function guardOfIssue(kept: KeptIssueState): GuardState {
  return kept === 'proposed' || kept === 'promised' ? { state: kept } : { refusal: 'issue_decided' };
}

/** The state an issue goes to, with who made it so: `promised PERSON ACCOUNT_FROM ACCOUNT_TO UNTIL`. */
export interface IssueStep {
  readonly state: 'promised' | 'received' | 'withdrawn';
  readonly by: string;
  readonly fromId: string;
  readonly accountId: string;
  readonly until: number;
}

export function writeStep({ state, by, fromId, accountId, until }: IssueStep): string {
  return [state, by, fromId, accountId, String(until)].join(' ');
}

export function readStep(next: string): IssueStep {
  const [state, by, fromId, accountId, until] = next.split(' ') as [string, string, string, string, string];
  return { state: state as IssueStep['state'], by, fromId, accountId, until: Number(until) };
}
