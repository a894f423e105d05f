import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Row, Value } from '../database/sql.js';
import { may, type Actor } from './actor.js';
import { audit, auditRow, notOfPurses, serverItself, type AuditedAct, type SubjectKind } from './audit.js';
import { NotAllowed } from './errors.js';

export interface AuditLine {
  readonly id: string;
  readonly at: number;
  readonly actorId: string;
  readonly actorKind: string;
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: string;
}

export interface AuditPage {
  /** Newest first. */
  readonly lines: readonly AuditLine[];
  /** Give it back as `after` for the next page; null at the end. */
  readonly next: string | null;
}

/** What others made by which the asker's own sessions can be opened. */
export interface WaysIn {
  readonly count: number;
  /** The newest; null when there is none. */
  readonly last: Pick<AuditLine, 'at' | 'actorId' | 'actorKind'> | null;
}

const waysInMs = 30 * 24 * 60 * 60_000;

interface AuditRow extends Row {
  at: bigint;
  audit_id: string;
  actor_id: string;
  actor_kind: string;
  act: string;
  subject_kind: string;
  subject_id: string;
}

/** Who did and who looked at what. Rows are only ever added. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Records that an actor looked at somebody else's data, before it is shown. */
  async look(
    actor: Actor,
    act: AuditedAct,
    subjectKind: SubjectKind,
    subjectId: string,
    communityId: string | null,
  ) {
    const row = auditRow(actor, act, subjectKind, subjectId, communityId, this.clock.now());
    await this.database.transaction((tx) => audit(tx, row));
  }

  /**
   * Reads the audit of a community, newest first: for a steward all but what people paid, gave and asked, which with
   * the journal would tell who paid what, and when others came and went; for a party what is about themselves.
   * @param ask communityId null for the server itself; partyId to read about one party; after from the page before
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    ask: { communityId: string | null; partyId?: string; after?: string; limit?: number },
  ): Promise<AuditPage> {
    const act = ask.communityId === null ? 'see_server' : 'read_audit';
    if (!may(actor, act, ask, this.clock.now())) throw new NotAllowed();
    const limit = Math.min(Math.max(ask.limit ?? 50, 1), 200);
    const rows = await this.database.reader.all<AuditRow>(...select(actor, ask, limit + 1));
    const lines = rows.slice(0, limit).map(lineOf);
    const last = lines.at(-1);
    return { lines, next: rows.length > limit && last !== undefined ? `${last.at}.${last.id}` : null };
  }

  /**
   * The ways in that others made for the person who asks, in the last 30 days: whoever opens such a link acts as them.
   * Nobody else's; an operator has none.
   * @throws NotAllowed for a token that may not read of people
   */
  async waysIn(actor: Actor): Promise<WaysIn> {
    const { communityId, id } = actor;
    if (communityId === null) return { count: 0, last: null };
    const now = this.clock.now();
    if (!may(actor, 'read_audit', { communityId, partyId: id }, now)) throw new NotAllowed();
    const rows = await this.database.reader.all<AuditRow>(
      `select at, actor_id, actor_kind from audit
       where community_id = ? and subject_kind = 'party' and subject_id = ? and at > ?
       and act = 'make_sign_in_link' and actor_id <> ? order by at desc, audit_id desc`,
      [communityId, id, BigInt(now - waysInMs), id],
    );
    const [row] = rows;
    const last = row && { at: Number(row.at), actorId: row.actor_id, actorKind: row.actor_kind };
    return { count: rows.length, last: last ?? null };
  }
}

/** When somebody came and went is theirs: others read of the community what was done in it. */
const notOfOthers = `(act not in ('sign_in', 'remember_device', 'sign_out') or actor_id = ?)`;

function select(
  actor: Actor,
  ask: { communityId: string | null; partyId?: string; after?: string },
  rows: number,
): [string, Value[]] {
  const where = ['community_id = ?'];
  const params: Value[] = [ask.communityId ?? serverItself];
  if (ask.partyId !== undefined) {
    where.push(`subject_kind = 'party' and subject_id = ?`);
    params.push(ask.partyId);
  } else if (ask.communityId !== null) {
    where.push(notOfPurses);
    if (actor.kind !== 'system') {
      where.push(notOfOthers);
      params.push(actor.id);
    }
  }
  const after = /^(\d{1,16})\.([0-9A-Z]{16})$/.exec(ask.after ?? '');
  if (after !== null) {
    where.push('(at, audit_id) < (?, ?)');
    params.push(BigInt(after[1]!), after[2]!);
  }
  const columns = 'at, audit_id, actor_id, actor_kind, act, subject_kind, subject_id';
  const order = 'order by at desc, audit_id desc';
  return [`select ${columns} from audit where ${where.join(' and ')} ${order} limit ${rows}`, params];
}

function lineOf(row: AuditRow): AuditLine {
  return {
    id: row.audit_id,
    at: Number(row.at),
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    act: row.act,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
  };
}
