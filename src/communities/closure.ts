import { balance, heldIn, heldOut, type Account } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';

/** Where the coins of a party that stops go: the community's pot, or another party by its id. */
export type ClosureTarget = 'pot' | { readonly partyId: string };

/** What happens to one account when its party stops. */
export interface ClosureLine {
  readonly accountId: string;
  readonly currency: string;
  readonly kind: Account['kind'];
  /** What is left on it; below zero, the pot pays it off. */
  readonly balance: Amount;
  readonly toAccountId: string;
}

export interface ClosurePlan {
  readonly kind: 'plan';
  readonly lines: readonly ClosureLine[];
}

export type PlanTrouble = 'holds_open' | 'still_to_give' | 'no_account_for_it' | 'accounts_must_be_different';

/**
 * Works out where everything that a party holds goes. What is left comes first and what is owed last, so that a pot
 * can pay off what it has just been given. Nobody's debt is put on another who was not asked.
 * @param accounts those of the party that are open
 * @param targets the receiving account of each currency
 * @param takesOver whether the receiver has agreed to pay off what is owed
 */
export function planClosure(
  accounts: readonly Account[],
  targets: ReadonlyMap<string, Account>,
  takesOver: boolean,
): ClosurePlan | PlanTrouble {
  if (accounts.some((account) => heldOut(account) !== 0n || heldIn(account) !== 0n)) return 'holds_open';
  const lines: ClosureLine[] = [];
  for (const account of accounts) {
    const target = targets.get(account.currency);
    if (target === undefined) return 'no_account_for_it';
    if (target.id === account.id) return 'accounts_must_be_different';
    const { id: accountId, currency, kind } = account;
    lines.push({ accountId, currency, kind, balance: balance(account), toAccountId: target.id });
  }
  // Last, so that nobody learns of a debt by asking for what cannot be.
  if (!takesOver && lines.some((line) => line.balance < 0n)) return 'still_to_give';
  lines.sort((a, b) => (a.balance === b.balance ? 0 : a.balance > b.balance ? -1 : 1));
  return { kind: 'plan', lines };
}

/** Accounts that a party may be paid on; the others are set apart for something. */
export function isMainAccount({ kind, closedAt }: Account): boolean {
  const main: readonly Account['kind'][] = ['member', 'household', 'group', 'partner'];
  return closedAt === null && main.includes(kind);
}
