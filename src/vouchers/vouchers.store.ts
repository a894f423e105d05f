import type { GuardChange } from '../books/claims.js';
import { dayIn } from '../database/clock.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import type { Batch, BatchState } from './batch.js';
import { batchOf } from './batches.store.js';
import { isPast } from './voucher-terms.js';
import { guardOfVoucher, readNext, serialOf, type HeldAs, type KeptState, type Voucher } from './voucher.js';

export const vouchersTable: Table = {
  name: 'vouchers',
  columns: {
    community_id: 'text',
    serial: 'text',
    batch_id: 'text',
    number: 'bigint',
    token_hash: 'bytea',
    amount: 'bigint',
    bound_party_id: 'text',
    state: 'text',
    held_as: 'text',
    changed_at: 'bigint',
    exchange_id: 'text',
  },
};

/** In one reading, for this is what every redemption waits for. */
const withBatch = `select b.*, v.serial as v_serial, v.token_hash, v.number as v_number, v.amount as v_amount, v.state as v_state,
    v.bound_party_id as v_bound_party_id, v.held_as as v_held_as, v.changed_at as v_changed_at, v.exchange_id as v_exchange_id
  from vouchers v join voucher_batches b on b.community_id = v.community_id and b.batch_id = v.batch_id`;

/** A voucher with the batch it is of. */
export interface Found {
  readonly voucher: Voucher;
  readonly batch: Batch;
}

/** Writes all vouchers of a batch. @param hashes of their tokens, in order @param boundTo as many, or none */
export async function insertVouchers(
  tx: Tx,
  batch: Batch,
  hashes: readonly Buffer[],
  boundTo: readonly string[],
): Promise<void> {
  const rows = hashes.map((hash, i) => ({
    community_id: batch.communityId,
    serial: serialOf(batch.no, i + 1),
    batch_id: batch.id,
    number: BigInt(i + 1),
    token_hash: hash,
    amount: batch.amount,
    bound_party_id: boundTo[i] ?? null,
    state: 'in_batch',
    changed_at: BigInt(batch.madeAt),
    exchange_id: null,
  }));
  await tx.insert(vouchersTable, rows);
}

/** Vouchers of whatever community by the hashes of their tokens. @param hashes as hexadecimal digits, all different */
export async function findByTokens(reader: Reader, hashes: readonly string[]): Promise<Map<string, Found>> {
  const within = reader.withinBytes('v.token_hash', hashes);
  const rows = await reader.all(`${withBatch} where ${within.sql}`, [within.param]);
  return new Map(rows.map((row) => [(row.token_hash as Buffer).toString('hex'), foundOf(row)]));
}

export async function findBySerial(
  reader: Reader,
  communityId: string,
  serial: string,
): Promise<Found | undefined> {
  const row = await reader.one(`${withBatch} where v.community_id = ? and v.serial = ?`, [
    communityId,
    serial,
  ]);
  return row === undefined ? undefined : foundOf(row);
}

/** The vouchers of a batch by number, after one. */
export async function findOfBatch(
  reader: Reader,
  communityId: string,
  batchId: string,
  after: number,
  limit: number,
): Promise<Voucher[]> {
  const rows = await reader.all(
    `select * from vouchers where community_id = ? and batch_id = ? and number > ? order by number limit ?`,
    [communityId, batchId, BigInt(after), BigInt(limit)],
  );
  return rows.map(voucherOf);
}

/** Those of the serials that are of a batch, or all of it, locked in the order of their serials. */
export async function lockOfBatch(
  tx: Tx,
  { communityId, id, count }: Batch,
  serials?: readonly string[],
): Promise<Voucher[]> {
  if (serials !== undefined) {
    const what = { columns: '*', table: 'vouchers', key: 'serial', lock: true };
    const rows = await tx.lookUp(what, communityId, [...new Set(serials)].sort());
    return rows.map(voucherOf).filter(({ batchId }) => batchId === id);
  }
  const rows = await tx.all(
    `select * from vouchers where community_id = ? and batch_id = ? order by serial limit ?${tx.forUpdate}`,
    [communityId, id, BigInt(count)],
  );
  return rows.map(voucherOf);
}

/** Sets a state without the books, for what moves no value. */
export async function setKept(
  tx: Tx,
  vouchers: readonly Voucher[],
  to: Extract<KeptState, 'in_batch' | 'held' | 'void'>,
  at: number,
  heldAs: HeldAs | null = null,
): Promise<void> {
  const rows = vouchers.map(({ communityId, serial }) => ({
    community_id: communityId,
    serial,
    state: to,
    held_as: heldAs,
    changed_at: BigInt(at),
  }));
  await tx.update(vouchersTable, ['community_id', 'serial'], rows);
}

/** The voucher, with what of its batch and community its state depends on, in one reading. */
const guarded = `*, (select b.state || ' ' || coalesce(b.valid_until, '') || ' ' || b.grace_days || ' '
      || coalesce(b.reminded_on, '') || ' ' || l.time_zone
    from voucher_batches b join ledgers l on l.community_id = b.community_id
   where b.community_id = vouchers.community_id and b.batch_id = vouchers.batch_id) as about`;

/** Locks vouchers for the books. Whether their days are over is judged here, by the community's own day. */
export async function lockVouchers(
  tx: Tx,
  communityId: string,
  serials: readonly string[],
  now: number,
): Promise<Map<string, GuardState>> {
  const what = { columns: guarded, table: 'vouchers', key: 'serial', lock: true };
  const states = new Map<string, GuardState>();
  const days = new Map<string, string>();
  for (const row of await tx.lookUp(what, communityId, serials)) {
    const [state, until, grace, reminded, zone] = (row.about as string).split(' ') as Guarded;
    if (!days.has(zone)) days.set(zone, dayIn(now, zone));
    const dates = { validUntil: until || null, graceDays: Number(grace), remindedOn: reminded || null };
    const voucher = voucherOf(row);
    states.set(voucher.serial, guardOfVoucher(voucher, state, isPast(dates, days.get(zone)!)));
  }
  return states;
}

type Guarded = [state: BatchState, until: string, grace: string, reminded: string, zone: string];

/** Of a voucher that changed twice in one commit the last counts. */
export async function advanceVouchers(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const last = new Map(changes.map((change) => [`${change.communityId} ${change.key}`, change]));
  const rows = [...last.values()].map(({ communityId, key, next, at, exchangeId }) => {
    const { kept, amount } = readNext(next);
    return {
      community_id: communityId,
      serial: key,
      state: kept,
      amount,
      changed_at: BigInt(at),
      exchange_id: kept === 'in_batch' ? null : exchangeId,
    };
  });
  await tx.update(vouchersTable, ['community_id', 'serial'], rows);
}

function foundOf(row: Row): Found {
  const own = Object.entries(row).filter(([name]) => name.startsWith('v_'));
  const voucher = Object.fromEntries(own.map(([name, value]) => [name.slice(2), value]));
  return { voucher: voucherOf({ ...row, ...voucher }), batch: batchOf(row) };
}

function voucherOf(row: Row): Voucher {
  return {
    communityId: row.community_id as string,
    serial: row.serial as string,
    batchId: row.batch_id as string,
    number: Number(row.number),
    amount: row.amount as bigint,
    boundTo: row.bound_party_id as string | null,
    kept: row.state as KeptState,
    heldAs: row.held_as as HeldAs | null,
    changedAt: Number(row.changed_at),
    exchangeId: row.exchange_id as string | null,
  };
}
