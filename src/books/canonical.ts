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

/** Where bytes are put together. Several digests are made for each order, so that a new buffer each time would show. */
let room = Buffer.allocUnsafeSlow(8192);

/** @returns the canonical bytes of `fields` under `version` (one byte) */
export function canonicalBytes(version: number, fields: readonly Field[]): Buffer {
  const length = writeFields(version, fields);
  return Buffer.from(room.subarray(0, length));
}

function sha256(version: number, fields: readonly Field[]): Buffer {
  const length = writeFields(version, fields);
  return hash('sha256', room.subarray(0, length), 'buffer');
}

/** @returns how many bytes of `room` they take */
function writeFields(version: number, fields: readonly Field[]): number {
  room[0] = version;
  let at = 1;
  for (const field of fields) {
    const text = field === null ? '' : typeof field === 'string' ? field : String(field);
    // No UTF-16 unit takes more than three bytes.
    const need = at + 4 + 3 * text.length;
    if (need > room.length) room = Buffer.concat([room], 2 * need);
    const length = field === null ? absent : writeText(text, at + 4);
    room[at] = length >>> 24;
    room[at + 1] = length >>> 16;
    room[at + 2] = length >>> 8;
    room[at + 3] = length;
    at += field === null ? 4 : 4 + length;
  }
  return at;
}

/** Ids and codes are short and ASCII, and are written faster here than by a call; everything else goes that way. */
function writeText(text: string, from: number): number {
  const { length } = text;
  if (length > 64) return room.write(text, from);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return room.write(text, from);
    room[from + i] = code;
  }
  return length;
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
  return sha256(1, fields);
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
  return sha256(2, [
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
  ]);
}

/** Version 3: SHA-256 of a hold's canonical bytes. */
export function holdDigest(communityId: string, hold: Hold): Buffer {
  return sha256(3, [
    communityId,
    hold.id.exchangeId,
    hold.id.index,
    hold.debitId,
    hold.creditId,
    hold.currency,
    hold.amount,
    hold.programme,
    hold.expiresAt,
  ]);
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
  return sha256(4, [
    answer.communityId,
    answer.orderId,
    answer.actorId,
    answer.fingerprint.toString('hex'),
    answer.refusal,
    answer.transfer,
    answer.answeredAt,
  ]);
}

const exchangeFields = Object.keys(exchangesTable.columns).filter((name) => name !== 'digest');

/** Version 5: SHA-256 of an exchange's row, all columns in the order of its table, and the number of its transfers. */
export function exchangeDigest(row: Row, transfers: number): Buffer {
  const fields = exchangeFields.map((name) => {
    const value = row[name] ?? null;
    return Buffer.isBuffer(value) ? value.toString('base64') : value;
  });
  return sha256(5, [...fields, transfers]);
}
