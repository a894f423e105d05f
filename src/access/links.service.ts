import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { Database } from '../database/database.js';
import { newId, newToken } from '../database/ids.js';
import type { Row, Tx } from '../database/sql.js';
import type { Config } from '../config.js';
import type { Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { ownerOf, refuse, type AccessRefusal, type Owner } from './credential.js';
import { hasPassphrase } from './passphrases.store.js';
import { type OpenedSession, type PreparedSession, SessionsService } from './sessions.service.js';
import { keptAfterMs } from './retention.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';
import { hashOf, readLinkToken } from './token.js';

/** A link that opens one session, once. Only its maker ever sees it. */
export interface SignInLink {
  readonly linkId: string;
  /** Capitals, so that as a QR code it stays small. */
  readonly url: string;
  readonly expiresAt: number;
}

export type LinkRefusal = AccessRefusal<'link_unknown' | 'link_expired' | 'link_used' | 'passphrase_needed'>;

interface LinkRow extends Row {
  link_id: string;
  purpose: string;
  actor_id: string;
  community_id: string | null;
  expires_at: bigint;
  used_at: bigint | null;
  voided_at: bigint | null;
  way: string;
}

/** Writing and opening one-time links. Who may have one made is judged by SignInService and SetUpService. */
@Injectable()
export class LinksService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /**
   * Makes a link for an owner; an older one of theirs that was not used yet stops working.
   * @param way what its session counts as
   */
  async make(
    maker: Actor,
    owner: Owner,
    purpose: 'sign_in' | 'set_up',
    way: 'link' | 'passphrase' = 'link',
  ): Promise<SignInLink> {
    const now = this.clock.now();
    const token = newToken();
    const hash = hashOf(token);
    const linkId = newId();
    const expiresAt = now + this.settings.linkMs;
    const act = purpose === 'set_up' ? 'set_up' : 'make_sign_in_link';
    const row = auditRow(maker, act, 'party', owner.id, owner.communityId, now);
    await this.database.transaction(async (tx) => {
      await voidLinks(tx, purpose === 'set_up' ? { purpose } : { actorId: owner.id }, now);
      await tx.run(
        `insert into sign_in_links (token_hash, link_id, purpose, actor_id, actor_kind, community_id, made_by, made_at,
         expires_at, way) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [hash, linkId, purpose, owner.id, owner.kind, owner.communityId, maker.id, now, expiresAt, way],
      );
      await audit(tx, row);
    });
    return { linkId, url: `${this.config.publicUrl.toUpperCase()}/L/${token}`, expiresAt };
  }

  /**
   * Opens the session of a link and uses it up, also when many open it at once: the one statement that marks it used
   * decides, and only one of them changes a row.
   * @param text the token as it came in the address, any case
   * @param ownDevice whether the device is theirs alone
   * @returns the opened session, or why not
   */
  async open(text: string, ownDevice: boolean): Promise<OpenedSession | LinkRefusal> {
    const token = readLinkToken(text);
    if (token === undefined) return refuse('link_unknown');
    const now = this.clock.now();
    const hash = hashOf(token);
    const session = this.sessions.prepare();
    return this.database.transaction(async (tx) => {
      const used = await tx.run(
        `update sign_in_links set used_at = ?
         where token_hash = ? and used_at is null and voided_at is null and expires_at > ?`,
        [now, hash, now],
      );
      const link = await tx.one<LinkRow>(
        `select link_id, purpose, actor_id, community_id, expires_at, used_at, voided_at, way from sign_in_links
         where token_hash = ?`,
        [hash],
      );
      if (link === undefined) return refuse('link_unknown');
      if (used === 0) return refuse(link.used_at !== null ? 'link_used' : 'link_expired');
      const { actor_id: actorId, community_id: communityId } = link;
      // Made before they had a passphrase; from then on a link would be a way around it.
      if (communityId !== null && (await hasPassphrase(tx, communityId, actorId)))
        return refuse('passphrase_needed');
      return this.enter(tx, link, session, ownDevice, now);
    });
  }

  /** Removes links that ended long ago. For upkeep. */
  async tidy(): Promise<number> {
    const old = this.clock.now() - keptAfterMs.links;
    return this.database.transaction((tx) => tx.run(`delete from sign_in_links where expires_at < ?`, [old]));
  }

  private async enter(
    tx: Tx,
    link: LinkRow,
    session: PreparedSession,
    ownDevice: boolean,
    now: number,
  ): Promise<OpenedSession> {
    const owner = ownerOf(link);
    if (link.purpose === 'set_up') {
      await tx.run(`insert into operators (operator_id, appointed_at) values (?, ?) on conflict do nothing`, [
        owner.id,
        now,
      ]);
    }
    const way = link.way === 'passphrase' ? 'passphrase' : 'link';
    const opened = await this.sessions.open(tx, session, owner, ownDevice, { way });
    const who = { id: owner.id, kind: owner.kind, via: link.link_id };
    await audit(tx, auditRow(who, 'sign_in', 'session', opened.sessionId, owner.communityId, now));
    return opened;
  }
}

async function voidLinks(
  tx: Tx,
  which: { actorId: string } | { purpose: string },
  now: number,
): Promise<void> {
  const [column, value] = 'actorId' in which ? ['actor_id', which.actorId] : ['purpose', which.purpose];
  await tx.run(
    `update sign_in_links set voided_at = ? where ${column} = ? and used_at is null and voided_at is null`,
    [now, value],
  );
}
