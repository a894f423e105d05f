import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { warning, type CurrencyProfile } from '../communities/currency.js';
import type { Face } from '../communities/faces.js';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import { balance, spendable, type Account } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Reason } from '../ledger/order.js';
import type { CodeState } from './code.js';
import { FaceLooks } from './face-looks.service.js';
import type { AccountOwner } from './ledger-facts.js';
import { mayPayFrom, no, type No } from './payment.js';
import { PayeesService, type Payee, type PayeeAsked } from './payees.service.js';
import type { RequestState } from './request.js';

/** One side of a payment as the server knows it (U24). */
export interface PreviewSide {
  readonly account: AccountOwner;
  /** Null for the community's own accounts, such as its pot. */
  readonly face: Face | null;
}

/** What is possible when there is not enough (U28). */
export interface Ways {
  /** Giving less now. */
  readonly part: boolean;
  /** The account of the community's pot, to be asked. */
  readonly pot: string | null;
}

/** Everything that is shown before a payment. Never a balance (U25). */
export interface Preview {
  readonly kind: 'preview';
  /** Of the payment that may follow: the form carries it, so that a second tap pays nothing twice. */
  readonly orderId: string;
  readonly communityId: string;
  /** Of the code or request; open when there is none. */
  readonly state: CodeState | RequestState;
  readonly payer: PreviewSide;
  readonly payee: PreviewSide;
  readonly currency: CurrencyProfile;
  /** Null while it has to be chosen. */
  readonly amount: Amount | null;
  readonly amountIsFixed: boolean;
  readonly reason: Reason | null;
  /** Null while the amount has to be chosen. */
  readonly enough: boolean | null;
  /** Whether little is left afterwards. */
  readonly nearlyEmpty: boolean;
  /** Whether something is still to be given afterwards. */
  readonly owesAfter: boolean;
  readonly ways: Ways;
}

export interface PreviewAsked extends PayeeAsked {
  /** The account that would pay; when left out, one of the actor's in the payee's currency. */
  readonly from?: string;
  readonly amount?: Amount;
}

/** Shows what a payment would be. Changes nothing. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly books: BooksService,
    private readonly payees: PayeesService,
    private readonly currencies: CurrenciesService,
    private readonly faces: FaceLooks,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns refused `not_your_account`, `not_your_request`, `payee_needed`, `code_unknown`, `no_such_account`
   * @throws TooManyTries when too many others were looked up by their id today
   */
  async preview(actor: Actor, communityId: string, asked: PreviewAsked): Promise<Preview | No> {
    const now = this.clock.now();
    const found = await this.payees.find(communityId, asked, actor);
    if (found.kind === 'refused') return found;
    const { payee, from } = found;
    if (from === undefined && payee.account.partyId === actor.id) return no('accounts_must_be_different');
    if (from === undefined || !mayPayFrom(actor, from, now)) return no('not_your_account');
    if (payee.payable !== undefined && !payee.payable(from)) return no('not_your_request');
    const currency = await this.currencies.find(communityId, from.currency);
    const account = await this.books.findAccount(communityId, from.id);
    if (currency === undefined || account === undefined) return no('no_such_account');
    const amount = amountFor(asked, payee);
    const parties = [from.partyId, payee.account.partyId].filter((id) => id !== null);
    const isOthers = isById(asked) && !mayPayFrom(actor, payee.account, now);
    const lookedUp = isOthers ? payee.account.partyId : null;
    const faces = await this.faces.of(actor, communityId, parties, lookedUp);
    const side = (owner: AccountOwner): PreviewSide => ({
      account: owner,
      face: owner.partyId === null ? null : (faces.get(owner.partyId) ?? null),
    });
    const pots = await this.currencies.communityAccounts(communityId, from.currency);
    const pot = pots.get('pot') ?? null;
    return {
      kind: 'preview',
      orderId: newUuid(now),
      communityId,
      state: payee.stateAt(now),
      payer: side(from),
      payee: side(payee.account),
      currency,
      amount,
      amountIsFixed: payee.amount !== null,
      reason: payee.reason,
      enough: amount === null ? null : isEnough(account, amount),
      nearlyEmpty: amount !== null && isNearlyEmpty(account, amount, currency),
      owesAfter: amount !== null && balance(account) < amount,
      ways: { part: payee.amount === null || payee.mayBePart, pot: pot === payee.account.id ? null : pot },
    };
  }

  /** With what else the actor may pay the same: the purse of a household, or of a group that they keep (S27). */
  async otherPurses(actor: Actor, asked: PreviewAsked, shown: Preview): Promise<PreviewSide[]> {
    const now = this.clock.now();
    const { communityId, payer, payee } = shown;
    const own = await this.payees.ownAccounts(actor, payee.account);
    const others = own.filter((each) => each.id !== payer.account.id && mayPayFrom(actor, each, now));
    if (others.length === 0) return [];
    const { payable } = await this.asked(communityId, asked);
    const fitting = others.filter((each) => payable?.(each) ?? true);
    const ids = fitting.flatMap(({ partyId }) => partyId ?? []);
    const faces = await this.faces.of(actor, communityId, ids, null);
    return fitting.map((account) => ({ account, face: faces.get(account.partyId ?? '') ?? null }));
  }

  /** A request is paid by whom it asks, and by nobody else. */
  private async asked(communityId: string, asked: PreviewAsked): Promise<Partial<Payee>> {
    const found = await this.payees.find(communityId, asked);
    return found.kind === 'found' ? found.payee : {};
  }
}

/** An id is no proof that its owner showed it: a code in hand is, and a request came from them. */
function isById({ to, code, request }: PreviewAsked): boolean {
  return to !== undefined || (code === undefined && request === undefined);
}

/** What a code or request says, unless less of it may be meant. */
function amountFor({ amount }: PreviewAsked, { amount: said, mayBePart }: Payee): Amount | null {
  if (amount === undefined) return said;
  return said === null || (mayBePart && amount < said) ? amount : said;
}

function isEnough(account: Account, amount: Amount): boolean {
  const left = spendable(account);
  return left === null || left >= amount;
}

function isNearlyEmpty(account: Account, amount: Amount, currency: CurrencyProfile): boolean {
  const after = { ...account, debitsPosted: account.debitsPosted + amount };
  return isEnough(account, amount) && warning(after, currency) === 'near_floor';
}
