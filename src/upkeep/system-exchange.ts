import { plainExchange, plainMove } from '../books/plain.js';
import type { ExchangeDraft, ExchangeKind, Order, TransferDraft } from '../ledger/order.js';

/** An exchange that a rule of the community makes, between its own accounts and a holder's. */
export function systemExchange(kind: ExchangeKind, factDate: string): ExchangeDraft {
  return plainExchange(kind, 'redistribution', factDate);
}

type Plain = Pick<TransferDraft, 'debitId' | 'creditId' | 'currency' | 'amount'>;

/** An order with one plain transfer. */
export function systemOrder(
  order: Pick<Order, 'id' | 'communityId' | 'actorId' | 'expects'>,
  exchange: ExchangeDraft,
  transfer: Plain & Partial<TransferDraft>,
): Order {
  return { ...order, exchange, transfers: [plainMove(transfer)], guards: [] };
}
