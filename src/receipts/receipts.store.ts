import { createHash } from 'node:crypto';
import type { BookedExchange } from '../books/exchanges.reading.js';
import type { Reader, Row, Tx } from '../database/sql.js';
import type { AccountKind } from '../ledger/account.js';
import type { ReceiptFacts, ReceiptTransfer, Side } from './receipt.js';

/** A receipt as it was signed once, so that it has the same bytes for ever. */
export interface SignedReceipt {
  readonly communityId: string;
  readonly token: string;
  readonly exchangeId: string;
  readonly kid: string;
  readonly jws: string;
  readonly shortCode: string;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
}

export async function findSigned(
  reader: Reader,
  communityId: string,
  token: string,
): Promise<SignedReceipt | undefined> {
  const row = await reader.one('select * from receipts where community_id = ? and receipt_token = ?', [
    communityId,
    token,
  ]);
  return row === undefined ? undefined : signedOf(row);
}

/** At most ten: two receipts of a community hardly ever have the same code. */
export async function findByCode(
  reader: Reader,
  communityId: string,
  code: string,
): Promise<SignedReceipt[]> {
  const rows = await reader.all(
    'select * from receipts where community_id = ? and short_code = ? order by receipt_token limit 10',
    [communityId, code],
  );
  return rows.map(signedOf);
}

/** The first of several at once stays. */
export async function insertSigned(tx: Tx, receipt: SignedReceipt, digest: Buffer): Promise<void> {
  const { communityId, token, exchangeId, kid, jws, shortCode, signedAt } = receipt;
  await tx.run(
    `insert into receipts (community_id, receipt_token, exchange_id, kid, jws, short_code, signed_at, digest)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [communityId, token, exchangeId, kid, jws, shortCode, BigInt(signedAt), digest],
  );
}

/** By which the proof sees whether a row is as it was written. */
export function receiptDigest(receipt: SignedReceipt): Buffer {
  const { communityId, token, exchangeId, kid, jws, shortCode, signedAt } = receipt;
  const parts = ['receipt 1', communityId, token, exchangeId, kid, jws, shortCode, signedAt];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

export function signedOf(row: Row): SignedReceipt {
  return {
    communityId: row.community_id as string,
    token: row.receipt_token as string,
    exchangeId: row.exchange_id as string,
    kid: row.kid as string,
    jws: row.jws as string,
    shortCode: row.short_code as string,
    signedAt: Number(row.signed_at),
  };
}

/** What the books know of exchanges of one community, in the same order; two readings, however many there are. */
export async function factsOf(
  reader: Reader,
  communityId: string,
  exchanges: readonly BookedExchange[],
): Promise<ReceiptFacts[]> {
  const ids = exchanges.map(({ id }) => id);
  const transfers = await movesOf(reader, 'transfers', communityId, ids);
  const held = await movesOf(reader, 'holds', communityId, ids);
  return exchanges.map((exchange) => ({
    exchange,
    transfers: transfers.get(exchange.id) ?? [],
    held: held.get(exchange.id) ?? [],
  }));
}

async function movesOf(
  reader: Reader,
  table: 'transfers' | 'holds',
  communityId: string,
  exchangeIds: readonly string[],
): Promise<Map<string, ReceiptTransfer[]>> {
  const within = reader.within('m.exchange_id', exchangeIds);
  const rows = await reader.all(
    `select m.exchange_id, m.currency, m.amount, u.scale,
            d.party_id as from_party, d.party_kind as from_party_kind, d.kind as from_kind,
            c.party_id as to_party, c.party_kind as to_party_kind, c.kind as to_kind
       from ${table} m
       join accounts d on d.community_id = m.community_id and d.account_id = m.debit_id
       join accounts c on c.community_id = m.community_id and c.account_id = m.credit_id
       join currencies u on u.community_id = m.community_id and u.currency = m.currency
      where m.community_id = ? and ${within.sql} order by m.exchange_id, m.idx`,
    [communityId, within.param],
  );
  const found = new Map<string, ReceiptTransfer[]>();
  for (const row of rows) {
    const id = row.exchange_id as string;
    const move: ReceiptTransfer = {
      currency: row.currency as string,
      amount: row.amount as bigint,
      scale: Number(row.scale),
      from: sideOf(row, 'from'),
      to: sideOf(row, 'to'),
    };
    found.set(id, [...(found.get(id) ?? []), move]);
  }
  return found;
}

function sideOf(row: Row, side: 'from' | 'to'): Side {
  return {
    partyId: row[`${side}_party`] as string | null,
    partyKind: row[`${side}_party_kind`] as string,
    accountKind: row[`${side}_kind`] as AccountKind,
  };
}
