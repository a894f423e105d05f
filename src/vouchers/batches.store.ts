import type { GuardChange } from '../books/claims.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import { batchState, type Batch, type BatchState, type StateCount } from './batch.js';
import { readTerms, writeTerms } from './voucher-terms.js';

export const batchesTable: Table = {
  name: 'voucher_batches',
  columns: {
    community_id: 'text',
    batch_id: 'text',
    batch_no: 'bigint',
    party_id: 'text',
    currency: 'text',
    source_account_id: 'text',
    outstanding_account_id: 'text',
    return_account_id: 'text',
    programme: 'text',
    issue_id: 'text',
    amount: 'bigint',
    voucher_count: 'bigint',
    terms: 'text',
    valid_until: 'text',
    grace_days: 'bigint',
    expires_to: 'text',
    made_by: 'text',
    made_at: 'bigint',
    state: 'text',
    printed_at: 'bigint',
    activated_at: 'bigint',
    live_amount: 'bigint',
    exchange_id: 'text',
    reminded_on: 'text',
    sealed_seed: 'bytea',
    check_secret: 'bytea',
  },
};

/** What of a batch is secret, as it is stored. */
export interface BatchSecrets {
  /** Null from the activation on. */
  readonly sealedSeed: Buffer | null;
  readonly checkSecret: Buffer;
}

/** The number of the next batch of a community. Those who make batches at the same moment wait for each other here. */
export async function nextNo(tx: Tx, communityId: string): Promise<number> {
  const rows = await tx.all(
    `insert into voucher_numbers (community_id, last_no) values (?, 1)
      on conflict (community_id) do update set last_no = voucher_numbers.last_no + 1 returning last_no`,
    [communityId],
  );
  return Number(rows[0]!.last_no);
}

export async function insertBatch(tx: Tx, batch: Batch, secrets: BatchSecrets): Promise<void> {
  await tx.insert(batchesTable, [
    {
      community_id: batch.communityId,
      batch_id: batch.id,
      batch_no: BigInt(batch.no),
      party_id: batch.partyId,
      currency: batch.currency,
      source_account_id: batch.sourceId,
      outstanding_account_id: batch.outstandingId,
      return_account_id: batch.returnId,
      programme: batch.programme,
      issue_id: batch.issueId,
      amount: batch.amount,
      voucher_count: BigInt(batch.count),
      terms: writeTerms(batch.terms),
      valid_until: batch.terms.validUntil,
      grace_days: BigInt(batch.terms.graceDays),
      expires_to: batch.terms.expiresTo,
      made_by: batch.madeBy,
      made_at: BigInt(batch.madeAt),
      state: batch.state,
      sealed_seed: secrets.sealedSeed,
      check_secret: secrets.checkSecret,
    },
  ]);
}

export async function findBatch(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<Batch | undefined> {
  const row = await reader.one(
    `select * from voucher_batches where community_id = ? and batch_id = ?${lock}`,
    [communityId, id],
  );
  return row === undefined ? undefined : batchOf(row);
}

export async function findSecrets(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<BatchSecrets | undefined> {
  const row = await reader.one(
    'select sealed_seed, check_secret from voucher_batches where community_id = ? and batch_id = ?',
    [communityId, id],
  );
  if (row === undefined) return undefined;
  return { sealedSeed: row.sealed_seed as Buffer | null, checkSecret: row.check_secret as Buffer };
}

/** The batches of a party by number, after one. */
export async function findBatchesOf(
  reader: Reader,
  communityId: string,
  partyId: string,
  after: number,
  limit: number,
): Promise<Batch[]> {
  const rows = await reader.all(
    `select * from voucher_batches where community_id = ? and party_id = ? and batch_no > ?
      order by batch_no limit ?`,
    [communityId, partyId, BigInt(after), BigInt(limit)],
  );
  return rows.map(batchOf);
}

/** The last batches of a party, newest first. @param sourceId only those paid for out of this account, by no issue */
export async function findLastBatchesOf(
  reader: Reader,
  communityId: string,
  partyId: string,
  limit: number,
  sourceId?: string,
): Promise<Batch[]> {
  const own = sourceId === undefined ? '' : 'and source_account_id = ? and issue_id is null';
  const rows = await reader.all(
    `select * from voucher_batches where community_id = ? and party_id = ? ${own} order by batch_no desc limit ?`,
    [communityId, partyId, ...(sourceId === undefined ? [] : [sourceId]), BigInt(limit)],
  );
  return rows.map(batchOf);
}

/** Active batches with a day on the paper that is not after `until`, by number; at most 1,000. */
export async function findEnding(reader: Reader, communityId: string, until: string): Promise<Batch[]> {
  const rows = await reader.all(
    `select * from voucher_batches where community_id = ? and state = 'active' and valid_until <= ?
        and exists (select 1 from vouchers v where v.community_id = voucher_batches.community_id
                     and v.batch_id = voucher_batches.batch_id and v.state in ('in_batch', 'held'))
      order by batch_no limit 1000`,
    [communityId, until],
  );
  return rows.map(batchOf);
}

/** How many vouchers of a batch stand how, and what they are worth. */
export async function countStates(
  reader: Reader,
  communityId: string,
  batchId: string,
): Promise<StateCount[]> {
  const rows = await reader.all(
    `select state, count(*) as n, cast(sum(amount) as bigint) as amount from vouchers
      where community_id = ? and batch_id = ? group by state order by state`,
    [communityId, batchId],
  );
  return rows.map(({ state, n, amount }) => ({
    state: state as string,
    count: Number(n),
    amount: amount as bigint,
  }));
}

/** @returns whether it was in the state before */
export async function setState(
  tx: Tx,
  batch: Batch,
  from: readonly BatchState[],
  to: 'printed' | 'void',
  at: number,
): Promise<boolean> {
  if (!from.includes(batch.state)) return false;
  const row: Row = { community_id: batch.communityId, batch_id: batch.id, state: to };
  const more: Row = to === 'printed' ? { printed_at: BigInt(at) } : { sealed_seed: null };
  await tx.update(batchesTable, ['community_id', 'batch_id'], [{ ...row, ...more }]);
  return true;
}

export async function setReminded(
  tx: Tx,
  { communityId, id: batchId }: Batch,
  day: string,
): Promise<boolean> {
  const changed = await tx.run(
    `update voucher_batches set reminded_on = ?
      where community_id = ? and batch_id = ? and state = 'active' and reminded_on is null`,
    [day, communityId, batchId],
  );
  return changed === 1;
}

/** Locks batches for the books, and tells what all that is not void in each is worth. */
export async function lockBatches(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, GuardState>> {
  const what = { columns: '*', table: 'voucher_batches', key: 'batch_id', lock: true };
  const states = new Map<string, GuardState>();
  for (const row of await tx.lookUp(what, communityId, ids)) {
    const { id, state, liveAmount } = batchOf(row);
    const live = liveAmount ?? (await liveAmountOf(tx, communityId, id));
    states.set(id, { state: batchState(state, live) });
  }
  return states;
}

/** What all vouchers that are not void are worth. */
export async function liveAmountOf(reader: Reader, communityId: string, batchId: string): Promise<bigint> {
  const counted = await countStates(reader, communityId, batchId);
  return counted.reduce((sum, { state, amount }) => (state === 'void' ? sum : sum + amount), 0n);
}

/** A batch becomes active: its value has moved, and with the seed the way back to its tokens is gone. */
export async function advanceBatches(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const rows = changes.map(({ communityId, key, next, at, exchangeId }) => ({
    community_id: communityId,
    batch_id: key,
    state: 'active',
    activated_at: BigInt(at),
    live_amount: BigInt(next.split(' ')[1]!),
    exchange_id: exchangeId,
    sealed_seed: null,
  }));
  await tx.update(batchesTable, ['community_id', 'batch_id'], rows);
}

export function batchOf(row: Row): Batch {
  const instant = (value: Row[string] | undefined): number | null => (value == null ? null : Number(value));
  return {
    communityId: row.community_id as string,
    id: row.batch_id as string,
    no: Number(row.batch_no),
    partyId: row.party_id as string,
    currency: row.currency as string,
    sourceId: row.source_account_id as string,
    outstandingId: row.outstanding_account_id as string,
    returnId: row.return_account_id as string,
    programme: row.programme as string | null,
    issueId: row.issue_id as string | null,
    amount: row.amount as bigint,
    count: Number(row.voucher_count),
    terms: readTerms(row.terms as string),
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    state: row.state as BatchState,
    printedAt: instant(row.printed_at),
    activatedAt: instant(row.activated_at),
    liveAmount: row.live_amount as bigint | null,
    exchangeId: row.exchange_id as string | null,
    remindedOn: row.reminded_on as string | null,
  };
}
