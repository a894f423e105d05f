import type { Row, Table } from '../database/sql.js';
import type { Refusal } from '../ledger/refusals.js';
import type { Order } from '../ledger/order.js';

/** A row that another room wants written in the same commit (audit, outbox). */
export interface Append {
  readonly table: Table;
  readonly row: Row;
}

/** What a caller hands to the books: the order, and rows that are written only if it posts. */
export interface Request {
  readonly order: Order;
  readonly appends?: readonly Append[];
  /** A no is not kept: who asks may ask again under the same id when things have changed, such as a budget. */
  readonly asksAnew?: boolean;
}

/** The exchange is booked, now or by an earlier order with the same id. */
export interface Booked {
  readonly kind: 'posted';
  readonly exchangeId: string;
  readonly receiptToken: string;
  /** Milliseconds since 1970. */
  readonly bookedAt: number;
  /** Whether this is the answer to an earlier order with the same id and content. */
  readonly repeated: boolean;
}

export interface Declined extends Refusal {
  readonly repeated: boolean;
}

/** In a unit that books all or nothing, the others of a refused unit. */
export interface NotBooked {
  readonly kind: 'not_booked';
}

export type Answer = Booked | Declined;

/** Orders that are judged one after the other; `atomic` ones book all or none. */
export interface Unit {
  readonly requests: readonly Request[];
  readonly atomic: boolean;
}

/** Writing has stopped by name: the proof found a difference, or the clock was set back. */
export class BooksStoppedError extends Error {
  override readonly name = 'BooksStoppedError';

  constructor(
    readonly code: 'books_differ' | 'clock_set_back' | 'restored_unconfirmed',
    detail: string,
  ) {
    super(detail);
  }
}
