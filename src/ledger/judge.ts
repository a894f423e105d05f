import { heldOut } from './account.js';
import { amountMax } from './amount.js';
import type { Books, Hold, Moment } from './books.js';
import { transfersMax, type Order, type TransferDraft } from './order.js';
import { refused, type Refusal, type RefusalCode } from './refusals.js';

/** What concerns the order as a whole and can never become right by asking again. */
export function judgeOrder(order: Order, books: Books, moment: Moment): Refusal | undefined {
  if (order.transfers.length > transfersMax) return refused('too_many_transfers');
  if (order.exchange.factDate > moment.today) return refused('fact_date_in_future');
  const { reverses } = order.exchange;
  if (reverses !== null && !books.exchangeExists(reverses)) return refused('no_such_exchange');
  return undefined;
}

/** What concerns one transfer as it was asked. */
export function judgeInput(transfer: TransferDraft, books: Books): RefusalCode | undefined {
  if (transfer.endsHold !== null) {
    const hold = books.hold(transfer.endsHold);
    if (hold === undefined || !isAbout(hold, transfer)) return 'no_such_hold';
  }
  const debit = books.account(transfer.debitId);
  const credit = books.account(transfer.creditId);
  if (debit === undefined || credit === undefined) return 'no_such_account';
  if (debit === credit) return 'accounts_must_be_different';
  if (debit.currency !== transfer.currency || credit.currency !== transfer.currency)
    return 'currencies_must_match';
  const least = transfer.endsHold === null ? 1n : 0n;
  if (transfer.amount < least) return 'amount_must_be_positive';
  if (transfer.amount > amountMax) return 'amount_too_large';
  return undefined;
}

function isAbout(hold: Hold, transfer: TransferDraft): boolean {
  const sides = hold.debitId === transfer.debitId && hold.creditId === transfer.creditId;
  return sides && hold.currency === transfer.currency && hold.programme === transfer.programme;
}

/** What the books and the guarded rows are like at this moment. */
export function judgeState(order: Order, books: Books): Refusal | undefined {
  for (const { accountId, seq, held } of order.expects ?? []) {
    const account = books.account(accountId);
    if (account === undefined || account.lastSeq !== seq || heldOut(account) !== held)
      return refused('account_changed');
  }
  const { reverses } = order.exchange;
  if (reverses !== null && books.isReversed(reverses)) return refused('exchange_already_reversed');
  for (const guard of order.guards) {
    const found = books.guard(guard.kind, guard.key);
    if (found === undefined) return refused('code_unknown');
    if ('refusal' in found) return refused(found.refusal);
    if (found.state !== guard.expect) return refused('code_already_used');
  }
  return undefined;
}

/** The first transfer that does not pass. */
export function firstRefusal(
  transfers: readonly TransferDraft[],
  judge: (transfer: TransferDraft) => RefusalCode | undefined,
): Refusal | undefined {
  for (const [index, transfer] of transfers.entries()) {
    const code = judge(transfer);
    if (code !== undefined) return refused(code, index);
  }
  return undefined;
}
