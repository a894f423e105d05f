import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { Card, CardState } from './card.js';
import type { SecretKind } from './secret.js';

export const cardsTable: Table = {
  name: 'cards',
  columns: {
    community_id: 'text',
    card_id: 'text',
    number: 'text',
    token_hash: 'bytea',
    sealed: 'bytea',
    made_at: 'bigint',
    changed_by: 'text',
    changed_at: 'bigint',
    state: 'text',
    wrong: 'bigint',
  },
};

const columns = `community_id, card_id, number, state, party_id, secret_kind, wrong, replaces, activated_by,
  activated_at, secret_set_by, secret_set_at, changed_by, changed_at`;

/** A card with what is kept of its secret. */
export interface SecretCard {
  readonly card: Card;
  readonly secret: Buffer | null;
}

export interface Blank {
  readonly id: string;
  readonly number: string;
  readonly hash: Buffer;
  readonly sealed: Buffer;
}

export async function insertBlanks(
  tx: Tx,
  communityId: string,
  blanks: readonly Blank[],
  by: string,
  at: number,
): Promise<void> {
  const made = { community_id: communityId, made_at: BigInt(at), changed_by: by, changed_at: BigInt(at) };
  await tx.insert(
    cardsTable,
    blanks.map(({ id, number, hash, sealed }) => ({
      ...made,
      card_id: id,
      number,
      token_hash: hash,
      sealed,
      state: 'blank',
      wrong: 0n,
    })),
  );
}

/** Which of these numbers are taken. */
export async function takenNumbers(
  reader: Reader,
  communityId: string,
  numbers: readonly string[],
): Promise<Set<string>> {
  const within = reader.within('number', numbers);
  const sql = `select number from cards where community_id = ? and ${within.sql}`;
  const rows = await reader.all(sql, [communityId, within.param]);
  return new Set(rows.map((row) => row.number as string));
}

export async function findByToken(reader: Reader, hash: Buffer): Promise<SecretCard | undefined> {
  const row = await reader.one(`select ${columns}, secret from cards where token_hash = ?`, [hash]);
  return row === undefined ? undefined : secretCardOf(row);
}

export async function findByNumber(
  reader: Reader,
  communityId: string,
  number: string,
): Promise<SecretCard | undefined> {
  const row = await reader.one(`select ${columns}, secret from cards where community_id = ? and number = ?`, [
    communityId,
    number,
  ]);
  return row === undefined ? undefined : secretCardOf(row);
}

export async function findCard(reader: Reader, communityId: string, id: string): Promise<Card | undefined> {
  const row = await reader.one(`select ${columns} from cards where community_id = ? and card_id = ?`, [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : cardOf(row);
}

export async function findSecretCard(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<SecretCard | undefined> {
  const sql = `select ${columns}, secret from cards where community_id = ? and card_id = ?`;
  const row = await reader.one(sql, [communityId, id]);
  return row === undefined ? undefined : secretCardOf(row);
}

/** A card and its secret, kept from others until the end of the transaction. */
export async function lockCard(tx: Tx, communityId: string, id: string): Promise<SecretCard | undefined> {
  const what = { columns: `${columns}, secret`, table: 'cards', key: 'card_id', lock: true };
  const [row] = await tx.lookUp(what, communityId, [id]);
  return row === undefined ? undefined : secretCardOf(row);
}

/** The cards a party has or had, newest first, at most 50. */
export async function findCardsOf(reader: Reader, communityId: string, partyId: string): Promise<Card[]> {
  const rows = await reader.all(
    `select ${columns} from cards where community_id = ? and party_id = ?
      order by activated_at desc, card_id limit 50`,
    [communityId, partyId],
  );
  return rows.map(cardOf);
}

/** Cards in order of id, in one state when given. */
export async function findCards(
  reader: Reader,
  communityId: string,
  ask: { state?: CardState; after: string; limit: number },
): Promise<Card[]> {
  const inState = ask.state === undefined ? '' : 'and state = ?';
  const params = [communityId, ask.after, ...(ask.state === undefined ? [] : [ask.state])];
  const rows = await reader.all(
    `select ${columns} from cards where community_id = ? and card_id > ? ${inState}
      order by card_id limit ${ask.limit}`,
    params,
  );
  return rows.map(cardOf);
}

/** Blanks with their sealed tokens, in order of id, to print them. */
export async function findSealed(
  reader: Reader,
  communityId: string,
  after: string,
  limit: number,
): Promise<Array<{ id: string; number: string; sealed: Buffer }>> {
  const rows = await reader.all(
    `select card_id, number, sealed from cards where community_id = ? and state = 'blank' and card_id > ?
      order by card_id limit ${limit}`,
    [communityId, after],
  );
  return rows.map((row) => ({
    id: row.card_id as string,
    number: row.number as string,
    sealed: row.sealed as Buffer,
  }));
}

/** Sealed tokens of every community, in order, to seal them again under another master key. */
export async function findSealedAfter(
  reader: Reader,
  after: { communityId: string; id: string },
  limit: number,
): Promise<Array<{ communityId: string; id: string; sealed: Buffer }>> {
  const rows = await reader.all(
    `select community_id, card_id, sealed from cards where sealed is not null
      and (community_id, card_id) > (?, ?) order by community_id, card_id limit ${limit}`,
    [after.communityId, after.id],
  );
  return rows.map((row) => ({
    communityId: row.community_id as string,
    id: row.card_id as string,
    sealed: row.sealed as Buffer,
  }));
}

export async function sealAgain(tx: Tx, communityId: string, id: string, sealed: Buffer): Promise<void> {
  await tx.run('update cards set sealed = ? where community_id = ? and card_id = ?', [
    sealed,
    communityId,
    id,
  ]);
}

/** Makes a blank somebody's. */
export async function activate(
  tx: Tx,
  communityId: string,
  id: string,
  given: {
    partyId: string;
    secretKind: SecretKind;
    secret: Buffer | null;
    replaces: string | null;
    secretSetBy: string | null;
    secretSetAt: number | null;
  },
  by: string,
  at: number,
): Promise<void> {
  await tx.run(
    `update cards set state = 'active', party_id = ?, secret_kind = ?, secret = ?, sealed = null, wrong = 0, replaces = ?,
      activated_by = ?, activated_at = ?, secret_set_by = ?, secret_set_at = ?, changed_by = ?, changed_at = ?
      where community_id = ? and card_id = ?`,
    [
      ...[given.partyId, given.secretKind, given.secret, given.replaces, by, BigInt(at), given.secretSetBy],
      ...[given.secretSetAt === null ? null : BigInt(given.secretSetAt), by, BigInt(at), communityId, id],
    ],
  );
}

/** Another state that is not active. The secret of a blocked card stays for the one in its place; later it goes. */
export async function setState(
  tx: Tx,
  communityId: string,
  id: string,
  state: Exclude<CardState, 'blank' | 'active'>,
  by: string,
  at: number,
): Promise<void> {
  const forget = state === 'blocked' ? '' : ', secret = null';
  await tx.run(
    `update cards set state = ?, sealed = null, changed_by = ?, changed_at = ?${forget}
      where community_id = ? and card_id = ?`,
    [state, by, BigInt(at), communityId, id],
  );
}

export async function setSecret(
  tx: Tx,
  communityId: string,
  id: string,
  secret: { kind: SecretKind; kept: Buffer | null; setBy: string | null },
  by: string,
  at: number,
): Promise<void> {
  await tx.run(
    `update cards set secret_kind = ?, secret = ?, wrong = 0, secret_set_by = ?, secret_set_at = ?,
      changed_by = ?, changed_at = ? where community_id = ? and card_id = ?`,
    [secret.kind, secret.kept, secret.setBy, BigInt(at), by, BigInt(at), communityId, id],
  );
}

/**
 * Counts a secret as wrong before it is judged, so that many at once cannot slip past.
 * @param most so many in a row and the card waits for a helper
 * @returns whether this one may still be judged
 */
export async function countWrong(tx: Tx, communityId: string, id: string, most: number): Promise<boolean> {
  const changed = await tx.run(
    `update cards set wrong = wrong + 1 where community_id = ? and card_id = ? and state = 'active' and wrong < ?`,
    [communityId, id, BigInt(most)],
  );
  return changed === 1;
}

/** The last secret was right. */
export async function forgetWrong(tx: Tx, communityId: string, id: string): Promise<void> {
  await tx.run(
    `update cards set wrong = 0 where community_id = ? and card_id = ? and state = 'active' and wrong > 0`,
    [communityId, id],
  );
}

/** Ends the sessions that a card opened. @param but a session that stays */
export async function endSessionsOfCard(tx: Tx, cardId: string, but: string, at: number): Promise<void> {
  await tx.run(
    'update sessions set ended_at = ? where card_id = ? and session_id <> ? and ended_at is null',
    [BigInt(at), cardId, but],
  );
}

function secretCardOf(row: Row): SecretCard {
  return { card: cardOf(row), secret: row.secret as Buffer | null };
}

function cardOf(row: Row): Card {
  return {
    communityId: row.community_id as string,
    id: row.card_id as string,
    number: row.number as string,
    state: row.state as CardState,
    partyId: row.party_id as string | null,
    secretKind: row.secret_kind as SecretKind | null,
    wrong: Number(row.wrong),
    replaces: row.replaces as string | null,
    activatedBy: row.activated_by as string | null,
    activatedAt: instantOf(row.activated_at),
    secretSetBy: row.secret_set_by as string | null,
    secretSetAt: instantOf(row.secret_set_at),
    changedBy: row.changed_by as string,
    changedAt: Number(row.changed_at),
  };
}

function instantOf(value: Row[string] | undefined): number | null {
  return value == null ? null : Number(value);
}
