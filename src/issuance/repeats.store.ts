import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import { guardOfRepeat, type Repeat, type RepeatMonth, type RepeatState } from './repeat.js';

const repeatsTable: Table = {
  name: 'issue_repeats',
  columns: {
    community_id: 'text',
    repeat_id: 'text',
    code: 'text',
    purpose: 'text',
    target: 'text',
    party_id: 'text',
    amount: 'bigint',
    first_month: 'text',
    last_month: 'text',
    day: 'bigint',
    made_by: 'text',
    made_at: 'bigint',
    state: 'text',
  },
};

export type NewRepeatRow = Omit<Repeat, 'state' | 'decidedBy' | 'decidedAt' | 'stoppedBy' | 'stoppedAt'>;

export async function insertRepeat(tx: Tx, repeat: NewRepeatRow): Promise<void> {
  await tx.insert(repeatsTable, [
    {
      community_id: repeat.communityId,
      repeat_id: repeat.id,
      code: repeat.programme,
      purpose: repeat.purpose,
      target: repeat.target,
      party_id: repeat.partyId,
      amount: repeat.amount,
      first_month: repeat.firstMonth,
      last_month: repeat.lastMonth,
      day: BigInt(repeat.day),
      made_by: repeat.madeBy,
      made_at: BigInt(repeat.madeAt),
      state: 'proposed',
    },
  ]);
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findRepeat(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<Repeat | undefined> {
  const row = await reader.one(
    `select * from issue_repeats where community_id = ? and repeat_id = ?${lock}`,
    [communityId, id],
  );
  return row === undefined ? undefined : repeatOf(row);
}

/** The repeats of a programme, newest first. @param before '' from the newest; @param limit at most 201 */
export async function findRepeats(
  reader: Reader,
  communityId: string,
  code: string,
  before: string,
  limit: number,
): Promise<Repeat[]> {
  const rows = await reader.all(
    `select * from issue_repeats where community_id = ? and code = ? and repeat_id < ?
      order by repeat_id desc limit ?`,
    [communityId, code, before === '' ? '~' : before, BigInt(limit)],
  );
  return rows.map(repeatOf);
}

/** What waits for approval in the programmes of these institutions, oldest first; at most 200. */
export async function findWaiting(
  reader: Reader,
  communityId: string,
  ownerIds: readonly string[],
): Promise<Repeat[]> {
  const within = reader.within('p.owner_id', ownerIds);
  const rows = await reader.all(
    `select r.* from issue_repeats r join programmes p on p.community_id = r.community_id and p.code = r.code
      where r.community_id = ? and r.state = 'proposed' and ${within.sql} order by r.repeat_id limit 200`,
    [communityId, within.param],
  );
  return rows.map(repeatOf);
}

/**
 * Those that still have a month to promise, of all communities, after one: months come in their order, so the last one
 * tells. @param limit at most 201
 */
export async function findRunning(
  reader: Reader,
  after: Pick<Repeat, 'communityId' | 'id'>,
  limit: number,
): Promise<Repeat[]> {
  const rows = await reader.all(
    `select * from issue_repeats r where r.state = 'approved'
        and (r.community_id > ? or (r.community_id = ? and r.repeat_id > ?))
        and not exists (select 1 from issue_repeat_months m
          left join issues i on i.community_id = m.community_id and i.issue_id = m.issue_id
          where m.community_id = r.community_id and m.repeat_id = r.repeat_id and m.month = r.last_month
            and (m.skipped is not null or i.state <> 'proposed'))
      order by r.community_id, r.repeat_id limit ?`,
    [after.communityId, after.communityId, after.id, BigInt(limit)],
  );
  return rows.map(repeatOf);
}

/** What was done of the months of these repeats, oldest first. */
export async function findMonths(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, RepeatMonth[]>> {
  const found = new Map<string, RepeatMonth[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const within = reader.within('repeat_id', ids);
  const rows = await reader.all(
    `select * from issue_repeat_months where community_id = ? and ${within.sql} order by repeat_id, month`,
    [communityId, within.param],
  );
  for (const row of rows) found.get(row.repeat_id as string)!.push(monthOf(row));
  return found;
}

/** @returns whether it still waited */
export async function decideRepeat(
  tx: Tx,
  { communityId, id }: Pick<Repeat, 'communityId' | 'id'>,
  decided: { state: 'approved' | 'refused'; by: string; at: number },
): Promise<boolean> {
  const changed = await tx.run(
    `update issue_repeats set state = ?, decided_by = ?, decided_at = ?
      where community_id = ? and repeat_id = ? and state = 'proposed'`,
    [decided.state, decided.by, BigInt(decided.at), communityId, id],
  );
  return changed === 1;
}

/** @returns whether there was something to stop */
export async function stopRepeat(
  tx: Tx,
  { communityId, id }: Pick<Repeat, 'communityId' | 'id'>,
  by: string,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `update issue_repeats set state = 'stopped', stopped_by = ?, stopped_at = ?
      where community_id = ? and repeat_id = ? and state in ('proposed', 'approved')`,
    [by, BigInt(at), communityId, id],
  );
  return changed === 1;
}

/** @returns whether the month was not there yet */
export async function insertMonth(
  tx: Tx,
  { communityId, id }: Pick<Repeat, 'communityId' | 'id'>,
  { month, issueId, skipped, at }: RepeatMonth,
): Promise<boolean> {
  const changed = await tx.run(
    `insert into issue_repeat_months (community_id, repeat_id, month, issue_id, skipped, at)
      values (?, ?, ?, ?, ?, ?) on conflict (community_id, repeat_id, month) do nothing`,
    [communityId, id, month, issueId, skipped, BigInt(at)],
  );
  return changed === 1;
}

/** Says why a month whose issue was made came to nothing. @returns whether nobody had said so */
export async function skipMonth(
  tx: Tx,
  { communityId, id }: Pick<Repeat, 'communityId' | 'id'>,
  month: string,
  why: string,
): Promise<boolean> {
  const changed = await tx.run(
    `update issue_repeat_months set skipped = ?
      where community_id = ? and repeat_id = ? and month = ? and skipped is null`,
    [why, communityId, id, month],
  );
  return changed === 1;
}

/** Locks repeats for the books. */
export async function lockRepeats(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, GuardState>> {
  const what = { columns: 'repeat_id, state', table: 'issue_repeats', key: 'repeat_id', lock: true };
  const rows = await tx.lookUp(what, communityId, ids);
  return new Map(rows.map((row) => [row.repeat_id as string, guardOfRepeat(row.state as RepeatState)]));
}

function repeatOf(row: Row): Repeat {
  const instant = (value: unknown): number | null => (value === null ? null : Number(value));
  return {
    communityId: row.community_id as string,
    id: row.repeat_id as string,
    programme: row.code as string,
    purpose: row.purpose as string,
    target: row.target as Repeat['target'],
    partyId: row.party_id as string,
    amount: row.amount as bigint,
    firstMonth: row.first_month as string,
    lastMonth: row.last_month as string,
    day: Number(row.day),
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    state: row.state as RepeatState,
    decidedBy: row.decided_by as string | null,
    decidedAt: instant(row.decided_at),
    stoppedBy: row.stopped_by as string | null,
    stoppedAt: instant(row.stopped_at),
  };
}

function monthOf(row: Row): RepeatMonth {
  return {
    month: row.month as string,
    issueId: row.issue_id as string | null,
    skipped: row.skipped as string | null,
    at: Number(row.at),
  };
}
