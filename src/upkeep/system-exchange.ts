import type { ExchangeDraft, ExchangeKind, Order, TransferDraft } from '../ledger/order.js';

/** An exchange that a rule of the community makes, between its own accounts and a holder's. */
export function systemExchange(kind: ExchangeKind, factDate: string): ExchangeDraft {
  return {
    kind,
    mode: 'redistribution',
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

type Plain = Pick<TransferDraft, 'debitId' | 'creditId' | 'currency' | 'amount'>;

/** An order with one plain transfer. */
export function systemOrder(
  order: Pick<Order, 'id' | 'communityId' | 'actorId' | 'expects'>,
  exchange: ExchangeDraft,
  transfer: Plain & Partial<TransferDraft>,
): Order {
  const plain = { programme: null, holdUntil: null, endsHold: null };
  return { ...order, exchange, transfers: [{ ...plain, ...transfer }], guards: [] };
}
