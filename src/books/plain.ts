import type { ExchangeDraft, ExchangeKind, Mode, TransferDraft } from '../ledger/order.js';

/** An exchange of a kind with nothing else said about it. @param factDate YYYY-MM-DD */
export function plainExchange(kind: ExchangeKind, mode: Mode, factDate: string): ExchangeDraft {
  return {
    kind,
    mode,
    subject: null,
    minutes: null,
    labour: null,
    reason: null,
    condition: 'none',
    conditionDate: null,
    giverId: null,
    takerId: null,
    factDate,
    reverses: null,
    helperId: null,
  };
}

/** One transfer that moves at once, under no programme unless it says so. */
export function plainMove(
  move: Pick<TransferDraft, 'debitId' | 'creditId' | 'currency' | 'amount'> & Partial<TransferDraft>,
): TransferDraft {
  return { programme: null, holdUntil: null, endsHold: null, ...move };
}
