import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';

/** A change of a guarded row that came with a posted order. */
export interface GuardChange {
  readonly communityId: string;
  readonly key: string;
  readonly next: string;
  /** The exchange that did it. */
  readonly exchangeId: string;
  readonly at: number;
}

/** How a room lets its rows be guarded. Both calls are set-wide and await only `tx`. */
export interface Claim {
  /** Locks the rows (in key order) and tells the state of each; a key that is not there is left out. */
  lock(tx: Tx, communityId: string, keys: readonly string[], now: number): Promise<Map<string, GuardState>>;
  /** Writes the new states. */
  advance(tx: Tx, changes: readonly GuardChange[]): Promise<void>;
}

/** The rooms' claims by guard kind. `books` knows no room above it: they register here. */
@Injectable()
export class Claims {
  private readonly byKind = new Map<string, Claim>();

  register(kind: string, claim: Claim): void {
    if (this.byKind.has(kind)) throw new Error(`guard kind ${kind} is registered twice`);
    this.byKind.set(kind, claim);
  }

  of(kind: string): Claim {
    const claim = this.byKind.get(kind);
    if (claim === undefined) throw new Error(`nobody registered the guard kind ${kind}`);
    return claim;
  }
}
