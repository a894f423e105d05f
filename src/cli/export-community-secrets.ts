import { randomBytes } from 'node:crypto';
import { cardPlace } from '../access/card-stock.service.js';
import { UnwrapError } from '../access/keys.js';
import type { Row } from '../database/sql.js';
import { tokenPlace } from '../payments/tokens.js';
import { checkPlace, seedPlace } from '../vouchers/voucher-codes.js';
import { webhookPlace } from '../webhooks/webhook-secrets.js';
import { personData } from './export-community-tables.js';

interface WrappedColumn {
  /** What the rooms wrap it for. */
  readonly place: (row: Row) => string;
  /** The room cannot do without one: in the place of a lost one comes a new one. */
  readonly isNeeded?: boolean;
}

/** What lies in the database under the master key, by table and column. */
const wrapped: Readonly<Record<string, Readonly<Record<string, WrappedColumn>>>> = {
  payment_codes: { sealed: { place: ({ code_id }) => tokenPlace(code_id as string) } },
  payment_requests: { sealed: { place: ({ request_id }) => tokenPlace(request_id as string) } },
  cards: { sealed: { place: ({ card_id }) => cardPlace(card_id as string) } },
  voucher_batches: {
    sealed_seed: { place: ({ batch_id }) => seedPlace(batch_id as string) },
    check_secret: { place: ({ batch_id }) => checkPlace(batch_id as string), isNeeded: true },
  },
  webhooks: {
    secret: {
      place: ({ community_id, webhook_id }) => webhookPlace(community_id as string, webhook_id as string),
      isNeeded: true,
    },
  },
};

/** The columns that leave opened, for whoever reads the folder. */
export const openedColumns: readonly string[] = Object.entries(wrapped).flatMap(([table, columns]) =>
  Object.keys(columns).map((column) => `${table}.${column}`),
);

/** Whether a column is opened on the way out and closed again on the way in. */
export function isOpened(table: string, column: string): boolean {
  return wrapped[table]?.[column] !== undefined || `${table}.${column}` === `${personData}.sealed`;
}

/** A row with its secrets opened; one that no key opens any more is null. */
export function opened(
  keys: { unwrap(wrapped: Uint8Array, place: string): Buffer },
  table: string,
  row: Row,
): { row: Row; lost: number } {
  let lost = 0;
  const found: Row = { ...row };
  for (const [column, { place }] of Object.entries(wrapped[table] ?? {})) {
    const kept = row[column];
    if (kept == null) continue;
    try {
      found[column] = keys.unwrap(kept as Buffer, place(row));
    } catch (error) {
      if (!(error instanceof UnwrapError)) throw error;
      found[column] = null;
      lost++;
    }
  }
  return { row: found, lost };
}

/** A row with its secrets under the keys of the server it comes to. */
export function closed(
  keys: { wrap(secret: Uint8Array, place: string): Buffer },
  table: string,
  row: Row,
): Row {
  const made: Row = { ...row };
  for (const [column, { place, isNeeded = false }] of Object.entries(wrapped[table] ?? {})) {
    const secret = row[column] ?? (isNeeded ? randomBytes(32) : null);
    made[column] = secret === null ? null : keys.wrap(secret as Buffer, place(row));
  }
  return made;
}
