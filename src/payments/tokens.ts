import { createHash } from 'node:crypto';
import { newToken, readToken } from '../database/ids.js';
import type { Keys } from '../access/keys.js';
import type { Row, Table, Tx } from '../database/sql.js';

/** How long the token in a QR code is: 80 random bits, 16 capitals and digits (5D). */
const bits = 80;

/**
 * The token of a code or request. By it the row is found, so only its SHA-256 is kept; so that its owner can print it
 * again, the token itself is kept too, encrypted under the server's key outside the database, as long as it works.
 */
export interface StoredToken {
  readonly hash: Buffer;
  readonly sealed: Buffer;
}

interface Sealer {
  wrap(secret: Uint8Array, place: string): Buffer;
  unwrap(wrapped: Uint8Array, place: string): Buffer;
}

export function newStoredToken(keys: Sealer, id: string): StoredToken & { token: string } {
  const token = newToken(bits);
  return { token, hash: hashOfToken(token), sealed: keys.wrap(Buffer.from(token), tokenPlace(id)) };
}

export function openSealed(keys: Sealer, id: string, sealed: Uint8Array): string {
  return keys.unwrap(sealed, tokenPlace(id)).toString();
}

/** What somebody scanned or typed, or undefined when it can be no token of ours. */
export function readCodeToken(text: string): string | undefined {
  if (text.length > 60) return undefined;
  const token = readToken(text);
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(token) ? token : undefined;
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What the QR code says, in capitals so that it stays small. @param publicUrl without a slash at the end */
export function codeUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/P/${token}`.toUpperCase();
}

/** Seals again what still works, under the next key. */
export async function rewrapTokens(
  tx: Tx,
  table: Table,
  idColumn: string,
  from: Keys,
  to: Keys,
): Promise<void> {
  let after = ['', ''];
  for (;;) {
    const rows = await tx.all(
      `select community_id, ${idColumn} as id, sealed from ${table.name}
        where state = 'open' and sealed is not null and (community_id > ? or (community_id = ? and ${idColumn} > ?))
        order by community_id, ${idColumn} limit 500`,
      [after[0]!, after[0]!, after[1]!],
    );
    if (rows.length === 0) return;
    await tx.update(
      table,
      ['community_id', idColumn],
      rows.map((row) => rewrapped(row, idColumn, from, to)),
    );
    const last = rows.at(-1)!;
    after = [last.community_id as string, last.id as string];
  }
}

function rewrapped(row: Row, idColumn: string, from: Keys, to: Keys): Row {
  const place = tokenPlace(row.id as string);
  const sealed = to.wrap(from.unwrap(row.sealed as Buffer, place), place);
  return { community_id: row.community_id!, [idColumn]: row.id!, sealed };
}

/** What the sealed token of a code or request is wrapped for. */
export function tokenPlace(id: string): string {
  return `payment token ${id}`;
}
