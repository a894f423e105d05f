import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { Programme, ProgrammeTerms, ProgrammeVersion, VersionState } from './programme.js';

const programmesTable: Table = {
  name: 'programmes',
  columns: {
    community_id: 'text',
    code: 'text',
    owner_id: 'text',
    currency: 'text',
    made_at: 'bigint',
  },
};

const versionsTable: Table = {
  name: 'programme_versions',
  columns: {
    community_id: 'text',
    code: 'text',
    version: 'bigint',
    terms: 'text',
    made_by: 'text',
    made_at: 'bigint',
    state: 'text',
    decided_by: 'text',
    decided_at: 'bigint',
  },
};

const accountsTable: Table = {
  name: 'programme_accounts',
  columns: {
    community_id: 'text',
    code: 'text',
    purpose: 'text',
    kind: 'text',
    party_id: 'text',
    account_id: 'text',
  },
};

/** The money of a programme lies on its budgets, in its vouchers, in its risk fund and in purses of groups. */
export type ProgrammeAccountKind = 'budget' | 'vouchers' | 'risk' | 'purse';

export interface ProgrammeAccount {
  readonly purpose: string;
  readonly kind: ProgrammeAccountKind;
  /** Whose purse it is; null for the programme's own. */
  readonly partyId: string | null;
  readonly accountId: string;
}

type ProgrammeRow = Pick<Programme, 'communityId' | 'code' | 'ownerId' | 'currency' | 'madeAt'>;

export async function insertProgramme(tx: Tx, programme: ProgrammeRow): Promise<void> {
  await tx.insert(programmesTable, [
    {
      community_id: programme.communityId,
      code: programme.code,
      owner_id: programme.ownerId,
      currency: programme.currency,
      made_at: BigInt(programme.madeAt),
    },
  ]);
}

export async function insertVersion(
  tx: Tx,
  { communityId, code }: Pick<Programme, 'communityId' | 'code'>,
  made: Pick<ProgrammeVersion, 'version' | 'terms' | 'madeBy' | 'madeAt'>,
): Promise<void> {
  await tx.insert(versionsTable, [
    {
      community_id: communityId,
      code,
      version: BigInt(made.version),
      terms: writeTerms(made.terms),
      made_by: made.madeBy,
      made_at: BigInt(made.madeAt),
      state: 'proposed',
    },
  ]);
}

/** @returns whether it was still waiting */
export async function decideVersion(
  tx: Tx,
  { communityId, code }: Pick<Programme, 'communityId' | 'code'>,
  version: number,
  decided: { state: VersionState; by: string; at: number },
): Promise<boolean> {
  const changed = await tx.run(
    `update programme_versions set state = ?, decided_by = ?, decided_at = ?
      where community_id = ? and code = ? and version = ? and state = 'proposed'`,
    [decided.state, decided.by, BigInt(decided.at), communityId, code, BigInt(version)],
  );
  return changed === 1;
}

export async function closeProgramme(tx: Tx, communityId: string, code: string, at: number): Promise<void> {
  await tx.run(
    'update programmes set closed_at = ? where community_id = ? and code = ? and closed_at is null',
    [BigInt(at), communityId, code],
  );
}

/** A programme with the version in force and the one that waits. @param lock keeps it from others */
export async function findProgramme(
  reader: Reader,
  communityId: string,
  code: string,
  lock = '',
): Promise<Programme | undefined> {
  const row = await reader.one(`select * from programmes where community_id = ? and code = ?${lock}`, [
    communityId,
    code,
  ]);
  if (row === undefined) return undefined;
  const versions = await versionsOf(reader, communityId, [code]);
  return programmeOf(row, versions.get(code) ?? []);
}

/** The programmes of a community, by code. @param limit at most 201 */
export async function findProgrammes(
  reader: Reader,
  communityId: string,
  after: string,
  limit: number,
): Promise<Programme[]> {
  const rows = await reader.all(
    'select * from programmes where community_id = ? and code > ? order by code limit ?',
    [communityId, after, BigInt(limit)],
  );
  const codes = rows.map((row) => row.code as string);
  const versions =
    codes.length === 0 ? new Map<string, Row[]>() : await versionsOf(reader, communityId, codes);
  return rows.map((row) => programmeOf(row, versions.get(row.code as string) ?? []));
}

/** The number of the newest version. */
export async function lastVersion(tx: Tx, communityId: string, code: string): Promise<number> {
  const row = await tx.one(
    'select max(version) as last from programme_versions where community_id = ? and code = ?',
    [communityId, code],
  );
  return Number(row!.last);
}

/** Every version, oldest first. */
export async function findVersions(
  reader: Reader,
  communityId: string,
  code: string,
): Promise<ProgrammeVersion[]> {
  const rows = await reader.all(
    'select * from programme_versions where community_id = ? and code = ? order by version',
    [communityId, code],
  );
  return rows.map(versionOf);
}

export async function insertAccounts(
  tx: Tx,
  { communityId, code }: Pick<Programme, 'communityId' | 'code'>,
  accounts: readonly ProgrammeAccount[],
): Promise<void> {
  const rows = accounts.map(({ purpose, kind, partyId, accountId }) => ({
    community_id: communityId,
    code,
    purpose,
    kind,
    party_id: partyId ?? '',
    account_id: accountId,
  }));
  await tx.insert(accountsTable, rows);
}

export async function findAccounts(
  reader: Reader,
  communityId: string,
  code: string,
): Promise<ProgrammeAccount[]> {
  const rows = await reader.all(
    `select * from programme_accounts where community_id = ? and code = ?
      order by kind, purpose, party_id`,
    [communityId, code],
  );
  return rows.map((row) => ({
    purpose: row.purpose as string,
    kind: row.kind as ProgrammeAccountKind,
    partyId: (row.party_id as string) === '' ? null : (row.party_id as string),
    accountId: row.account_id as string,
  }));
}

/** The last approved version and what waits, of each of these programmes. */
async function versionsOf(
  reader: Reader,
  communityId: string,
  codes: readonly string[],
): Promise<Map<string, Row[]>> {
  const within = reader.within('code', codes);
  const rows = await reader.all(
    `select * from programme_versions as v where community_id = ? and ${within.sql}
      and (state = 'proposed' or version = (select max(version) from programme_versions as w
        where w.community_id = v.community_id and w.code = v.code and w.state = 'approved'))`,
    [communityId, within.param],
  );
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.code as string, [...(found.get(row.code as string) ?? []), row]);
  return found;
}

function programmeOf(row: Row, versions: readonly Row[]): Programme {
  const all = versions.map(versionOf);
  return {
    communityId: row.community_id as string,
    code: row.code as string,
    ownerId: row.owner_id as string,
    currency: row.currency as string,
    madeAt: Number(row.made_at),
    closedAt: row.closed_at === null ? null : Number(row.closed_at),
    current: all.find(({ state }) => state === 'approved') ?? null,
    waiting: all.find(({ state }) => state === 'proposed') ?? null,
  };
}

function versionOf(row: Row): ProgrammeVersion {
  return {
    version: Number(row.version),
    terms: readTerms(row.terms as string),
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    state: row.state as VersionState,
    decidedBy: row.decided_by as string | null,
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
  };
}

/** Amounts as numbers: all of them are below 2^53. */
function writeTerms(terms: ProgrammeTerms): string {
  return JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}

function readTerms(text: string): ProgrammeTerms {
  const read = JSON.parse(text) as Record<string, number | null> & {
    purposes: { code: string; name: string; budget: number }[];
  };
  const amount = (value: number | null | undefined): bigint | null => (value == null ? null : BigInt(value));
  return {
    ...(read as unknown as ProgrammeTerms),
    budget: amount(read.budget)!,
    perIssue: amount(read.perIssue),
    perParty: amount(read.perParty),
    purposes: read.purposes.map(({ code, name, budget }) => ({ code, name, budget: BigInt(budget) })),
  };
}
