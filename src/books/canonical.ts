import { hash } from 'node:crypto';
import type { Row } from '../database/sql.js';
import type { Hold } from '../ledger/books.js';
import type { Order, TransferDraft } from '../ledger/order.js';
import { exchangesTable } from './books.tables.js';

/*
 * Canonical bytes: a version, then every field as its length in four bytes (big endian) and its UTF-8 text; an absent
 * field has the length 0xffffffff. Unlike a joined string this can be read in one way only. The bytes of a version
 * never change; other content gets another version.
 */
type Field = string | number | bigint | null;

const absent = 0xffffffff;

/** @returns the canonical bytes of `fields` under `version` (one byte) */
export function canonicalBytes(version: number, fields: readonly Field[]): Buffer {
  let size = 1 + 4 * fields.length;
  const texts = fields.map((field) =>
    field === null ? null : typeof field === 'string' ? field : String(field),
  );
  for (const text of texts) if (text !== null) size += Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(size);
  bytes[0] = version;
  let at = 1;
  for (const text of texts) {
    if (text === null) {
      at = bytes.writeUInt32BE(absent, at);
      continue;
    }
    const length = bytes.write(text, at + 4);
    bytes.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return bytes;
}

function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer');
}

/** Version 1 of an order: everything its caller asked for. Two orders with one fingerprint are the same order. */
export function orderFingerprint(order: Order): Buffer {
  const { exchange: e } = order;
  const fields: Field[] = [order.communityId, order.id, order.actorId];
  fields.push(e.kind, e.mode, e.subject, e.minutes, e.labour, e.reason, e.condition, e.conditionDate);
  fields.push(e.giverId, e.takerId, e.factDate, e.reverses, e.helperId, order.transfers.length);
  for (const t of order.transfers) fields.push(...transferFields(t));
  for (const guard of order.guards) fields.push(guard.kind, guard.key, guard.expect, guard.next);
  for (const { accountId, seq, held } of order.expects ?? []) fields.push(accountId, seq, held);
  return sha256(canonicalBytes(1, fields));
}

function transferFields(t: TransferDraft): Field[] {
  const hold = t.endsHold;
  return [
    t.debitId,
    t.creditId,
    t.currency,
    t.amount,
    t.programme,
    t.holdUntil,
    hold?.exchangeId ?? null,
    hold?.index ?? null,
  ];
}

/** What a transfer's digest covers: the transfer as booked, and of its exchange what gives it its meaning. */
export interface BookedTransfer {
  readonly communityId: string;
  readonly exchangeId: string;
  readonly index: number;
  readonly debitId: string;
  readonly creditId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly programme: string | null;
  readonly endsHold: { readonly exchangeId: string; readonly index: number } | null;
  /** Milliseconds since 1970. */
  readonly bookedAt: number;
}

/** Version 2: SHA-256 of a booked transfer's canonical bytes. */
export function transferDigest(t: BookedTransfer): Buffer {
  return sha256(
    canonicalBytes(2, [
      t.communityId,
      t.exchangeId,
      t.index,
      t.debitId,
      t.creditId,
      t.currency,
      t.amount,
      t.programme,
      t.endsHold?.exchangeId ?? null,
      t.endsHold?.index ?? null,
      t.bookedAt,
    ]),
  );
}

/** Version 3: SHA-256 of a hold's canonical bytes. */
export function holdDigest(communityId: string, hold: Hold): Buffer {
  return sha256(
    canonicalBytes(3, [
      communityId,
      hold.id.exchangeId,
      hold.id.index,
      hold.debitId,
      hold.creditId,
      hold.currency,
      hold.amount,
      hold.programme,
      hold.expiresAt,
    ]),
  );
}

/** Version 4: SHA-256 of a refused order's answer. */
export function answerDigest(answer: {
  communityId: string;
  orderId: string;
  actorId: string;
  fingerprint: Buffer;
  refusal: string;
  transfer: number | null;
  answeredAt: number;
}): Buffer {
  return sha256(
    canonicalBytes(4, [
      answer.communityId,
      answer.orderId,
      answer.actorId,
      answer.fingerprint.toString('hex'),
      answer.refusal,
      answer.transfer,
      answer.answeredAt,
    ]),
  );
}

const exchangeFields = Object.keys(exchangesTable.columns).filter((name) => name !== 'digest');

/** Version 5: SHA-256 of an exchange's row, all columns in the order of its table, and the number of its transfers. */
export function exchangeDigest(row: Row, transfers: number): Buffer {
  const fields = exchangeFields.map((name) => {
    const value = row[name] ?? null;
    return Buffer.isBuffer(value) ? value.toString('base64') : value;
  });
  return sha256(canonicalBytes(5, [...fields, transfers]));
}
