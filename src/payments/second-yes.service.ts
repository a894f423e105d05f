import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { whereOf, type AccountOwner } from './ledger-facts.js';
import { mayPayFrom, no, type No } from './payment.js';
import { PaymentsService, type NewPayment } from './payments.service.js';
import { secondYesGuard, stateOfSecondYes, type SecondYesRequest } from './second-yes.js';
import { SecondYesGround } from './second-yes-ground.js';

/** Nothing is booked yet: the payment waits for somebody else, or did. */
export interface SecondNeeded {
  readonly kind: 'needs_second';
  readonly request: SecondYesRequest;
}

/** Paying out of a purse for which, above a limit, two people have to say yes (S09). */
@Injectable()
export class SecondYesService {
  constructor(
    private readonly payments: PaymentsService,
    private readonly ground: SecondYesGround,
  ) {}

  /**
   * Pays; above the limit of a group it becomes a request to its other treasurers instead. Safe to repeat: once another
   * has said yes, the same call gets the receipt.
   * @returns posted, or `needs_second` with what waits; refused as any payment,
   * `request_declined`, `request_expired`, `too_many_requests_open`
   */
  async pay(actor: Actor, communityId: string, payment: NewPayment): Promise<Answer | No | SecondNeeded> {
    const answer = await this.payments.pay(actor, communityId, payment);
    if (answer.kind !== 'refused' || answer.code !== 'needs_second') return answer;
    const asked = await this.ground.requestFor(actor, communityId, payment);
    if (asked.kind === 'refused') return asked;
    const kept = await this.ground.keep(actor, asked.request);
    if (kept.kind === 'refused') return kept;
    const { request } = kept;
    if (!isSame(request, asked.request)) return no('exists_with_different_content');
    const { exchangeId } = request;
    if (exchangeId !== null) return this.ground.booked(communityId, exchangeId);
    const state = stateOfSecondYes(request, this.ground.now());
    if (state === 'declined' || state === 'expired') return no(`request_${state}`);
    return { kind: 'needs_second', request };
  }

  /**
   * The second yes, which books. Two at once book once.
   * @param orderId made by who says yes, a UUID version 7
   * @returns posted; refused `no_such_second_request`, `maker_may_not_approve`, `request_paid`, `request_declined`,
   * `request_expired`, or as any payment
   */
  async approve(actor: Actor, communityId: string, orderId: string, id: string): Promise<Answer | No> {
    const found = await this.own(actor, communityId, id);
    if (found === undefined) return no('no_such_second_request');
    const { request } = found;
    const isSomebody = actor.kind === 'person' || actor.kind === 'token';
    if (request.madeBy === actor.id || !isSomebody) return no('maker_may_not_approve');
    const { guards, ...wish } = request.wish;
    const { accountId: from, toAccountId: to, amount } = request;
    const guard = { kind: secondYesGuard, key: id, expect: 'asked', next: 'paid' };
    const payment = { ...wish, orderId, from, to, amount };
    const answer = await this.payments.pay(actor, communityId, payment, [...guards, guard]);
    if (answer.kind !== 'refused' || answer.code !== 'code_already_used') return answer;
    const now = await this.ground.find(communityId, id);
    return now?.kept === 'paid' ? { ...answer, code: 'request_paid' } : answer;
  }

  /**
   * A no, by any treasurer; whoever asked takes it back so.
   * @returns the request as it now is; refused `no_such_second_request`, `request_paid`, `request_expired`
   */
  async decline(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'declined'; request: SecondYesRequest } | No> {
    if ((await this.own(actor, communityId, id)) === undefined) return no('no_such_second_request');
    return this.ground.decline(actor, communityId, id);
  }

  /** One, for the treasurers of the purse. @returns undefined for everybody else, as if there was none */
  async show(actor: Actor, communityId: string, id: string): Promise<SecondYesRequest | undefined> {
    return (await this.own(actor, communityId, id))?.request;
  }

  /** What waits and waited for a second yes in a group, newest first, at most 200. @throws NotAllowed */
  async list(actor: Actor, communityId: string, partyId: string): Promise<SecondYesRequest[]> {
    const where = await this.ground.placeOf(communityId, partyId);
    // They say whom the group pays: who only checks its books sees no persons (5C).
    if (!may(actor, 'pay_from', where, this.ground.now())) throw new NotAllowed();
    return this.ground.requestsOf(communityId, partyId);
  }

  private async own(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ request: SecondYesRequest; from: AccountOwner } | undefined> {
    const request = await this.ground.find(communityId, id);
    const from = request === undefined ? undefined : await this.ground.owner(communityId, request.accountId);
    if (request === undefined || from === undefined) return undefined;
    return mayPayFrom(actor, from, this.ground.now()) && whereOf(from).partyId !== null
      ? { request, from }
      : undefined;
  }
}

/** Whether a call that came again says the same as before. */
function isSame(one: SecondYesRequest, other: SecondYesRequest): boolean {
  const said = ({ accountId, toAccountId, amount, wish, madeBy }: SecondYesRequest): string =>
    JSON.stringify([accountId, toAccountId, String(amount), wish, madeBy]);
  return said(one) === said(other);
}
