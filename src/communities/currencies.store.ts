import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { Language } from '../languages/languages.js';
import { personalKinds } from './party.js';
import type {
  CommunityAccountKind,
  CurrencyKind,
  CurrencyProfile,
  DemurrageRule,
  ExpiryRule,
  SoftWarning,
  UnitName,
} from './currency.js';

const profilesTable: Table = {
  name: 'currency_profiles',
  columns: {
    community_id: 'text',
    currency: 'text',
    kind: 'text',
    token: 'text',
    step: 'bigint',
    member_floor: 'bigint',
    member_ceiling: 'bigint',
    group_floor: 'bigint',
    group_ceiling: 'bigint',
    start_amount: 'bigint',
    warn_percent: 'bigint',
    warn_floor: 'bigint',
    warn_ceiling: 'bigint',
    demurrage_ppm: 'bigint',
    demurrage_period: 'text',
    demurrage_from: 'text',
    demurrage_exempt: 'bigint',
    demurrage_to: 'text',
    expiry_months: 'bigint',
    expiry_grace_days: 'bigint',
    expiry_to: 'text',
    version: 'bigint',
  },
};

const namesTable: Table = {
  name: 'currency_names',
  columns: { community_id: 'text', currency: 'text', language: 'text', one: 'text', many: 'text' },
};

const communityAccountsTable: Table = {
  name: 'community_accounts',
  columns: { community_id: 'text', currency: 'text', kind: 'text', account_id: 'text' },
};

/** The scale and the limits are the books' own columns: what decides is kept once. */
const selectProfiles = `select p.*, c.scale, c.per_payment, c.per_day, c.per_acceptor_day
  from currency_profiles p join currencies c on c.community_id = p.community_id and c.currency = p.currency
  where p.community_id = ?`;

export async function insertProfile(tx: Tx, profile: CurrencyProfile): Promise<void> {
  await tx.insert(profilesTable, [rowOf(profile)]);
  await tx.insert(namesTable, nameRows(profile));
}

export async function updateProfile(tx: Tx, profile: CurrencyProfile): Promise<void> {
  const { kind: _, ...row } = rowOf(profile);
  await tx.update(profilesTable, ['community_id', 'currency'], [row]);
  await tx.run('delete from currency_names where community_id = ? and currency = ?', [
    profile.communityId,
    profile.code,
  ]);
  await tx.insert(namesTable, nameRows(profile));
}

/** At most 50 currencies of a community, by code. Inside a transaction they are locked. */
export async function findProfiles(
  reader: Reader,
  communityId: string,
  code?: string,
  lock = '',
): Promise<CurrencyProfile[]> {
  const one = code === undefined ? '' : 'and p.currency = ?';
  const params = code === undefined ? [communityId] : [communityId, code];
  const of = lock === '' ? '' : `${lock} of p`;
  const rows = await reader.all(`${selectProfiles} ${one} order by p.currency limit 50${of}`, params);
  if (rows.length === 0) return [];
  const names = await reader.all('select * from currency_names where community_id = ? order by language', [
    communityId,
  ]);
  return rows.map((row) => profileOf(row, names));
}

export async function insertCommunityAccounts(
  tx: Tx,
  communityId: string,
  currency: string,
  ids: ReadonlyMap<CommunityAccountKind, string>,
): Promise<void> {
  const rows = [...ids].map(([kind, id]) => ({ community_id: communityId, currency, kind, account_id: id }));
  await tx.insert(communityAccountsTable, rows);
}

/** The community's own accounts of a currency, by kind. */
export async function findCommunityAccounts(
  reader: Reader,
  communityId: string,
  currency: string,
): Promise<Map<CommunityAccountKind, string>> {
  const rows = await reader.all(
    'select kind, account_id from community_accounts where community_id = ? and currency = ?',
    [communityId, currency],
  );
  return new Map(rows.map((row) => [row.kind as CommunityAccountKind, row.account_id as string]));
}

function nameRows({ communityId, code, names }: CurrencyProfile): Row[] {
  return Object.entries(names).map(([language, { one, many }]) => ({
    community_id: communityId,
    currency: code,
    language,
    one,
    many,
  }));
}

function rowOf(profile: CurrencyProfile): Row {
  const { softWarning, demurrage, expiry } = profile;
  const amounts = softWarning?.kind === 'amounts' ? softWarning : null;
  return {
    community_id: profile.communityId,
    currency: profile.code,
    kind: profile.kind,
    token: profile.token,
    step: profile.step,
    member_floor: profile.memberFloor,
    member_ceiling: profile.memberCeiling,
    group_floor: profile.groupFloor,
    group_ceiling: profile.groupCeiling,
    start_amount: profile.startAmount,
    warn_percent: softWarning?.kind === 'share' ? BigInt(softWarning.percent) : null,
    warn_floor: amounts?.nearFloor ?? null,
    warn_ceiling: amounts?.nearCeiling ?? null,
    demurrage_ppm: demurrage === null ? null : BigInt(demurrage.ratePpm),
    demurrage_period: demurrage?.period ?? null,
    demurrage_from: demurrage?.from ?? null,
    demurrage_exempt: demurrage?.exempt ?? null,
    demurrage_to: demurrage?.to ?? null,
    expiry_months: expiry === null ? null : BigInt(expiry.months),
    expiry_grace_days: expiry === null ? null : BigInt(expiry.graceDays),
    expiry_to: expiry?.to ?? null,
    version: BigInt(profile.version),
  };
}

function profileOf(row: Row, names: readonly Row[]): CurrencyProfile {
  const own = names.filter((name) => name.currency === row.currency);
  return {
    communityId: row.community_id as string,
    code: row.currency as string,
    kind: row.kind as CurrencyKind,
    scale: Number(row.scale),
    names: Object.fromEntries(
      own.map(({ language, one, many }) => [language as Language, { one, many } as UnitName]),
    ),
    token: row.token as 'hour' | 'coin',
    step: row.step as bigint,
    memberFloor: row.member_floor as bigint | null,
    memberCeiling: row.member_ceiling as bigint | null,
    groupFloor: row.group_floor as bigint | null,
    groupCeiling: row.group_ceiling as bigint | null,
    startAmount: row.start_amount as bigint,
    perPayment: row.per_payment as bigint | null,
    perDay: row.per_day as bigint | null,
    perAcceptorDay: row.per_acceptor_day as bigint | null,
    softWarning: warningOf(row),
    demurrage: demurrageOf(row),
    expiry: expiryOf(row),
    version: Number(row.version),
  };
}

function warningOf(row: Row): SoftWarning | null {
  if (row.warn_percent !== null) return { kind: 'share', percent: Number(row.warn_percent) };
  if (row.warn_floor === null) return null;
  return { kind: 'amounts', nearFloor: row.warn_floor as bigint, nearCeiling: row.warn_ceiling as bigint };
}

function demurrageOf(row: Row): DemurrageRule | null {
  if (row.demurrage_ppm === null) return null;
  return {
    ratePpm: Number(row.demurrage_ppm),
    period: row.demurrage_period as DemurrageRule['period'],
    from: row.demurrage_from as string,
    exempt: row.demurrage_exempt as bigint,
    to: row.demurrage_to as DemurrageRule['to'],
  };
}

function expiryOf(row: Row): ExpiryRule | null {
  if (row.expiry_months === null) return null;
  return {
    months: Number(row.expiry_months),
    graceDays: Number(row.expiry_grace_days),
    to: row.expiry_to as ExpiryRule['to'],
  };
}

/**
 * Whether the bounds of an account were changed after an instant, if it is a person's or household's; opening it is no
 * change. The account stays locked, so that of two at once the second sees what the first did.
 * @param ask after in milliseconds since 1970; except the actor whose changes do not count
 */
export async function ownBoundsChanged(
  tx: Tx,
  communityId: string,
  accountId: string,
  ask: { after: number; except: string },
): Promise<boolean> {
  const account = await tx.one<{ party_kind: string }>(
    `select party_kind from accounts where community_id = ? and account_id = ?${tx.forUpdate}`,
    [communityId, accountId],
  );
  if (account === undefined || !personalKinds.has(account.party_kind)) return false;
  const row = await tx.one(
    `select version from account_terms where community_id = ? and account_id = ? and version > 0
     and changed_at > ? and actor_id <> ? limit 1`,
    [communityId, accountId, BigInt(ask.after), ask.except],
  );
  return row !== undefined;
}
