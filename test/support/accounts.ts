import type { Account } from '../../src/ledger/account.js';

/** An account of the pure rules, empty unless said otherwise. */
export function anAccountOf(parts: Partial<Account> = {}): Account {
  return {
    communityId: 'rabot',
    id: 'ADA',
    currency: 'UUR',
    kind: 'member',
    partyId: null,
    partyKind: 'person',
    floor: null,
    ceiling: null,
    debitsPosted: 0n,
    creditsPosted: 0n,
    debitsPending: 0n,
    creditsPending: 0n,
    debitsResolved: 0n,
    creditsResolved: 0n,
    lastSeq: 0n,
    day: '',
    dayDebits: 0n,
    dayCredits: 0n,
    lastBookedAt: 0,
    lastOwnAt: 0,
    closedAt: null,
    ...parts,
  };
}
