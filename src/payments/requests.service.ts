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
import { expiryAfter } from './code.js';
import { LedgerFacts, lockAccounts, whereOf } from './ledger-facts.js';
import { no, type No } from './payment.js';
import { asksTheSame, idOfOrder, openRequestsMax, stateOfRequest, type PaymentRequest } from './request.js';
import * as store from './requests.store.js';
import { codeUrl, hashOfToken, newStoredToken, openSealed, type StoredToken } from './tokens.js';

export interface NewRequest {
  /** Of a form that may be sent twice: the second time it makes no other request. */
  readonly orderId?: string;
  /** The account that is to receive. */
  readonly account: string;
  /** The party that is asked; left out for whoever scans. */
  readonly payer?: string;
  /** Or one account that is asked, such as a pot. */
  readonly payerAccount?: string;
  /** Smallest units, positive. */
  readonly amount: bigint;
  readonly reason?: Reason;
  /** 1 to 2160, 24 if left out. */
  readonly hours?: number;
}

export interface ShownRequest {
  readonly request: PaymentRequest;
  /** What its QR says; null when somebody is asked by name, and once it no longer works. */
  readonly url: string | null;
}

/** Asking to be paid. */
@Injectable()
export class RequestsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysService,
    private readonly facts: LedgerFacts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Asks for a payment to an account the actor may ask payments for.
   * @returns the request, and the URL for its QR when whoever scans may pay it; refused `no_such_account`,
   * `too_many_requests_open`, `exists_with_different_content`
   * @throws NotAllowed
   */
  async make(
    actor: Actor,
    communityId: string,
    asked: NewRequest,
  ): Promise<(ShownRequest & { kind: 'made' }) | No> {
    const now = this.clock.now();
    const accounts = [asked.account, ...(asked.payerAccount === undefined ? [] : [asked.payerAccount])];
    const owners = await this.facts.owners(communityId, accounts);
    const account = owners.get(asked.account);
    if (!may(actor, 'ask_payment', account === undefined ? { communityId } : whereOf(account), now)) {
      throw new NotAllowed();
    }
    if (owners.size < new Set(accounts).size) return no('no_such_account');
    if (asked.payer !== undefined && (await this.facts.accountsOf(communityId, asked.payer)).length === 0) {
      return no('no_such_account');
    }
    const payer = asked.payerAccount === undefined ? undefined : owners.get(asked.payerAccount);
    const request: PaymentRequest = {
      communityId,
      id: asked.orderId === undefined ? newId() : idOfOrder(actor.id, asked.orderId),
      accountId: asked.account,
      payerPartyId: payer?.partyId ?? asked.payer ?? null,
      payerAccountId: payer?.id ?? null,
      amount: asked.amount,
      reason: asked.reason ?? null,
      madeBy: actor.id,
      madeAt: now,
      expiresAt: expiryAfter(now, asked.hours),
      kept: 'open',
      exchangeId: null,
    };
    const isForAll = request.payerPartyId === null && request.payerAccountId === null;
    const stored = isForAll ? newStoredToken(this.keys, request.id) : null;
    const kept = await this.keep(actor, request, stored, accounts);
    if ('kind' in kept) return kept;
    const url = kept.sealed === null ? null : this.urlOf(request.id, kept.sealed);
    return { kind: 'made', request: kept.request, url };
  }

  /**
   * One request, for who asked and for who is asked.
   * @returns undefined for everybody else, as if there was none
   */
  async show(actor: Actor, communityId: string, id: string): Promise<ShownRequest | undefined> {
    const found = await store.findRequest(this.database.reader, communityId, id);
    if (found === undefined) return undefined;
    const { request, sealed } = found;
    const asks = await this.isPayee(actor, request);
    if (!asks && !(await this.isPayer(actor, request))) return undefined;
    const shown = asks && sealed !== null;
    const url = shown ? this.urlOf(id, sealed) : null;
    return { request, url };
  }

  /**
   * What a party is asked to pay and is still open, soonest end first; at most 200.
   * @throws NotAllowed
   */
  async openFor(actor: Actor, communityId: string, partyId: string): Promise<PaymentRequest[]> {
    const now = this.clock.now();
    const where = { communityId, partyId };
    if (!may(actor, 'pay_from', where, now)) throw new NotAllowed();
    return store.findOpenFor(this.database.reader, communityId, { party: partyId }, now);
  }

  /**
   * What one account is asked to pay, such as a pot, and is still open, soonest end first; at most 200.
   * @throws NotAllowed
   */
  async openForAccount(actor: Actor, communityId: string, accountId: string): Promise<PaymentRequest[]> {
    const now = this.clock.now();
    const account = await this.facts.owner(communityId, accountId);
    const where = account === undefined ? { communityId } : whereOf(account);
    if (!may(actor, 'pay_from', where, now)) throw new NotAllowed();
    return store.findOpenFor(this.database.reader, communityId, { account: accountId }, now);
  }

  /**
   * What an account asks and has asked, newest first; at most 200.
   * @throws NotAllowed
   */
  async askedBy(actor: Actor, communityId: string, accountId: string): Promise<PaymentRequest[]> {
    const account = await this.facts.owner(communityId, accountId);
    const where = account === undefined ? { communityId } : whereOf(account);
    if (!may(actor, 'ask_payment', where, this.clock.now())) throw new NotAllowed();
    return store.findAskedBy(this.database.reader, communityId, accountId);
  }

  /**
   * Says no to a request, or takes it back: by who is asked or by who asks.
   * @returns the request as it now is; refused `request_paid`, `request_expired`; undefined when there is none
   */
  async decline(actor: Actor, communityId: string, id: string): Promise<PaymentRequest | No | undefined> {
    const shown = await this.show(actor, communityId, id);
    if (shown === undefined) return undefined;
    const now = this.clock.now();
    const row = auditRow(actor, 'ask_payment', 'request', id, communityId, now);
    return this.database.transaction(async (tx) => {
      const request = (await store.lockRequest(tx, communityId, id))!;
      const state = stateOfRequest(request, now);
      if (state === 'paid') return no('request_paid');
      if (state === 'expired') return no('request_expired');
      if (state === 'declined') return request;
      await store.declineRequest(tx, communityId, id, now);
      await audit(tx, row);
      return { ...request, kept: 'declined' as const };
    });
  }

  findByToken(token: string): Promise<PaymentRequest | undefined> {
    return store.findRequestByToken(this.database.reader, hashOfToken(token));
  }

  /** By id, for a payment; who may pay it is asked then. */
  async find(communityId: string, id: string): Promise<PaymentRequest | undefined> {
    return (await store.findRequest(this.database.reader, communityId, id))?.request;
  }

  /**
   * Counted under lock, so that many at once are no more than in turn.
   * @returns the request, or the same one that is there already
   */
  private async keep(
    actor: Actor,
    request: PaymentRequest,
    stored: StoredToken | null,
    accounts: readonly string[],
  ): Promise<store.KeptRequest | No> {
    const { communityId, id, madeAt } = request;
    const row = auditRow(actor, 'ask_payment', 'request', id, communityId, madeAt);
    return this.database.transaction(async (tx) => {
      await lockAccounts(tx, communityId, accounts);
      const before = await store.findRequest(tx, communityId, id);
      if (before !== undefined)
        return asksTheSame(before.request, request) ? before : no('exists_with_different_content');
      const open = await store.countOpen(tx, request, madeAt);
      if (open.all >= openRequestsMax.all || open.toOne >= openRequestsMax.toOne)
        return no('too_many_requests_open');
      await store.insertRequest(tx, request, stored);
      await audit(tx, row);
      return { request, sealed: stored?.sealed ?? null };
    });
  }

  private urlOf(id: string, sealed: Uint8Array): string {
    return codeUrl(this.config.publicUrl, openSealed(this.keys, id, sealed));
  }

  private async isPayee(actor: Actor, { communityId, accountId }: PaymentRequest): Promise<boolean> {
    const account = await this.facts.owner(communityId, accountId);
    return account !== undefined && may(actor, 'ask_payment', whereOf(account), this.clock.now());
  }

  private async isPayer(actor: Actor, request: PaymentRequest): Promise<boolean> {
    const { communityId, payerPartyId, payerAccountId } = request;
    const now = this.clock.now();
    if (payerAccountId !== null) {
      const account = await this.facts.owner(communityId, payerAccountId);
      return account !== undefined && may(actor, 'pay_from', whereOf(account), now);
    }
    if (payerPartyId === null) return false;
    return may(actor, 'pay_from', { communityId, partyId: payerPartyId }, now);
  }
}
