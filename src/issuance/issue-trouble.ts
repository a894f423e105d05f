import { personalKinds } from '../communities/party.js';
import type { Amount } from '../ledger/amount.js';
import type { IssueTarget } from './issue.js';
import { partsOf, stateOfProgramme, type Programme } from './programme.js';

export type IssueTrouble =
  | ('programme_not_open' | 'no_such_purpose' | 'no_such_party' | 'issue_not_to_persons')
  | ('not_a_recipient' | 'over_issue_limit' | 'over_party_limit' | 'party_closed');

/** What is known of who receives, or that nobody has that id. */
export type Receiver = { readonly id: string; readonly kind: string; readonly closedAt: number | null };

interface Asked {
  readonly target?: Extract<IssueTarget, 'vouchers' | 'risk'>;
  readonly amount: Amount;
}

/**
 * What stands in the way of one issue; null when nothing does. Whether the budget is enough is judged on approval.
 * @param party null for vouchers and the risk fund
 */
export function troubleWith(
  programme: Programme,
  today: string,
  wish: Asked,
  purpose: string | undefined,
  party: Receiver | 'unknown' | null,
): IssueTrouble | null {
  const state = stateOfProgramme(programme, today);
  if (programme.current === null || (state !== 'open' && state !== 'planned')) return 'programme_not_open';
  const { terms } = programme.current;
  if (purpose === undefined || !partsOf(terms).has(purpose)) return 'no_such_purpose';
  if (party === 'unknown' || (party === null && wish.target === undefined)) return 'no_such_party';
  if (party !== null && personalKinds.has(party.kind)) return 'issue_not_to_persons';
  if (party !== null && party.closedAt !== null) return 'party_closed';
  if (party !== null && terms.recipients !== null && !terms.recipients.includes(party.id))
    return 'not_a_recipient';
  if (terms.perIssue !== null && wish.amount > terms.perIssue) return 'over_issue_limit';
  if (party !== null && terms.perParty !== null && wish.amount > terms.perParty) return 'over_party_limit';
  return null;
}

/** What an issue to a party is called. */
export function targetOf({ kind }: Pick<Receiver, 'kind'>): 'group' | 'partner' {
  return kind === 'initiative' ? 'group' : 'partner';
}
