import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import type { Answer, NotBooked, Request } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { plainExchange } from '../books/plain.js';
import { Clock, dayIn } from '../database/clock.js';
import type { Amount } from '../ledger/amount.js';
import type { Reason } from '../ledger/order.js';
import { LedgerFacts, type AccountOwner } from './ledger-facts.js';
import { PaymentRules, type RuleAnswer } from './payment-rules.js';
import {
  bookedAs,
  kindOf,
  mayBookFrom,
  modeOf,
  no,
  plainTransfer,
  sidesTrouble,
  type No,
} from './payment.js';
import type { PaidKind } from './payments.service.js';

/** One payment of a bulk call. */
export interface BulkPayment {
  /** UUID version 7, different in each. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Smallest units, positive. */
  readonly amount: Amount;
  readonly kind?: PaidKind;
  readonly reason?: Reason;
  readonly minutes?: number;
  readonly programme?: string;
  /** YYYY-MM-DD; today when left out. */
  readonly factDate?: string;
}

export type BulkAnswer = Answer | NotBooked | No;

interface Line {
  readonly payment: BulkPayment;
  readonly from: AccountOwner;
  readonly to: AccountOwner;
  readonly ruled: RuleAnswer | null;
}

interface Run {
  readonly actor: Actor;
  readonly communityId: string;
  readonly now: number;
  readonly today: string;
  readonly yesterday: string;
}

const notBooked: NotBooked = { kind: 'not_booked' };
const dayMs = 86_400_000;

/** Many payments in one call, judged in turn. */
@Injectable()
export class BulkService {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
    private readonly rules: PaymentRules,
    private readonly clock: Clock,
  ) {}

  /**
   * Pays each of up to 1,000 orders, whose ids are all different. Who pays is asked once for each account.
   * @param atomic all or none: after a refusal all others answer `not_booked`
   * @returns one answer an order, in order
   */
  async pay(
    actor: Actor,
    communityId: string,
    payments: readonly BulkPayment[],
    atomic: boolean,
  ): Promise<BulkAnswer[]> {
    const now = this.clock.now();
    const zone = await this.facts.timeZone(communityId);
    if (zone === undefined) return payments.map(() => no('not_your_account'));
    const run = { actor, communityId, now, today: dayIn(now, zone), yesterday: dayIn(now - dayMs, zone) };
    const lines = await this.lines(run, payments);
    if (atomic && lines.some(isNo)) return lines.map((line) => (isNo(line) ? line : notBooked));
    const meant = lines.filter((line): line is Line => !isNo(line));
    const booked = await this.book(run, meant, atomic);
    let next = 0;
    return lines.map((line) => (isNo(line) ? line : booked[next++]!));
  }

  private async book(run: Run, lines: readonly Line[], atomic: boolean): Promise<Array<Answer | NotBooked>> {
    const requests = lines.map((line) => requestOf(run, line, run.today));
    const answers = await this.books.postAll(requests, atomic);
    const again = lines.map((line, i) => (maybeOtherDay(line, answers[i]!) ? i : -1)).filter((i) => i >= 0);
    if (again.length === 0) return answers;
    // The same call from before midnight: asked again with the dates it was booked with (see settle.ts).
    const retried = atomic ? lines.map((_, i) => i) : again;
    const dated = await Promise.all(retried.map((i) => this.onItsDay(run, lines[i]!)));
    const second = await this.books.postAll(dated, atomic);
    retried.forEach((i, n) => (answers[i] = second[n]!));
    return answers;
  }

  private async onItsDay(run: Run, line: Line): Promise<Request> {
    const booked = await this.exchanges.find(run.communityId, line.payment.id);
    return requestOf(run, line, booked?.factDate ?? run.yesterday);
  }

  private async lines(run: Run, payments: readonly BulkPayment[]): Promise<Array<Line | No>> {
    const ids = new Set<string>();
    for (const { from, to } of payments) ids.add(from).add(to);
    const owners = await this.facts.owners(run.communityId, [...ids]);
    const allowed = new Map<AccountOwner, boolean>();
    const lines: Array<Line | No> = [];
    for (const payment of payments) {
      const from = owners.get(payment.from);
      const to = owners.get(payment.to);
      if (from !== undefined && !allowed.has(from)) allowed.set(from, mayBookFrom(run.actor, from, run.now));
      if (from === undefined || allowed.get(from) !== true) lines.push(no('not_your_account'));
      else if (to === undefined) lines.push(no('no_such_account'));
      else if (sidesTrouble(from, to) !== null) lines.push(no(sidesTrouble(from, to)!));
      else {
        const line: Line = { payment, from, to, ruled: null };
        lines.push(this.rules.has(from.kind, run.actor) ? await this.ruled(run, line) : line);
      }
    }
    return lines;
  }

  private async ruled({ actor, now }: Run, line: Line): Promise<Line | No> {
    const { from, payment } = line;
    const ruled = await this.rules.apply({ actor, from, orderId: payment.id, amount: payment.amount, now });
    return 'kind' in ruled ? ruled : { ...line, ruled };
  }
}

function requestOf(run: Run, { payment, from, to, ruled }: Line, today: string): Request {
  const { actor, communityId, now } = run;
  const kind = kindOf(payment.kind ?? 'payment', from, to);
  const exchange = plainExchange(kind, modeOf(kind, from, to), payment.factDate ?? today);
  const transfer = plainTransfer(from, to, payment.amount);
  const { reason = null, minutes = null, programme = null } = payment;
  const row = auditRow(actor, bookedAs(actor, [from], now), 'exchange', payment.id, communityId, now);
  return {
    order: {
      id: payment.id,
      communityId,
      actorId: actor.id,
      exchange: { ...exchange, reason, minutes },
      transfers: [programme === null ? transfer : { ...transfer, programme }],
      guards: ruled?.guards ?? [],
    },
    appends: [{ table: auditTable, row }, ...(ruled?.appends ?? [])],
  };
}

function isNo(line: Line | No): line is No {
  return 'kind' in line;
}

function maybeOtherDay(line: Line, answer: Answer | NotBooked): boolean {
  if (line.payment.factDate !== undefined || answer.kind !== 'refused') return false;
  return answer.code === 'exists_with_different_content';
}
