import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Row } from '../database/sql.js';
import type { Actor } from './actor.js';
import { audit, auditRow, helpRows } from './audit.js';
import { NotAllowed } from './errors.js';
import type { SessionWay } from './sessions.service.js';

/** One of somebody's own sessions that is open. */
export interface OwnSession {
  readonly id: string;
  readonly way: SessionWay;
  readonly openedAt: number;
  readonly seenAt: number;
  /** Whether it is the one in which this is asked. */
  readonly isThis: boolean;
}

interface SessionRow extends Row {
  session_id: string;
  way: SessionWay;
  opened_at: bigint;
  seen_at: bigint;
}

const shown = 100;

/** Weaker ones end no stronger ones: whoever found a card and its secret shuts nobody out. */
const endedBy: Readonly<Record<SessionWay, readonly SessionWay[]>> = {
  card: ['card'],
  link: ['card', 'link'],
  passphrase: ['card', 'link', 'passphrase'],
};

/** Where somebody is signed in, and ending that elsewhere. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The last used first, at most 100. @throws NotAllowed for programs */
  async list(actor: Actor): Promise<OwnSession[]> {
    const now = this.mustBeSignedIn(actor);
    const rows = await this.database.reader.all<SessionRow>(
      `select session_id, way, opened_at, seen_at from sessions
        where actor_id = ? and ended_at is null and expires_at > ? and seen_at + idle_ms > ?
        order by seen_at desc, session_id limit ${shown}`,
      [actor.id, now, now],
    );
    return rows.map((row) => ({
      id: row.session_id,
      way: row.way,
      openedAt: Number(row.opened_at),
      seenAt: Number(row.seen_at),
      isThis: row.session_id === actor.via,
    }));
  }

  /**
   * Ends all others, and the links that would open new ones; a session by card ends only those by card.
   * @returns how many sessions
   * @throws NotAllowed for programs
   */
  async endOthers(actor: Actor): Promise<number> {
    const now = this.mustBeSignedIn(actor);
    const way = await this.wayOf(actor);
    const row = auditRow(actor, 'sign_out', 'party', actor.id, actor.communityId, now);
    return this.database.transaction(async (tx) => {
      const ways = tx.within('way', endedBy[way]);
      const ended = await tx.run(
        `update sessions set ended_at = ?
          where actor_id = ? and session_id <> ? and ended_at is null and ${ways.sql}`,
        [now, actor.id, actor.via, ways.param],
      );
      if (way !== 'card')
        await tx.run(
          `update sign_in_links set voided_at = ? where actor_id = ? and used_at is null and voided_at is null`,
          [now, actor.id],
        );
      await audit(tx, row, ...helpRows(actor, actor.communityId, now));
      return ended;
    });
  }

  private async wayOf({ via, card }: Actor): Promise<SessionWay> {
    // On a screen that is not theirs there is no session: their card was shown, and its secret given.
    if (card?.withSecret === true && via === `card ${card.id}`) return 'card';
    const sql = 'select way from sessions where session_id = ? and ended_at is null';
    const row = await this.database.reader.one<{ way: SessionWay }>(sql, [via]);
    if (row === undefined) throw new NotAllowed();
    return row.way;
  }

  private mustBeSignedIn({ kind, scopes }: Actor): number {
    if (scopes !== null || (kind !== 'person' && kind !== 'operator')) throw new NotAllowed();
    return this.clock.now();
  }
}
