import type { GuardChange } from '../books/claims.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import { guardOfIssue, readStep, type Issue, type IssueTarget, type KeptIssueState } from './issue.js';

const issuesTable: Table = {
  name: 'issues',
  columns: {
    community_id: 'text',
    issue_id: 'text',
    code: 'text',
    purpose: 'text',
    target: 'text',
    party_id: 'text',
    account_id: 'text',
    batch_id: 'text',
    amount: 'bigint',
    repeat_id: 'text',
    made_by: 'text',
    made_at: 'bigint',
    state: 'text',
    decided_by: 'text',
    decided_at: 'bigint',
    account_from: 'text',
    promised_until: 'bigint',
    ended_by: 'text',
    ended_at: 'bigint',
  },
};

export type NewIssueRow = Omit<
  Issue,
  'accountId' | 'kept' | 'decidedBy' | 'decidedAt' | 'fromId' | 'promisedUntil' | 'endedBy' | 'endedAt'
>;

export async function insertIssues(tx: Tx, issues: readonly NewIssueRow[]): Promise<void> {
  const rows = issues.map((issue): Row => ({
    community_id: issue.communityId,
    issue_id: issue.id,
    code: issue.programme,
    purpose: issue.purpose,
    target: issue.target,
    party_id: issue.partyId,
    batch_id: issue.batchId,
    amount: issue.amount,
    repeat_id: issue.repeatId,
    made_by: issue.madeBy,
    made_at: BigInt(issue.madeAt),
    state: 'proposed',
  }));
  await tx.insert(issuesTable, rows);
}

export async function findIssue(reader: Reader, communityId: string, id: string): Promise<Issue | undefined> {
  const row = await reader.one('select * from issues where community_id = ? and issue_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : issueOf(row);
}

/** Those of the ids that are issues of this community, in no order. */
export async function findThese(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Issue[]> {
  const within = reader.within('issue_id', ids);
  const rows = await reader.all(`select * from issues where community_id = ? and ${within.sql}`, [
    communityId,
    within.param,
  ]);
  return rows.map(issueOf);
}

/** The issues of a programme, newest first. @param before '' from the newest; @param limit at most 201 */
export async function findIssues(
  reader: Reader,
  communityId: string,
  code: string,
  before: string,
  limit: number,
): Promise<Issue[]> {
  const rows = await reader.all(
    `select * from issues where community_id = ? and code = ? and issue_id < ?
      order by issue_id desc limit ?`,
    [communityId, code, before === '' ? '~' : before, BigInt(limit)],
  );
  return rows.map(issueOf);
}

/** What was promised to a party and waits for its yes, oldest first; at most 200. */
export async function findPromised(reader: Reader, communityId: string, partyId: string): Promise<Issue[]> {
  const rows = await reader.all(
    `select * from issues where community_id = ? and party_id = ? and state = 'promised'
      order by issue_id limit 200`,
    [communityId, partyId],
  );
  return rows.map(issueOf);
}

/** What waits for approval in the programmes of these institutions, oldest first; at most 200. */
export async function findProposed(
  reader: Reader,
  communityId: string,
  ownerIds: readonly string[],
): Promise<Issue[]> {
  const within = reader.within('p.owner_id', ownerIds);
  const rows = await reader.all(
    `select i.* from issues i join programmes p on p.community_id = i.community_id and p.code = i.code
      where i.community_id = ? and i.state = 'proposed' and ${within.sql} order by i.issue_id limit 200`,
    [communityId, within.param],
  );
  return rows.map(issueOf);
}

/** What a party got under a programme, or was promised and may still get. @param now milliseconds */
export async function sumTo(
  reader: Reader,
  { communityId, code, partyId }: { communityId: string; code: string; partyId: string },
  now: number,
): Promise<bigint> {
  const row = await reader.one(
    `select coalesce(sum(amount), 0) as total from issues
      where community_id = ? and code = ? and party_id = ?
        and (state = 'received' or (state = 'promised' and promised_until > ?))`,
    [communityId, code, partyId, BigInt(now)],
  );
  return BigInt(row!.total as string | bigint);
}

/** Whether anything was proposed under a programme, and not refused. */
export async function hasIssues(reader: Reader, communityId: string, code: string): Promise<boolean> {
  const row = await reader.one(
    `select 1 as found from issues where community_id = ? and code = ? and state <> 'refused' limit 1`,
    [communityId, code],
  );
  return row !== undefined;
}

/** @returns whether it still waited */
export async function refuseIssue(
  tx: Tx,
  communityId: string,
  id: string,
  by: string,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `update issues set state = 'refused', decided_by = ?, decided_at = ?
      where community_id = ? and issue_id = ? and state = 'proposed'`,
    [by, BigInt(at), communityId, id],
  );
  return changed === 1;
}

export async function lockIssues(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, GuardState>> {
  const within = tx.within('issue_id', ids);
  const rows = await tx.all(
    `select issue_id, state from issues where community_id = ? and ${within.sql}
      order by issue_id${tx.forUpdate}`,
    [communityId, within.param],
  );
  return new Map(rows.map((row) => [row.issue_id as string, guardOfIssue(row.state as KeptIssueState)]));
}

export async function advanceIssues(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const key = ['community_id', 'issue_id'];
  const steps = changes.map((change) => ({ change, step: readStep(change.next) }));
  const promised = steps.filter(({ step }) => step.state === 'promised');
  await tx.update(
    issuesTable,
    key,
    promised.map(({ change, step }) => ({
      community_id: change.communityId,
      issue_id: change.key,
      state: 'promised',
      decided_by: step.by,
      decided_at: BigInt(change.at),
      account_from: step.fromId,
      account_id: step.accountId,
      promised_until: BigInt(step.until),
    })),
  );
  const ended = steps.filter(({ step }) => step.state !== 'promised');
  await tx.update(
    issuesTable,
    key,
    ended.map(({ change, step }) => ({
      community_id: change.communityId,
      issue_id: change.key,
      state: step.state,
      ended_by: step.by,
      ended_at: BigInt(change.at),
    })),
  );
}

export function issueOf(row: Row): Issue {
  const instant = (value: unknown): number | null => (value === null ? null : Number(value));
  return {
    communityId: row.community_id as string,
    id: row.issue_id as string,
    programme: row.code as string,
    purpose: row.purpose as string,
    target: row.target as IssueTarget,
    partyId: row.party_id as string | null,
    accountId: row.account_id as string | null,
    batchId: row.batch_id as string | null,
    amount: row.amount as bigint,
    repeatId: row.repeat_id as string | null,
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    kept: row.state as KeptIssueState,
    decidedBy: row.decided_by as string | null,
    decidedAt: instant(row.decided_at),
    fromId: row.account_from as string | null,
    promisedUntil: instant(row.promised_until),
    endedBy: row.ended_by as string | null,
    endedAt: instant(row.ended_at),
  };
}
