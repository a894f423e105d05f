import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { Condition, Mode } from '../ledger/order.js';
import type { Contribution, ContributionState, GiverShare, Thing, Yes } from './contribution.js';

const contributionsTable: Table = {
  name: 'contributions',
  columns: {
    community_id: 'text',
    contribution_id: 'text',
    giver_id: 'text',
    taker_id: 'text',
    mode: 'text',
    thing: 'text',
    title: 'text',
    from_day: 'text',
    until_day: 'text',
    condition: 'text',
    condition_day: 'text',
    programme: 'text',
    exchange_id: 'text',
    made_by: 'text',
    made_at: 'bigint',
    giver_yes_by: 'text',
    giver_yes_at: 'bigint',
    taker_yes_by: 'text',
    taker_yes_at: 'bigint',
    state: 'text',
    changed_by: 'text',
    changed_at: 'bigint',
  },
};

export async function insertContribution(tx: Tx, contribution: Contribution): Promise<void> {
  const { communityId, id, giverId, takerId, mode, thing, title, condition, programme } = contribution;
  const row: Row = {
    community_id: communityId,
    contribution_id: id,
    giver_id: giverId,
    taker_id: takerId,
    mode,
    thing,
    title,
    from_day: contribution.fromDay,
    until_day: contribution.untilDay,
    condition,
    condition_day: contribution.conditionDay,
    programme,
    exchange_id: contribution.exchangeId,
    made_by: contribution.madeBy,
    made_at: BigInt(contribution.madeAt),
    ...changing(contribution),
  };
  await tx.insert(contributionsTable, [row]);
}

/** Writes the yes of each side and the state. */
export async function updateContribution(tx: Tx, contribution: Contribution): Promise<void> {
  const row: Row = {
    community_id: contribution.communityId,
    contribution_id: contribution.id,
    ...changing(contribution),
  };
  await tx.update(contributionsTable, ['community_id', 'contribution_id'], [row]);
}

export async function removeTitle(tx: Tx, communityId: string, id: string): Promise<void> {
  await tx.run('update contributions set title = null where community_id = ? and contribution_id = ?', [
    communityId,
    id,
  ]);
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findContribution(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<Contribution | undefined> {
  const row = await reader.one(
    `select * from contributions where community_id = ? and contribution_id = ?${lock}`,
    [communityId, id],
  );
  return row === undefined ? undefined : contributionOf(row);
}

/** The one by which an exchange was taken over, unless it was refused. */
export async function findByExchange(
  reader: Reader,
  communityId: string,
  exchangeId: string,
): Promise<string | undefined> {
  const row = await reader.one(
    `select contribution_id from contributions
      where community_id = ? and exchange_id = ? and state <> 'refused'`,
    [communityId, exchangeId],
  );
  return row?.contribution_id as string | undefined;
}

/** Of which contributions: those a party gives or receives, or those under a programme. */
export type About = { readonly party: string } | { readonly programme: string };

/** Newest first. @param before id, exclusive; @param limit at most 200 */
export async function findAbout(
  reader: Reader,
  communityId: string,
  about: About,
  before: string,
  limit: number,
): Promise<Contribution[]> {
  const columns = 'party' in about ? ['giver_id', 'taker_id'] : ['programme'];
  const value = 'party' in about ? about.party : about.programme;
  const most = Math.min(Math.max(Math.trunc(limit), 1), 200);
  // One query a column, so that each can follow its index; nobody is both giver and taker of one.
  const found: Contribution[] = [];
  for (const column of columns) {
    const rows = await reader.all(
      `select * from contributions where community_id = ? and ${column} = ? and contribution_id < ?
        order by contribution_id desc limit ${most}`,
      [communityId, value, before],
    );
    found.push(...rows.map(contributionOf));
  }
  return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, most);
}

/** Those that wait for the yes of one of these parties, the oldest first. @param limit at most 200 */
export async function findAsked(
  reader: Reader,
  communityId: string,
  parties: readonly string[],
  limit: number,
): Promise<Contribution[]> {
  const found = new Map<string, Contribution>();
  for (const side of ['giver', 'taker']) {
    const { sql, param } = reader.within(`${side}_id`, parties);
    const rows = await reader.all(
      `select * from contributions where community_id = ? and ${sql} and state = 'promised'
          and ${side}_yes_at is null order by contribution_id limit ${Math.trunc(limit)}`,
      [communityId, param],
    );
    for (const row of rows) found.set(row.contribution_id as string, contributionOf(row));
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
}

const inForce = `state in ('promised', 'given') and giver_yes_at is not null and taker_yes_at is not null
  and (until_day is null or until_day >= ?)`;

/** What a party has now, by giver. @param today YYYY-MM-DD */
export async function sharesOf(
  reader: Reader,
  communityId: string,
  takerId: string,
  today: string,
): Promise<GiverShare[]> {
  const rows = await reader.all(
    `select giver_id, count(*) as n, sum(case when condition <> 'none' then 1 else 0 end) as conditional
       from contributions where community_id = ? and taker_id = ? and ${inForce}
      group by giver_id order by giver_id limit 1000`,
    [communityId, takerId, today],
  );
  return rows.map((row) => ({
    giverId: row.giver_id as string,
    count: Number(row.n),
    conditional: Number(row.conditional),
  }));
}

/** How many are in force in which none of these parties is a side. @param today YYYY-MM-DD */
export async function countOthers(
  reader: Reader,
  communityId: string,
  about: About,
  own: readonly string[],
  today: string,
): Promise<number> {
  const [which, values] =
    'party' in about
      ? ['(giver_id = ? or taker_id = ?)', [about.party, about.party]]
      : ['programme = ?', [about.programme]];
  const giver = reader.within('giver_id', own);
  const taker = reader.within('taker_id', own);
  const row = await reader.one(
    `select count(*) as n from contributions
      where community_id = ? and ${which} and ${inForce} and not (${giver.sql}) and not (${taker.sql})`,
    [communityId, ...values, today, giver.param, taker.param],
  );
  return Number(row!.n);
}

/** How many that somebody made still wait for a yes. */
export async function countWaiting(reader: Reader, communityId: string, madeBy: string): Promise<number> {
  const row = await reader.one(
    `select count(*) as n from contributions where community_id = ? and made_by = ? and state = 'promised'
        and (giver_yes_at is null or taker_yes_at is null)`,
    [communityId, madeBy],
  );
  return Number(row!.n);
}

/** Whose the accounts are on both sides of an exchange's transfers; null for the community's own. */
export async function partiesOfTransfers(
  reader: Reader,
  communityId: string,
  exchangeId: string,
): Promise<{ givers: Array<string | null>; takers: Array<string | null> }> {
  const rows = await reader.all(
    `select distinct d.party_id as giver, c.party_id as taker from transfers t
       join accounts d on d.community_id = t.community_id and d.account_id = t.debit_id
       join accounts c on c.community_id = t.community_id and c.account_id = t.credit_id
      where t.community_id = ? and t.exchange_id = ? limit 1000`,
    [communityId, exchangeId],
  );
  const distinct = (name: string) => [...new Set(rows.map((row) => row[name] as string | null))];
  return { givers: distinct('giver'), takers: distinct('taker') };
}

function changing({ yes, state, changed }: Contribution): Row {
  return {
    giver_yes_by: yes.giver?.by ?? null,
    giver_yes_at: instantOf(yes.giver),
    taker_yes_by: yes.taker?.by ?? null,
    taker_yes_at: instantOf(yes.taker),
    state,
    changed_by: changed?.by ?? null,
    changed_at: instantOf(changed),
  };
}

function instantOf(yes: Yes | null): bigint | null {
  return yes === null ? null : BigInt(yes.at);
}

function yesOf(row: Row, name: string): Yes | null {
  const by = row[`${name}_by`] as string | null;
  return by === null ? null : { by, at: Number(row[`${name}_at`]) };
}

function contributionOf(row: Row): Contribution {
  return {
    communityId: row.community_id as string,
    id: row.contribution_id as string,
    giverId: row.giver_id as string,
    takerId: row.taker_id as string,
    mode: row.mode as Mode,
    thing: row.thing as Thing,
    title: row.title as string | null,
    fromDay: row.from_day as string,
    untilDay: row.until_day as string | null,
    condition: row.condition as Condition,
    conditionDay: row.condition_day as string | null,
    programme: row.programme as string | null,
    exchangeId: row.exchange_id as string | null,
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    yes: { giver: yesOf(row, 'giver_yes'), taker: yesOf(row, 'taker_yes') },
    state: row.state as ContributionState,
    changed: yesOf(row, 'changed'),
  };
}
