import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId, newToken } from '../database/ids.js';
import type { Row, Tx } from '../database/sql.js';
import type { Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { ownerOf, type Owner } from './credential.js';
import { KeysService } from './keys.service.js';
import { sameBytes } from './keys.js';
import { keptAfterMs } from './retention.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';

/** A session that has just been opened. The token goes into the cookie and nowhere else. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly token: string;
  readonly owner: Owner;
  /** Milliseconds since 1970; null when the browser is to forget it as soon as it is closed. */
  readonly keptUntil: number | null;
}

export interface PreparedSession {
  readonly sessionId: string;
  readonly token: string;
  readonly hash: Buffer;
}

/** How a session was opened: it decides what the session may (see `mandatesBy`). */
export type SessionWay = 'link' | 'card' | 'passphrase';

export interface LiveSession {
  readonly sessionId: string;
  readonly owner: Owner;
  readonly way: SessionWay;
  /** The card that opened it. */
  readonly cardId: string | null;
  /** Whether somebody said that the device is theirs alone. */
  readonly ownDevice: boolean;
}

interface SessionRow extends Row {
  session_id: string;
  actor_id: string;
  community_id: string | null;
  seen_at: bigint;
  idle_ms: bigint;
  way: SessionWay;
  card_id: string | null;
}

/** Sessions of people and operators. Only a MAC of the token is kept, so a stolen database opens no session. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly clock: Clock,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /** Prepares a session. Made before the transaction that writes it, because nothing is hashed inside one. */
  prepare(): PreparedSession {
    const token = newToken();
    return { sessionId: newId(), token, hash: this.keys.mac('session', token) };
  }

  /**
   * Opens a prepared session in the transaction that allows it.
   * @param ownDevice whether the person said that the device is theirs alone
   * @param how.way a link unless said otherwise
   */
  async open(
    tx: Tx,
    prepared: PreparedSession,
    owner: Owner,
    ownDevice: boolean,
    how: { way: SessionWay; cardId?: string } = { way: 'link' },
  ): Promise<OpenedSession> {
    const now = this.clock.now();
    const { own, work, shared } = this.settings.session;
    const works = owner.kind === 'operator' || (how.way === 'passphrase' && !ownDevice);
    const { idleMs, longestMs } = works ? work : ownDevice ? own : shared;
    await tx.run(
      `insert into sessions (token_hash, session_id, actor_id, actor_kind, community_id, opened_at, seen_at, idle_ms,
       expires_at, way, card_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        prepared.hash,
        prepared.sessionId,
        owner.id,
        owner.kind,
        owner.communityId,
        now,
        now,
        idleMs,
        now + longestMs,
        how.way,
        how.cardId ?? null,
      ],
    );
    return {
      sessionId: prepared.sessionId,
      token: prepared.token,
      owner,
      keptUntil: ownDevice ? now + longestMs : null,
    };
  }

  /** The live session of a token, or undefined. That it is in use is written down at most ten times per idle span. */
  async find(token: string, now: number): Promise<LiveSession | undefined> {
    if (token.length !== 26) return undefined;
    const hash = this.keys.mac('session', token);
    const row = await this.database.reader.one<SessionRow>(
      `select session_id, actor_id, community_id, seen_at, idle_ms, way, card_id from sessions
       where token_hash = ? and ended_at is null and expires_at > ? and seen_at + idle_ms > ?`,
      [hash, now, now],
    );
    if (row === undefined) return undefined;
    if (now - Number(row.seen_at) > Number(row.idle_ms) / 10) await this.seen(hash, now);
    const { session_id: sessionId, way, card_id: cardId, idle_ms: idleMs } = row;
    const ownDevice = Number(idleMs) > this.settings.session.work.idleMs;
    return { sessionId, owner: ownerOf(row), way, cardId, ownDevice };
  }

  /** From now on the session is one on a device that is theirs alone (U05). @param token the session's, as it came */
  async remember(actor: Actor, owner: Owner, token: string): Promise<OpenedSession> {
    const now = this.clock.now();
    const { idleMs, longestMs } = this.settings.session.own;
    const row = auditRow(actor, 'remember_device', 'session', actor.via, actor.communityId, now);
    const keptUntil = now + longestMs;
    await this.database.transaction(async (tx) => {
      const sql = `update sessions set idle_ms = ?, expires_at = ? where session_id = ? and ended_at is null`;
      const changed = await tx.run(sql, [idleMs, keptUntil, actor.via]);
      if (changed > 0) await audit(tx, row);
    });
    return { sessionId: actor.via, token, owner, keptUntil };
  }

  /** A session that waits for people, as a kiosk does, lives on unused as long as those of people at work. */
  async letWait({ via }: Actor): Promise<void> {
    const { idleMs } = this.settings.session.work;
    await this.database.transaction((tx) =>
      tx.run(`update sessions set idle_ms = ? where session_id = ? and idle_ms < ?`, [idleMs, via, idleMs]),
    );
  }

  /** Signs out: ends the session the actor came in by. Nothing happens for tokens. */
  async end(actor: Actor): Promise<void> {
    const now = this.clock.now();
    const row = auditRow(actor, 'sign_out', 'session', actor.via, actor.communityId, now);
    await this.database.transaction(async (tx) => {
      const ended = await tx.run(
        `update sessions set ended_at = ? where session_id = ? and ended_at is null`,
        [now, actor.via],
      );
      if (ended > 0) await audit(tx, row);
    });
  }

  /**
   * What an address carries that ends this session. It is of no use for any other, nor after it, so it may stand in a
   * history; and no other site knows it, so none signs anybody out.
   */
  leavingToken(sessionId: string): string {
    return this.keys.mac('csrf', `leaving ${sessionId}`).toString('base64url').slice(0, 22);
  }

  isLeavingToken(sessionId: string, given: string): boolean {
    return sameBytes(Buffer.from(given), Buffer.from(this.leavingToken(sessionId)));
  }

  /** What a form of our own pages carries, for this session only. */
  csrfToken(sessionId: string): string {
    return this.keys.mac('csrf', sessionId).toString('base64url');
  }

  isCsrfToken(sessionId: string, given: unknown): boolean {
    if (typeof given !== 'string') return false;
    return sameBytes(Buffer.from(given), Buffer.from(this.csrfToken(sessionId)));
  }

  /** Removes sessions that ended long ago. For upkeep. */
  async tidy(): Promise<number> {
    const old = this.clock.now() - keptAfterMs.sessions;
    return this.database.transaction((tx) => tx.run(`delete from sessions where expires_at < ?`, [old]));
  }

  private async seen(hash: Buffer, now: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.run(`update sessions set seen_at = ? where token_hash = ? and seen_at < ?`, [now, hash, now]),
    );
  }
}
