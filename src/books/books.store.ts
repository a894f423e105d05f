import type { Reader, Row, Tx } from '../database/sql.js';
import type { Account } from '../ledger/account.js';
import { accountsTable, accountTermsTable } from './books.tables.js';
import type { Hold } from '../ledger/books.js';
import { accountOf, holdOf } from './rows.js';

export interface CurrencyTerms {
  readonly currency: string;
  readonly scale: number;
  readonly perPayment: bigint | null;
  readonly perDay: bigint | null;
  readonly perAcceptorDay: bigint | null;
}

export interface LapsedHold {
  readonly communityId: string;
  readonly hold: Hold;
}

export async function insertLedger(tx: Tx, communityId: string, timeZone: string, at: number): Promise<void> {
  await tx.run('insert into ledgers (community_id, time_zone, opened_at) values (?, ?, ?)', [
    communityId,
    timeZone,
    BigInt(at),
  ]);
}

export async function insertCurrency(
  tx: Tx,
  communityId: string,
  terms: CurrencyTerms,
  at: number,
): Promise<void> {
  await tx.run(
    `insert into currencies (community_id, currency, scale, per_payment, per_day, per_acceptor_day, opened_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
    [
      communityId,
      terms.currency,
      BigInt(terms.scale),
      terms.perPayment,
      terms.perDay,
      terms.perAcceptorDay,
      BigInt(at),
    ],
  );
}

export async function updateCurrency(
  tx: Tx,
  communityId: string,
  terms: Omit<CurrencyTerms, 'scale'>,
): Promise<number> {
  return tx.run(
    `update currencies set per_payment = ?, per_day = ?, per_acceptor_day = ?
      where community_id = ? and currency = ?`,
    [terms.perPayment, terms.perDay, terms.perAcceptorDay, communityId, terms.currency],
  );
}

/** New accounts with their first terms. An account has its zero balance from the start, so it can be locked. */
export async function insertAccounts(
  tx: Tx,
  accounts: readonly Account[],
  programme: ReadonlyMap<string, string>,
  actorId: string,
  at: number,
): Promise<void> {
  const rows = accounts.map((account) => ({
    ...newRow(account, at),
    programme: programme.get(account.id) ?? null,
  }));
  await tx.insert(accountsTable, rows);
  await tx.insert(
    accountTermsTable,
    accounts.map((account) => termsRow(account, 0n, actorId, at)),
  );
}

export async function setTerms(
  tx: Tx,
  account: Account,
  version: bigint,
  actorId: string,
  at: number,
): Promise<void> {
  await tx.run('update accounts set floor = ?, ceiling = ? where community_id = ? and account_id = ?', [
    account.floor,
    account.ceiling,
    account.communityId,
    account.id,
  ]);
  await tx.insert(accountTermsTable, [termsRow(account, version, actorId, at)]);
}

/** Under lock, for a change of the account itself. */
export async function lockAccount(tx: Tx, communityId: string, id: string): Promise<Account | undefined> {
  const row = await tx.one(
    `select * from accounts where community_id = ? and account_id = ?${tx.forUpdate}`,
    [communityId, id],
  );
  return row === undefined ? undefined : accountOf(row);
}

export async function nextTermsVersion(tx: Tx, account: Account): Promise<bigint> {
  const row = await tx.one(
    'select max(version) as version from account_terms where community_id = ? and account_id = ?',
    [account.communityId, account.id],
  );
  return ((row?.version as bigint | null) ?? -1n) + 1n;
}

export async function findAccount(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<Account | undefined> {
  const row = await reader.one('select * from accounts where community_id = ? and account_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : accountOf(row);
}

export async function findAccountsOf(
  reader: Reader,
  communityId: string,
  partyId: string,
): Promise<Account[]> {
  const rows = await reader.all(
    'select * from accounts where community_id = ? and party_id = ? order by opened_at, account_id limit 200',
    [communityId, partyId],
  );
  return rows.map(accountOf);
}

/** Accounts of a currency in id order. */
export async function findAccountsAfter(
  reader: Reader,
  communityId: string,
  currency: string,
  after: string,
  limit: number,
): Promise<Account[]> {
  const rows = await reader.all(
    `select * from accounts where community_id = ? and currency = ? and account_id > ? order by account_id limit ?`,
    [communityId, currency, after, BigInt(limit)],
  );
  return rows.map(accountOf);
}

/** Holds past their time that nobody has ended yet. */
export async function findLapsedHolds(reader: Reader, now: number, limit: number): Promise<LapsedHold[]> {
  const rows = await reader.all(
    `select h.* from holds h
       left join hold_endings e on e.community_id = h.community_id and e.exchange_id = h.exchange_id and e.idx = h.idx
      where h.expires_at <= ? and e.outcome is null order by h.expires_at limit ?`,
    [BigInt(now), BigInt(limit)],
  );
  return rows.map((row) => ({ communityId: row.community_id as string, hold: holdOf(row) }));
}

function newRow(account: Account, at: number): Row {
  return {
    community_id: account.communityId,
    account_id: account.id,
    currency: account.currency,
    kind: account.kind,
    party_id: account.partyId,
    party_kind: account.partyKind,
    floor: account.floor,
    ceiling: account.ceiling,
    debits_posted: 0n,
    credits_posted: 0n,
    debits_pending: 0n,
    credits_pending: 0n,
    debits_resolved: 0n,
    credits_resolved: 0n,
    last_seq: 0n,
    day: '',
    day_debits: 0n,
    day_credits: 0n,
    last_booked_at: 0n,
    last_own_at: 0n,
    opened_at: BigInt(at),
    closed_at: null,
  };
}

function termsRow(account: Account, version: bigint, actorId: string, at: number): Row {
  return {
    community_id: account.communityId,
    account_id: account.id,
    from_seq: account.lastSeq,
    changed_at: BigInt(at),
    floor: account.floor,
    ceiling: account.ceiling,
    actor_id: actorId,
    version,
  };
}

/** The programme of each of these accounts that is of one. */
export async function findProgrammes(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const within = reader.within('account_id', ids);
  const rows = await reader.all(
    `select account_id, programme from accounts
      where community_id = ? and ${within.sql} and programme is not null`,
    [communityId, within.param],
  );
  return new Map(rows.map((row) => [row.account_id as string, row.programme as string]));
}
