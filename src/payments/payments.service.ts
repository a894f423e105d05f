import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import type { Answer, Request } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { plainExchange } from '../books/plain.js';
import { postToday } from '../books/settle.js';
import { Clock } from '../database/clock.js';
import type { Amount } from '../ledger/amount.js';
import type { ExchangeDraft, ExchangeKind, Guard, LabourKind, Reason, Subject } from '../ledger/order.js';
import type { AccountOwner } from './ledger-facts.js';
import { PaymentRules } from './payment-rules.js';
import { bookedAs, kindOf, mayPayFrom, modeOf, no, plainTransfer, sidesTrouble, type No } from './payment.js';
import { PayeesService, type PayeeAsked } from './payees.service.js';
import { requestGuard } from './request.js';

export type PaidKind = Extract<ExchangeKind, 'payment' | 'thanks' | 'gift' | 'pot'>;

export interface NewPayment extends PayeeAsked {
  /** UUID version 7, made by who pays; the same id again gets the same answer. */
  readonly orderId: string;
  /** The account that pays. */
  readonly from: string;
  /** Smallest units; may be left out where the code or request says it. */
  readonly amount?: Amount;
  /** A lower amount than a standing code says is meant so (U28). */
  readonly part?: boolean;
  readonly kind?: PaidKind;
  readonly reason?: Reason;
  /** How long it took, for thanks in time (U31). */
  readonly minutes?: number;
  readonly subject?: Subject;
  readonly labour?: LabourKind;
  /** YYYY-MM-DD; today in the community's time zone when left out. */
  readonly factDate?: string;
  /** The helper at the screen, whose mark the receipt shows (S42). */
  readonly helper?: string;
}

/** Paying, by code, by request or straight to somebody. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly clock: Clock,
    private readonly payees: PayeesService,
    private readonly rules: PaymentRules,
  ) {}

  /**
   * Pays from an account the actor may pay from. Safe to repeat: the order id decides.
   * @returns posted with the receipt's token; refused `not_your_account`, `payee_needed`, `amount_needed`,
   * `amount_is_fixed`, `not_your_request`, `needs_second`, or by the ledger's own list
   * @param second the guards of the request to which another treasurer now says yes
   */
  async pay(
    actor: Actor,
    communityId: string,
    payment: NewPayment,
    second?: readonly Guard[],
  ): Promise<Answer | No> {
    const now = this.clock.now();
    const found = await this.payees.find(communityId, payment);
    if (found.kind === 'refused') return found;
    const { from, payee } = found;
    if (from === undefined || !mayPayFrom(actor, from, now)) return no('not_your_account');
    if (payee.payable !== undefined && !payee.payable(from)) return no('not_your_request');
    const apart = sidesTrouble(from, payee.account);
    if (apart !== null) return no(apart);
    if (payment.helper !== undefined && !(await this.payees.isParty(communityId, payment.helper))) {
      return no('not_a_party');
    }
    const amount = amountOf(payment, payee.amount, payee.mayBePart);
    if (typeof amount !== 'bigint') return amount;

    const hasSecondYes = second !== undefined;
    const { orderId } = payment;
    const ruled = await this.rules.apply({ actor, from, orderId, amount, now, hasSecondYes });
    if ('kind' in ruled) return ruled;
    const audited = auditRow(actor, bookedAs(actor, [from], now), 'exchange', orderId, communityId, now);
    const appends = [{ table: auditTable, row: audited }, ...ruled.appends];
    const guards = [...payee.guards, ...(second ?? []), ...ruled.guards];
    const to = payee.account;
    const onDay = (factDate: string): Request => ({
      order: {
        id: orderId,
        communityId,
        actorId: actor.id,
        exchange: paymentExchange(payment, from, to, payee.reason, factDate),
        transfers: [plainTransfer(from, to, amount)],
        guards,
      },
      appends,
    });
    const answer =
      payment.factDate === undefined
        ? await postToday(this.books, this.exchanges, found.timeZone, now, onDay)
        : await this.books.post(onDay(payment.factDate));
    return inWordsOf(guards, answer);
  }
}

/** What is paid: what the code says, or what was chosen where it says nothing. */
export function amountOf(payment: NewPayment, said: Amount | null, mayBePart: boolean): Amount | No {
  const { amount } = payment;
  if (said === null) return amount ?? no('amount_needed');
  if (amount === undefined || amount === said) return said;
  return payment.part === true && mayBePart && amount < said ? amount : no('amount_is_fixed');
}

function paymentExchange(
  payment: NewPayment,
  from: AccountOwner,
  to: AccountOwner,
  reason: Reason | null,
  factDate: string,
): ExchangeDraft {
  const kind = kindOf(payment.kind ?? 'payment', from, to);
  return {
    ...plainExchange(kind, modeOf(kind, from, to), factDate),
    subject: payment.subject ?? null,
    minutes: payment.minutes ?? null,
    labour: payment.labour ?? null,
    reason: payment.reason ?? reason,
    helperId: payment.helper ?? null,
  };
}

/** The books know one word for every guarded row that was used; of a request it is said that it was paid. */
function inWordsOf(guards: readonly Guard[], answer: Answer): Answer {
  const ofRequest = guards.some(({ kind }) => kind === requestGuard);
  const used = answer.kind === 'refused' && answer.code === 'code_already_used';
  return ofRequest && used ? { ...answer, code: 'request_paid' } : answer;
}
