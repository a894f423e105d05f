import type { Reader, Row, Tx } from '../database/sql.js';
import type { Keys } from './keys.js';

/** How somebody signs in with a passphrase and a second factor. */
export interface SignIn {
  readonly communityId: string;
  readonly actorId: string;
  /** Random; what they type instead of a name. */
  readonly number: string;
  readonly secret: Buffer;
  readonly totp: Buffer;
  /** The step of the last code that was used; an older or the same one works no more. */
  readonly lastStep: number;
  /** Null until the first code was given. */
  readonly confirmedAt: number | null;
}

const columns = 'community_id, actor_id, number, secret, totp, last_step, confirmed_at';

/** Sets up anew; what was not confirmed before is forgotten. @returns false when there is a confirmed one */
export async function putSignIn(
  tx: Tx,
  signIn: Omit<SignIn, 'lastStep' | 'confirmedAt'>,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `insert into sign_ins (community_id, actor_id, number, secret, totp, last_step, made_at) values (?, ?, ?, ?, ?, 0, ?)
      on conflict (community_id, actor_id) do update set number = excluded.number, secret = excluded.secret,
        totp = excluded.totp, last_step = 0, made_at = excluded.made_at
      where sign_ins.confirmed_at is null`,
    [signIn.communityId, signIn.actorId, signIn.number, signIn.secret, signIn.totp, BigInt(at)],
  );
  return changed === 1;
}

export async function findSignIn(
  reader: Reader,
  communityId: string,
  actorId: string,
): Promise<SignIn | undefined> {
  const row = await reader.one(`select ${columns} from sign_ins where community_id = ? and actor_id = ?`, [
    communityId,
    actorId,
  ]);
  return row === undefined ? undefined : signInOf(row);
}

export async function findByNumber(reader: Reader, number: string): Promise<SignIn | undefined> {
  const row = await reader.one(`select ${columns} from sign_ins where number = ?`, [number]);
  return row === undefined ? undefined : signInOf(row);
}

/** Whether links no longer open this person's session. */
export async function hasPassphrase(reader: Reader, communityId: string, actorId: string): Promise<boolean> {
  return (await findSignIn(reader, communityId, actorId))?.confirmedAt != null;
}

/** Uses up a code, in one statement, so that it works once also when it comes twice at once. */
export async function useStep(tx: Tx, signIn: SignIn, step: number): Promise<boolean> {
  const changed = await tx.run(
    `update sign_ins set last_step = ? where community_id = ? and actor_id = ? and last_step < ?
      and number = ? and confirmed_at is not null`,
    [BigInt(step), signIn.communityId, signIn.actorId, BigInt(step), signIn.number],
  );
  return changed === 1;
}

/** The first code was right. @returns false when it was set up anew or confirmed meanwhile */
export async function confirm(tx: Tx, signIn: SignIn, step: number, at: number): Promise<boolean> {
  const changed = await tx.run(
    `update sign_ins set confirmed_at = ?, last_step = ? where community_id = ? and actor_id = ? and number = ?
      and confirmed_at is null`,
    [BigInt(at), BigInt(step), signIn.communityId, signIn.actorId, signIn.number],
  );
  return changed === 1;
}

/** Another passphrase; number and second factor stay. */
export async function setSecret(
  tx: Tx,
  { communityId, actorId }: Pick<SignIn, 'communityId' | 'actorId'>,
  secret: Buffer,
): Promise<void> {
  await tx.run('update sign_ins set secret = ? where community_id = ? and actor_id = ?', [
    secret,
    communityId,
    actorId,
  ]);
}

/** Ends the sessions of an actor, and the links that would open new ones. @param but a session that stays */
export async function endSessionsBut(tx: Tx, actorId: string, but: string, at: number): Promise<void> {
  await tx.run(
    'update sessions set ended_at = ? where actor_id = ? and session_id <> ? and ended_at is null',
    [BigInt(at), actorId, but],
  );
  await tx.run(
    'update sign_in_links set voided_at = ? where actor_id = ? and used_at is null and voided_at is null',
    [BigInt(at), actorId],
  );
}

export async function removeSignIn(tx: Tx, communityId: string, actorId: string): Promise<boolean> {
  const changed = await tx.run('delete from sign_ins where community_id = ? and actor_id = ?', [
    communityId,
    actorId,
  ]);
  return changed > 0;
}

/** Whether a session was opened by a link since an instant. */
export async function cameByLink(reader: Reader, sessionId: string, since: number): Promise<boolean> {
  const row = await reader.one(
    `select session_id from sessions where session_id = ? and way = 'link' and opened_at >= ? and ended_at is null`,
    [sessionId, BigInt(since)],
  );
  return row !== undefined;
}

/** Wraps every second factor again. There is one for each civil servant and steward, so all are read at once. */
export async function rewrapFactors(tx: Tx, from: Keys, to: Keys): Promise<void> {
  const rows = await tx.all(`select ${columns} from sign_ins order by community_id, actor_id`);
  for (const { communityId, actorId, totp } of rows.map(signInOf)) {
    const place = placeOfFactor(communityId, actorId);
    await tx.run('update sign_ins set totp = ? where community_id = ? and actor_id = ?', [
      to.wrap(from.unwrap(totp, place), place),
      communityId,
      actorId,
    ]);
  }
}

export function placeOfFactor(communityId: string, actorId: string): string {
  return `second factor ${communityId} ${actorId}`;
}

function signInOf(row: Row): SignIn {
  return {
    communityId: row.community_id as string,
    actorId: row.actor_id as string,
    number: row.number as string,
    secret: row.secret as Buffer,
    totp: row.totp as Buffer,
    lastStep: Number(row.last_step),
    confirmedAt: row.confirmed_at === null ? null : Number(row.confirmed_at),
  };
}
