import { Inject, Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { KeysService } from '../access/keys.service.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Reason } from '../ledger/order.js';
import { expiryAfter, liveCodesMax, type CodeKind, type PaymentCode } from './code.js';
import * as store from './codes.store.js';
import { LedgerFacts, lockAccounts, whereOf } from './ledger-facts.js';
import { no, type No } from './payment.js';
import { codeUrl, hashOfToken, newStoredToken, openSealed } from './tokens.js';

export interface NewCode {
  /** The account that receives. */
  readonly account: string;
  readonly kind: CodeKind;
  /** Smallest units, positive; left out when whoever pays chooses. */
  readonly amount?: bigint;
  readonly reason?: Reason;
  /** Of a single-use code: 1 to 2160, 24 if left out. */
  readonly hours?: number;
}

/** A code with what its QR says. */
export interface ShownCode {
  readonly code: PaymentCode;
  /** Null once the code no longer works. */
  readonly url: string | null;
}

/** QR codes by which an account is paid. */
@Injectable()
export class CodesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysService,
    private readonly facts: LedgerFacts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Makes a code for an account the actor may ask payments for.
   * @returns the code and the URL for its QR; refused `no_such_account`, `too_many_codes`
   * @throws NotAllowed
   */
  async make(
    actor: Actor,
    communityId: string,
    asked: NewCode,
  ): Promise<(ShownCode & { kind: 'made' }) | No> {
    const now = this.clock.now();
    if (!(await this.mayAsk(actor, communityId, asked.account))) return no('no_such_account');
    const code: PaymentCode = {
      communityId,
      id: newId(),
      kind: asked.kind,
      accountId: asked.account,
      amount: asked.amount ?? null,
      reason: asked.reason ?? null,
      madeBy: actor.id,
      madeAt: now,
      expiresAt: asked.kind === 'single' ? expiryAfter(now, asked.hours) : null,
      kept: 'open',
      exchangeId: null,
    };
    const stored = newStoredToken(this.keys, code.id);
    const row = auditRow(actor, 'ask_payment', 'code', code.id, communityId, now);
    const made = await this.database.transaction(async (tx) => {
      // Under lock, so that many at once make no more than one after the other.
      await lockAccounts(tx, communityId, [code.accountId]);
      if ((await store.countLive(tx, communityId, code.accountId, now)) >= liveCodesMax) return false;
      await store.insertCode(tx, code, stored);
      await audit(tx, row);
      return true;
    });
    if (!made) return no('too_many_codes');
    return { kind: 'made', code, url: codeUrl(this.config.publicUrl, stored.token) };
  }

  /**
   * The codes of an account, by id.
   * @param after the id of the last one seen, '' from the start
   * @param limit at most 201
   * @returns undefined when there is no such account
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    accountId: string,
    after: string,
    limit: number,
  ): Promise<PaymentCode[] | undefined> {
    if (!(await this.mayAsk(actor, communityId, accountId))) return undefined;
    return store.findCodesOf(this.database.reader, communityId, accountId, after, limit);
  }

  /**
   * One code of an account of the actor's, with what its QR says, to show or print it again.
   * @returns undefined when there is no such code
   * @throws NotAllowed
   */
  async show(actor: Actor, communityId: string, id: string): Promise<ShownCode | undefined> {
    const found = await store.findCode(this.database.reader, communityId, id);
    if (found === undefined || !(await this.mayAsk(actor, communityId, found.code.accountId)))
      return undefined;
    const { code, sealed } = found;
    const url = sealed === null ? null : codeUrl(this.config.publicUrl, openSealed(this.keys, id, sealed));
    return { code, url };
  }

  /**
   * Takes a code down for good.
   * @returns whether it was open; undefined when there is no such code
   * @throws NotAllowed
   */
  async close(actor: Actor, communityId: string, id: string): Promise<boolean | undefined> {
    const found = await store.findCode(this.database.reader, communityId, id);
    if (found === undefined || !(await this.mayAsk(actor, communityId, found.code.accountId)))
      return undefined;
    const now = this.clock.now();
    const row = auditRow(actor, 'ask_payment', 'code', id, communityId, now);
    return this.database.transaction(async (tx) => {
      const closed = await store.closeCode(tx, communityId, id, now);
      if (closed) await audit(tx, row);
      return closed;
    });
  }

  /** By the token in a QR code, in whatever community. Who may pay it is asked when it is paid. */
  findByToken(token: string): Promise<PaymentCode | undefined> {
    return store.findCodeByToken(this.database.reader, hashOfToken(token));
  }

  /**
   * @returns false when there is no such account, which only a steward is told
   * @throws NotAllowed
   */
  private async mayAsk(actor: Actor, communityId: string, accountId: string): Promise<boolean> {
    const account = await this.facts.owner(communityId, accountId);
    const where = account === undefined ? { communityId, partyId: null } : whereOf(account);
    if (!may(actor, 'ask_payment', where, this.clock.now())) throw new NotAllowed();
    return account !== undefined;
  }
}
