import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { CardOpeningService, type OpeningRefusal, type ShownCard } from '../access/card-opening.service.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import type { Face } from '../communities/faces.js';
import { spendable } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Reason } from '../ledger/order.js';
import { CardSurroundings } from './card-surroundings.js';
import { whereOf, type AccountOwner } from './ledger-facts.js';
import { no, type No } from './payment.js';
import { PaymentsService } from './payments.service.js';

export interface NewCardPayment {
  /** UUID version 7, made on the device; the same id again gets the same answer. */
  readonly orderId: string;
  readonly card: ShownCard;
  /** As the member gave it on the device of the other; null below the small limit. */
  readonly secret: string | null;
  /** The account that receives. */
  readonly to: string;
  readonly amount: Amount;
  readonly reason?: Reason;
}

/** What whoever receives may know of a card: whose it is, and whether there is enough. Never a balance (U25). */
export interface CardLook {
  readonly kind: 'look';
  readonly face: Face;
  readonly enough: boolean;
}

/** Paying with a paper card on the device of who receives. */
@Injectable()
export class CardPaymentsService {
  constructor(
    private readonly cards: CardOpeningService,
    private readonly payments: PaymentsService,
    private readonly surroundings: CardSurroundings,
  ) {}

  /**
   * Shows whose card it is and whether there is enough on its purse for an amount. Changes nothing.
   * @param device who receives, or scans for them
   * @throws NotAllowed, TooManyTries
   */
  async look(
    device: Actor,
    communityId: string,
    asked: Pick<NewCardPayment, 'card' | 'to' | 'amount'>,
  ): Promise<CardLook | OpeningRefusal | No> {
    const to = await this.mustReceive(device, communityId, asked.to);
    const opened = await this.cards.open(asked.card, null, device);
    if (opened.kind === 'refused') return opened;
    const from = await this.surroundings.purse(opened.actor, communityId, to);
    const { faces, books } = this.surroundings;
    const [face, account] = await Promise.all([
      faces.one(communityId, opened.actor.id),
      from === undefined ? undefined : books.findAccount(communityId, from.id),
    ]);
    if (face === undefined || account === undefined) return no('no_such_account');
    const left = spendable(account);
    return { kind: 'look', face, enough: left === null || left >= asked.amount };
  }

  /**
   * The purse of whoever holds a card, for somebody who wants to give them something with a phone of their own.
   * @param payer whose scan it is
   * @returns refused `card_unknown`, `card_blocked`, `no_such_account`
   * @throws TooManyTries
   */
  async purseOf(
    payer: Actor,
    communityId: string,
    card: { readonly token: string },
  ): Promise<{ kind: 'purse'; accountId: string } | OpeningRefusal | No> {
    const opened = await this.cards.open(card, null, payer);
    if (opened.kind === 'refused') return opened;
    const [account] = await this.surroundings.facts.accountsOf(communityId, opened.actor.id);
    const isHere = opened.card.communityId === communityId && account !== undefined;
    return isHere ? { kind: 'purse', accountId: account.id } : no('no_such_account');
  }

  /**
   * Pays from the purse of the card's holder.
   * @param device who receives, or scans for them
   * @returns posted; refused `card_unknown`, `card_blocked`, `secret_needed`, `secret_wrong`, `locked`, `over_card_limit`,
   * or as any payment
   * @throws NotAllowed, TooManyTries
   */
  async pay(
    device: Actor,
    communityId: string,
    payment: NewCardPayment,
  ): Promise<Answer | No | OpeningRefusal> {
    const { orderId, card, secret, amount, reason } = payment;
    const to = await this.mustReceive(device, communityId, payment.to);
    const opened = await this.cards.open(card, secret, device);
    if (opened.kind === 'refused') return opened;
    const from = await this.surroundings.purse(opened.actor, communityId, to);
    if (from === undefined) return no('no_such_account');
    const said = { orderId, from: from.id, to: to.id, amount, ...(reason !== undefined && { reason }) };
    return this.payments.pay(opened.actor, communityId, said);
  }

  private async mustReceive(device: Actor, communityId: string, accountId: string): Promise<AccountOwner> {
    const { facts, clock } = this.surroundings;
    const to = await facts.owner(communityId, accountId);
    const now = clock.now();
    const acts = ['ask_payment', 'accept_voucher'] as const;
    if (to === undefined || !acts.some((act) => may(device, act, whereOf(to), now))) throw new NotAllowed();
    return to;
  }
}
