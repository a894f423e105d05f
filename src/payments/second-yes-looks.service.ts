import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Faces, type Face } from '../communities/faces.js';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import type { Amount } from '../ledger/amount.js';
import { LedgerFacts, whereOf } from './ledger-facts.js';
import { stateOfSecondYes, type SecondYesRequest } from './second-yes.js';
import { SecondYesService } from './second-yes.service.js';

/** A payment that waits, as the page shows it. */
export interface WaitingPayment {
  readonly request: SecondYesRequest;
  readonly amount: { readonly amount: Amount; readonly scale: number; readonly unit: 'hour' | 'coin' };
  /** Null for the community's own accounts. */
  readonly payee: Face | null;
  readonly asker: Face | null;
  /** The one who looks asked for it, so somebody else has to say yes. */
  readonly isMine: boolean;
  /** Of the payment that a yes would make: a second tap pays nothing twice. */
  readonly orderId: string;
}

export interface WaitingPayments {
  /** The group. */
  readonly face: Face;
  readonly items: readonly WaitingPayment[];
  /** Whether the one who looks may answer. */
  readonly mayAnswer: boolean;
}

/** So many fit on a page that stays small; the oldest first, for they are over first. */
const shown = 5;

/** What waits for a second yes in a group, for its page. */
@Injectable()
export class SecondYesLooks {
  constructor(
    private readonly seconds: SecondYesService,
    private readonly facts: LedgerFacts,
    private readonly faces: Faces,
    private readonly currencies: CurrenciesService,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined when there is no such group @throws NotAllowed */
  async waiting(actor: Actor, communityId: string, partyId: string): Promise<WaitingPayments | undefined> {
    const all = await this.seconds.list(actor, communityId, partyId);
    const now = this.clock.now();
    const open = all.filter((request) => stateOfSecondYes(request, now) === 'asked').reverse();
    const some = open.slice(0, shown);
    const owners = await this.facts.owners(
      communityId,
      some.flatMap(({ accountId, toAccountId }) => [accountId, toAccountId]),
    );
    const parties = [...owners.values()].flatMap((owner) => owner.partyId ?? []);
    const faces = await this.faces.of(communityId, [
      ...new Set([partyId, ...parties, ...some.map(({ madeBy }) => madeBy)]),
    ]);
    const face = faces.get(partyId);
    if (face === undefined) return undefined;
    const currencies = await this.currencies.all(communityId);
    const [account] = await this.facts.accountsOf(communityId, partyId);
    const mayAnswer = account !== undefined && may(actor, 'pay_from', whereOf(account), now);
    const items = some.map((request): WaitingPayment => {
      const from = owners.get(request.accountId)!;
      const currency = currencies.find(({ code }) => code === from.currency)!;
      const payeeId = owners.get(request.toAccountId)?.partyId;
      return {
        request,
        amount: { amount: request.amount, scale: currency.scale, unit: currency.token },
        payee: payeeId == null ? null : (faces.get(payeeId) ?? null),
        asker: faces.get(request.madeBy) ?? null,
        isMine: request.madeBy === actor.id,
        orderId: newUuid(now),
      };
    });
    return { face, items, mayAnswer };
  }
}
