import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Actor } from './actor.js';
import type { Owner } from './credential.js';
import { Freshness } from './freshness.js';
import { Gathered } from './gathered.js';
import { isOperator, mandatesOf, mandatesOfMany, operatorMandate } from './mandates.store.js';
import { mandatesBy } from './passphrase.js';
import { SessionsService } from './sessions.service.js';
import { findTokens } from './tokens.service.js';

/** What a request shows. A token goes before a session. */
export interface Credentials {
  /** An API token, with its prefix. */
  readonly token?: string;
  /** The token in the session cookie. */
  readonly session?: string;
}

interface Remembered {
  readonly actor: Actor;
  readonly until: number;
}

/**
 * For so long an actor known by an API token is not asked for again. A SQLite file has one process, which hears of
 * every change at once; a PostgreSQL database may have others, of whose changes nothing is heard.
 */
const rememberMs = { sqlite: 60_000, postgres: 1000 } as const;
const rememberMost = 20_000;

interface FoundToken {
  readonly actor: Actor;
  readonly expiresAt: number;
}

/**
 * Turns what a request shows into who asks: one look-up for the token or session and one for the mandates.
 *
 * Actors known by an API token are remembered for a while. A revocation or a changed mandate counts at once in the
 * process that wrote it; others on the same PostgreSQL database may go by the old state for one second. Sessions are
 * looked up each time.
 */
@Injectable()
export class ActorsService {
  private remembered = new Map<string, Remembered>();
  private readonly tokens = new Gathered((texts) => this.readTokens(texts));
  /** The latest instant of those who ask. */
  private latest = 0;

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    freshness: Freshness,
  ) {
    freshness.onChange(() => (this.remembered = new Map()));
  }

  /** @returns undefined when what is shown is unknown, over or revoked, or when nothing is shown */
  async actorOf(credentials: Credentials, now: number): Promise<Actor | undefined> {
    if (credentials.token !== undefined) return this.byToken(credentials.token, now);
    if (credentials.session === undefined) return undefined;
    const session = await this.sessions.find(credentials.session, now);
    if (session === undefined) return undefined;
    const { owner, way, cardId, ownDevice } = session;
    const held = await this.mandatesOf(owner, now);
    if (held === undefined) return undefined;
    const { id, kind, communityId } = owner;
    const mandates = mandatesBy(way, held);
    const isShut = way !== 'passphrase' && mandates.length < held.length;
    return {
      ...{ id, kind, communityId, scopes: null, via: session.sessionId, mandates },
      ...(isShut && { shut: way }),
      ...(cardId !== null && { card: { id: cardId, withSecret: true } }),
      ...(way === 'passphrase' && { strong: true as const }),
      ...(ownDevice && { ownDevice }),
    };
  }

  private async byToken(text: string, now: number): Promise<Actor | undefined> {
    const known = this.remembered.get(text);
    if (known !== undefined && now < known.until) return known.actor;
    // What is read now may be changed before it is remembered; then it goes into the map that was thrown away.
    const memory = this.remembered;
    this.latest = Math.max(this.latest, now);
    const found = await this.tokens.find(text);
    if (found === undefined || now >= found.expiresAt) return undefined;
    if (memory.size >= rememberMost) memory.clear();
    const until = Math.min(now + rememberMs[this.database.dialect], found.expiresAt);
    memory.set(text, { actor: found.actor, until });
    return found.actor;
  }

  private async readTokens(texts: readonly string[]): Promise<Map<string, FoundToken>> {
    const now = this.latest;
    const { reader } = this.database;
    const tokens = await findTokens(reader, texts, now);
    const persons = [...tokens.values()].flatMap(({ owner }) => (owner.kind === 'person' ? [owner] : []));
    const ofPersons = await mandatesOfMany(reader, persons, now);
    const found = new Map<string, FoundToken>();
    for (const [text, { owner, scopes, tokenId, expiresAt, way }] of tokens) {
      const { id, kind, communityId } = owner;
      const held = kind === 'person' ? ofPersons.get(owner) : await this.mandatesOf(owner, now);
      if (held === undefined) continue;
      const actor: Actor = {
        id,
        kind: 'token',
        communityId,
        mandates: mandatesBy(way, held),
        scopes: new Set(scopes),
        via: tokenId,
      };
      found.set(text, { actor, expiresAt });
    }
    return found;
  }

  private async mandatesOf(owner: Owner, now: number): Promise<Actor['mandates'] | undefined> {
    if (owner.kind === 'person') return mandatesOf(this.database.reader, owner.communityId, owner.id, now);
    return (await isOperator(this.database.reader, owner.id)) ? [operatorMandate(owner.id)] : undefined;
  }
}
