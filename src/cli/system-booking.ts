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
}: Booking): Order {
  const unsaid = { subject: null, minutes: null, labour: null, reason: null, conditionDate: null };
  const nobody = { giverId: null, takerId: null, reverses: null, helperId: null };
  const transfer = { debitId: from, creditId: to, currency, amount };
  return {
    id,
    communityId,
    actorId: commandLine.id,
    exchange: { kind, mode: mode ?? 'redistribution', condition: 'none', factDate, ...unsaid, ...nobody },
    transfers: [{ ...transfer, programme: null, holdUntil: null, endsHold: null }],
    guards: [],
  };
}
