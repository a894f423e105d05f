import { newId } from '../database/ids.js';
import type { Row, Table, Tx } from '../database/sql.js';
import type { Act, Actor } from './actor.js';

/** What an audit row may be about. Always an id or a code, never a name or free text (U69). */
export const subjectKinds = [
  'party',
  'account',
  'exchange',
  'code',
  'request',
  'currency',
  'community',
  'language',
  'sound',
  'drawing',
  'mandate',
  'link',
  'session',
  'token',
  'journal',
  'programme',
  'issue',
  'batch',
  'voucher',
  'card',
  'contribution',
  'webhook',
  'server',
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Beside the acts of the table: what is done without being anybody's yet, or needs no leave. */
export type AuditedAct =
  Act | 'sign_in' | 'remember_device' | 'sign_out' | 'set_up' | 'revoke_token' | 'end_mandate' | 'agree';

/** All but what payers do all day. As the index `audit_of_communities` says it, word for word. */
export const notOfPurses = `act not in ('pay_from', 'ask_payment')`;

/** For set-wide writing, as the committer does: `tx.insert(auditTable, rows)`. */
export const auditTable: Table = {
  name: 'audit',
  columns: {
    community_id: 'text',
    at: 'bigint',
    audit_id: 'text',
    actor_id: 'text',
    actor_kind: 'text',
    via: 'text',
    act: 'text',
    subject_kind: 'text',
    subject_id: 'text',
  },
};

/** The community under which stands what concerns the server itself. */
export const serverItself = '-';

/** What stands beside a row of somebody who was helped at a visit: that the helper sat there (U07); nothing else. */
export function helpRows({ id, visit }: Actor, communityId: string | null, at: number): Row[] {
  if (visit === undefined) return [];
  const helper = { id: visit.helperId, kind: 'person', via: `visit ${visit.id}` } as const;
  return [auditRow(helper, 'help_member', 'party', id, communityId, at)];
}

/**
 * One row of the audit: who did, or looked at, what.
 * @param communityId null for the server itself
 * @param at milliseconds since 1970
 */
export function auditRow(
  actor: Pick<Actor, 'id' | 'kind' | 'via'>,
  act: AuditedAct,
  subjectKind: SubjectKind,
  subjectId: string,
  communityId: string | null,
  at: number,
): Row {
  return {
    community_id: communityId ?? serverItself,
    at: BigInt(at),
    audit_id: newId(),
    actor_id: actor.id,
    actor_kind: actor.kind,
    via: actor.via,
    act,
    subject_kind: subjectKind,
    subject_id: subjectId,
  };
}

/** Writes rows of the audit in the transaction of what they are about. */
export function audit(tx: Tx, ...rows: Row[]): Promise<void> {
  return tx.insert(auditTable, rows);
}
