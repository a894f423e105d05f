import { Injectable } from '@nestjs/common';
import type { Actor, Where } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import type { Booked } from '../books/answers.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { SecondYesLimits } from '../communities/second-yes-limits.service.js';
import { secondYesDays } from '../communities/second-yes.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { lockAccounts, whereOf, type AccountOwner } from './ledger-facts.js';
import { no, type No } from './payment.js';
import { PayeesService } from './payees.service.js';
import { amountOf, type NewPayment } from './payments.service.js';
import { stateOfSecondYes, type SecondYesRequest, type SecondYesWish } from './second-yes.js';
import * as store from './second-yes.store.js';

/** So many wait at once in one group. */
export const waitingMost = 50;

const dayMs = 86_400_000;

/** What the second yes reads and writes. Who may is asked by `SecondYesService`. */
@Injectable()
export class SecondYesGround {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly exchanges: ExchangesReading,
    private readonly payees: PayeesService,
    private readonly limits: SecondYesLimits,
  ) {}

  now(): number {
    return this.clock.now();
  }

  find(communityId: string, id: string): Promise<SecondYesRequest | undefined> {
    return store.findRequest(this.database.reader, communityId, id);
  }

  requestsOf(communityId: string, partyId: string): Promise<SecondYesRequest[]> {
    return store.findRequestsOf(this.database.reader, communityId, partyId);
  }

  owner(communityId: string, accountId: string): Promise<AccountOwner | undefined> {
    return this.payees.owner(communityId, accountId);
  }

  /** Where an act on a party takes place; its kind is that of its accounts. */
  async placeOf(communityId: string, partyId: string): Promise<Where> {
    const [account] = await this.payees.accountsOf(communityId, partyId);
    return account === undefined ? { communityId, partyId, partyKind: 'person' } : whereOf(account);
  }

  /** A payment that was found too large for one, as a request. Codes are kept by their ids, never by what opens them. */
  async requestFor(
    actor: Actor,
    communityId: string,
    payment: NewPayment,
  ): Promise<{ kind: 'asked'; request: SecondYesRequest } | No> {
    const found = await this.payees.find(communityId, payment);
    if (found.kind === 'refused') return found;
    const { from, payee } = found;
    const amount = amountOf(payment, payee.amount, payee.mayBePart);
    if (from?.partyId == null) return no('not_your_account');
    if (typeof amount !== 'bigint') return amount;
    const now = this.clock.now();
    const limit = await this.limits.above(communityId, from.partyId, from.currency, amount);
    const request: SecondYesRequest = {
      communityId,
      id: payment.orderId,
      partyId: from.partyId,
      accountId: from.id,
      toAccountId: payee.account.id,
      amount,
      wish: wishOf(payment, payee.guards, payee.reason),
      madeBy: actor.id,
      madeAt: now,
      expiresAt: now + (limit?.days ?? secondYesDays.usual) * dayMs,
      kept: 'asked',
      exchangeId: null,
    };
    return { kind: 'asked', request };
  }

  /** Keeps it, unless it is there. @returns what is there now; refused `too_many_requests_open` */
  async keep(
    actor: Actor,
    request: SecondYesRequest,
  ): Promise<{ kind: 'kept'; request: SecondYesRequest } | No> {
    const { communityId, id, partyId, accountId, madeAt } = request;
    const row = auditRow(actor, 'pay_from', 'request', id, communityId, madeAt);
    return this.database.transaction(
      async (tx): Promise<{ kind: 'kept'; request: SecondYesRequest } | No> => {
        await lockAccounts(tx, communityId, [accountId]);
        const known = await store.findRequest(tx, communityId, id);
        if (known !== undefined) return { kind: 'kept', request: known };
        if ((await store.countWaiting(tx, communityId, partyId, madeAt)) >= waitingMost)
          return no('too_many_requests_open');
        await store.insertRequest(tx, request);
        await audit(tx, row);
        return { kind: 'kept', request };
      },
    );
  }

  async decline(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'declined'; request: SecondYesRequest } | No> {
    const now = this.clock.now();
    const row = auditRow(actor, 'pay_from', 'request', id, communityId, now);
    return this.database.transaction(
      async (tx): Promise<{ kind: 'declined'; request: SecondYesRequest } | No> => {
        const request = (await store.findRequest(tx, communityId, id, tx.forUpdate))!;
        const state = stateOfSecondYes(request, now);
        if (state === 'paid') return no('request_paid');
        if (state === 'expired') return no('request_expired');
        if (state === 'declined') return { kind: 'declined', request };
        await store.declineRequest(tx, communityId, id, actor.id, now);
        await audit(tx, row);
        return { kind: 'declined', request: { ...request, kept: 'declined' } };
      },
    );
  }

  /** The answer to a request that was paid: what its exchange says. */
  async booked(communityId: string, exchangeId: string): Promise<Booked> {
    const { receiptToken, bookedAt } = (await this.exchanges.find(communityId, exchangeId))!;
    return { kind: 'posted', exchangeId, receiptToken, bookedAt, repeated: true };
  }
}

function wishOf(
  { kind, reason, minutes, subject, labour, factDate, helper }: NewPayment,
  guards: SecondYesWish['guards'],
  saidReason: NewPayment['reason'] | null,
): SecondYesWish {
  const why = reason ?? saidReason ?? undefined;
  return {
    guards,
    ...(kind !== undefined && { kind }),
    ...(why !== undefined && { reason: why }),
    ...(minutes !== undefined && { minutes }),
    ...(subject !== undefined && { subject }),
    ...(labour !== undefined && { labour }),
    ...(factDate !== undefined && { factDate }),
    ...(helper !== undefined && { helper }),
  };
}
