import type { Tx } from '../database/sql.js';
import { endMandates } from './mandates.store.js';

/**
 * Ends everything by which a person could come in or act: sessions, links, tokens, mandates, passphrase and cards. For the room that
 * erases or blocks a person, in its own transaction, with `tx.afterCommit(() => freshness.changed())`.
 * @param at milliseconds since 1970
 */
export async function endAllOf(tx: Tx, communityId: string, personId: string, at: number): Promise<void> {
  await endCredentialsOf(tx, personId, at);
  await endMandates(tx, communityId, { actorId: personId }, at);
  await tx.run('delete from sign_ins where community_id = ? and actor_id = ?', [communityId, personId]);
  await tx.run(
    `update cards set state = 'closed', secret = null, changed_at = ?
      where community_id = ? and party_id = ? and state in ('active', 'blocked')`,
    [at, communityId, personId],
  );
}

/** Ends the sessions, links and tokens of an actor; ids are random, so one names one actor on the whole server. */
export async function endCredentialsOf(tx: Tx, actorId: string, at: number): Promise<void> {
  await endSessionsOf(tx, actorId, at);
  await tx.run(`update api_tokens set revoked_at = ? where actor_id = ? and revoked_at is null`, [
    at,
    actorId,
  ]);
}

/** Ends the sessions of an actor everywhere, and the links that would open new ones. */
export async function endSessionsOf(tx: Tx, actorId: string, at: number): Promise<void> {
  await tx.run(`update sessions set ended_at = ? where actor_id = ? and ended_at is null`, [at, actorId]);
  await tx.run(
    `update sign_in_links set voided_at = ? where actor_id = ? and used_at is null and voided_at is null`,
    [at, actorId],
  );
}
