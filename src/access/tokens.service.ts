import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Reader, Row } from '../database/sql.js';
import { may, scopes, type Actor, type Scope } from './actor.js';
import { audit, auditRow } from './audit.js';
import { ownerOf, refuse, type AccessRefusal, type Owner } from './credential.js';
import { NotAllowed } from './errors.js';
import { Freshness } from './freshness.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';
import { hashOf, newApiToken } from './token.js';

export interface ApiToken {
  readonly tokenId: string;
  readonly owner: Owner;
  readonly scopes: readonly Scope[];
  readonly lastFour: string;
  readonly label: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

/** A token can do no more than the session it was made in. The command line stands beside disk and keys. */
type TokenWay = 'link' | 'passphrase';

function wayOf(actor: Actor): TokenWay {
  return actor.kind === 'system' || actor.strong === true ? 'passphrase' : 'link';
}

export interface TokenWish {
  readonly owner: Owner;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** What it is for, at most 40 characters, shown to its owner only. */
  readonly label: string;
}

export type TokenRefusal = AccessRefusal<'token_needs_scopes' | 'token_end_not_possible' | 'label_too_long'>;

interface TokenRow extends Row {
  token_id: string;
  actor_id: string;
  community_id: string | null;
  scopes: string;
  last_four: string;
  label: string;
  made_at: bigint;
  expires_at: bigint;
  revoked_at: bigint | null;
}

const columns = 'token_id, actor_id, community_id, scopes, last_four, label, made_at, expires_at, revoked_at';
const listMost = 200;

/** Tokens by which programs act for a person or an operator. Stored as a hash, shown once. */
@Injectable()
export class TokensService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly freshness: Freshness,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /**
   * Makes a token for oneself; the command line makes them for anybody.
   * @throws NotAllowed
   */
  async make(
    actor: Actor,
    wish: TokenWish,
  ): Promise<{ kind: 'made'; token: string; made: ApiToken } | TokenRefusal> {
    const now = this.clock.now();
    this.mustBeOwn(actor, wish.owner, now);
    const trouble = this.trouble(wish, now);
    if (trouble !== null) return refuse(trouble);
    const { token, hash, lastFour } = newApiToken();
    const made: ApiToken = { ...wish, tokenId: newId(), lastFour, madeAt: now, revokedAt: null };
    const row = auditRow(actor, 'make_token', 'token', made.tokenId, wish.owner.communityId, now);
    const { owner } = wish;
    await this.database.transaction(async (tx) => {
      await tx.run(
        `insert into api_tokens (token_hash, token_id, actor_id, actor_kind, community_id, scopes, last_four, label,
         made_by, made_at, expires_at, way) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[hash, made.tokenId, owner.id, owner.kind, owner.communityId, wish.scopes.join(' '), lastFour],
          ...[wish.label, actor.id, now, wish.expiresAt, wayOf(actor)],
        ],
      );
      await audit(tx, row);
    });
    return { kind: 'made', token, made };
  }

  /** The tokens of an owner, newest first, at most 200. @throws NotAllowed */
  async list(actor: Actor, owner: Owner): Promise<ApiToken[]> {
    this.mustBeOwn(actor, owner, this.clock.now());
    const rows = await this.database.reader.all<TokenRow>(
      `select ${columns} from api_tokens where actor_id = ? order by made_at desc, token_id limit ${listMost}`,
      [owner.id],
    );
    return rows.map(tokenOf);
  }

  /** Revokes a token, at once in this process and within a second in others. Doing it twice changes nothing. */
  async revoke(actor: Actor, tokenId: string): Promise<{ kind: 'revoked' } | AccessRefusal<'no_such_token'>> {
    const now = this.clock.now();
    const found = await this.database.reader.one<TokenRow>(
      `select ${columns} from api_tokens where token_id = ?`,
      [tokenId],
    );
    if (found === undefined || !this.isOwn(actor, ownerOf(found), now)) return refuse('no_such_token');
    const row = auditRow(actor, 'revoke_token', 'token', tokenId, found.community_id, now);
    await this.database.transaction(async (tx) => {
      const changed = await tx.run(
        `update api_tokens set revoked_at = ? where token_id = ? and revoked_at is null`,
        [now, tokenId],
      );
      if (changed > 0) await audit(tx, row);
    });
    this.freshness.changed();
    return { kind: 'revoked' };
  }

  private trouble(wish: TokenWish, now: number): TokenRefusal['code'] | null {
    if (wish.scopes.length === 0 || !wish.scopes.every((scope) => scopes.includes(scope)))
      return 'token_needs_scopes';
    if (wish.expiresAt <= now || wish.expiresAt > now + this.settings.longestTokenMs)
      return 'token_end_not_possible';
    return wish.label.length > 40 ? 'label_too_long' : null;
  }

  private mustBeOwn(actor: Actor, owner: Owner, now: number): void {
    if (!this.isOwn(actor, owner, now)) throw new NotAllowed();
  }

  private isOwn(actor: Actor, owner: Owner, now: number): boolean {
    const partyId = owner.kind === 'operator' ? null : owner.id;
    if (!may(actor, 'make_token', { communityId: owner.communityId, partyId }, now)) return false;
    return actor.kind === 'system' || actor.id === owner.id;
  }
}

/** The live tokens among these texts, by text: found by their hashes; and how the maker of each had come in. */
export async function findTokens(
  reader: Reader,
  texts: readonly string[],
  now: number,
): Promise<Map<string, ApiToken & { way: TokenWay }>> {
  const byHash = new Map(texts.map((text) => [hashOf(text).toString('hex'), text]));
  const within = reader.withinBytes('token_hash', [...byHash.keys()]);
  const rows = await reader.all<TokenRow & { token_hash: Buffer; way: TokenWay }>(
    `select token_hash, way, ${columns} from api_tokens
      where ${within.sql} and revoked_at is null and expires_at > ?`,
    [within.param, now],
  );
  return new Map(
    rows.map((row) => [byHash.get(row.token_hash.toString('hex'))!, { ...tokenOf(row), way: row.way }]),
  );
}

function tokenOf(row: TokenRow): ApiToken {
  return {
    tokenId: row.token_id,
    owner: ownerOf(row),
    scopes: row.scopes.split(' ') as Scope[],
    lastFour: row.last_four,
    label: row.label,
    madeAt: Number(row.made_at),
    expiresAt: Number(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  };
}
