import { plainExchange, plainMove } from '../books/plain.js';
import type { Amount } from '../ledger/amount.js';
import type { ExchangeKind, Mode, Order } from '../ledger/order.js';
import { commandLine } from './opening.js';

/** One amount that the command line moves. */
export interface Booking {
  readonly id: string;
  readonly communityId: string;
  readonly kind: ExchangeKind;
  readonly mode?: Mode;
  /** YYYY-MM-DD */
  readonly factDate: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: Amount;
  /** The programme it is of, as a code; left out for none. */
  readonly programme?: string | null;
}

/** The order for it, with nothing else said. */
export function bookingOf({
  id,
  communityId,
  kind,
  mode,
  factDate,
  from,
  to,
  currency,
  amount,
  programme = null,
}: Booking): Order {
  const transfer = { debitId: from, creditId: to, currency, amount, programme };
  return {
    id,
    communityId,
    actorId: commandLine.id,
    exchange: plainExchange(kind, mode ?? 'redistribution', factDate),
    transfers: [plainMove(transfer)],
    guards: [],
  };
}
