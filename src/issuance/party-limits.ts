import type { Tx } from '../database/sql.js';
import type { Guard, GuardState } from '../ledger/order.js';
import type { Issue } from './issue.js';
import { sumTo } from './issues.store.js';
import type { Programme } from './programme.js';
import { findProgramme } from './programmes.store.js';

/** The name under which the books count what a party is promised under a programme. */
export const partyGuard = 'programme_party';

/** The guards by which the most of all issues to one party holds, however many are approved at once. */
export function guardsOfParty(issue: Pick<Issue, 'programme' | 'partyId' | 'amount' | 'id'>): Guard[] {
  const { programme, partyId, amount, id } = issue;
  if (partyId === null) return [];
  const key = [programme, partyId, String(amount), id].join(' ');
  return [{ kind: partyGuard, key, expect: 'within', next: 'counted' }];
}

/**
 * Judges in the commit itself which issues of a batch still fit together under the limit of their party. The programme
 * is kept from others, so that two processes count one after the other. An issue that is refused for another reason has
 * kept its place until the batch is over: a second one beside it may then be refused though it would have fit, never
 * the other way round.
 * @param keys sorted, so that programmes are locked in the order of their codes
 */
export async function lockParties(
  tx: Tx,
  communityId: string,
  keys: readonly string[],
  now: number,
): Promise<Map<string, GuardState>> {
  const states = new Map<string, GuardState>();
  const known = new Map<string, Programme>();
  const taken = new Map<string, bigint>();
  for (const key of keys) {
    const [code, partyId, amount] = key.split(' ') as [string, string, string];
    const programme = known.get(code) ?? (await findProgramme(tx, communityId, code, tx.forUpdate))!;
    known.set(code, programme);
    const most = programme.current?.terms.perParty ?? null;
    const sofar = taken.get(`${code} ${partyId}`) ?? (await sumTo(tx, { communityId, code, partyId }, now));
    const fits = most === null || sofar + BigInt(amount) <= most;
    if (fits) taken.set(`${code} ${partyId}`, sofar + BigInt(amount));
    states.set(key, fits ? { state: 'within' } : { refusal: 'over_party_limit' });
  }
  return states;
}
