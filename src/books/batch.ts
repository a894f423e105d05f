import { dayIn } from '../database/clock.js';
import type { Tx } from '../database/sql.js';
import { decide } from '../ledger/decide.js';
import type { Order } from '../ledger/order.js';
import { isByState, refused } from '../ledger/refusals.js';
import { BooksStoppedError, type Answer, type NotBooked, type Request, type Unit } from './answers.js';
import { readLate, readView } from './batch.read.js';
import { isPlain, type BatchView } from './batch.view.js';
import { BatchWrite, type Drawn } from './batch.write.js';
import type { Claims } from './claims.js';

export type Outcome = Answer | NotBooked;

/** A clock that went back by more than this stops writing. */
export const setBackMaxMs = 60_000;

export function clockSetBack(): BooksStoppedError {
  return new BooksStoppedError('clock_set_back', 'the clock is more than a minute behind the last booking');
}

/** What is fixed before the database transaction begins, and stays the same should it have to run again. */
export interface BatchPlan {
  readonly drawn: ReadonlyMap<Request, Drawn>;
  readonly writerId: string;
  /** The number of this batch among the writer's. */
  readonly number: number;
  /** The writer's first number for an exchange of this batch. */
  readonly firstSeq: number;
}

/** Units of one order each that wait while a batch is under way. */
export interface Latecomers {
  /** Takes those whose order may come along. */
  take(may: (order: Order) => boolean): readonly Unit[];
  /** Keeps those of them whose order fits, and lets the others wait again. @returns those that stay */
  keep(fits: (order: Order) => boolean): readonly Unit[];
}

/** One batch inside its database transaction. May run again from the start after a conflict. */
export class Batch {
  private readonly views = new Map<string, BatchView | undefined>();
  private readonly write = new BatchWrite();
  private bookedAt = 0;
  private nextSeq: number;

  constructor(
    private readonly tx: Tx,
    private readonly claims: Claims,
    private readonly plan: BatchPlan,
  ) {
    this.nextSeq = plan.firstSeq;
  }

  /**
   * @param late who came meanwhile
   * @returns the outcomes of the units, then of those that came along
   */
  async run(
    first: readonly Unit[],
    now: number,
    late: Latecomers,
  ): Promise<{ outcomes: Outcome[][]; bookedAt: number }> {
    const orders = ordersOf(first);
    for (const communityId of new Set(orders.map((order) => order.communityId).sort())) {
      const mine = orders.filter((order) => order.communityId === communityId);
      this.views.set(communityId, await readView(this.tx, this.claims, communityId, mine, now));
    }
    const units = [...first, ...(await this.takeAlong(late))];
    this.bookedAt = this.monotone(now);
    const outcomes = units.map((unit) =>
      unit.atomic ? this.allOrNone(unit) : unit.requests.map((r) => this.judge(r)),
    );
    const views = [...this.views.values()].filter((view) => view !== undefined);
    await this.write.flush(this.tx, this.claims, views, this.plan.writerId, this.plan.number);
    return { outcomes, bookedAt: this.bookedAt };
  }

  /** Those who came while the batch waited for its locks, as far as their accounts are free. */
  private async takeAlong(late: Latecomers): Promise<readonly Unit[]> {
    const taken = late.take((order) => this.views.get(order.communityId) !== undefined && isPlain(order));
    for (const [communityId, some] of Map.groupBy(ordersOf(taken), (order) => order.communityId)) {
      await readLate(this.tx, this.views.get(communityId)!, some);
    }
    return late.keep((order) => this.views.get(order.communityId)!.holdsAllOf(order));
  }

  /** Booked time never falls, also not between two processes whose clocks differ a little. */
  private monotone(now: number): number {
    let latest = now;
    for (const view of this.views.values()) {
      for (const { lastBookedAt } of view?.accounts.values() ?? []) latest = Math.max(latest, lastBookedAt);
    }
    if (latest - now > setBackMaxMs) throw clockSetBack();
    return latest;
  }

  private allOrNone(unit: Unit): Outcome[] {
    const views = [...this.views.values()].filter((view) => view !== undefined);
    for (const view of views) view.begin();
    const answers: Answer[] = [];
    const posts: Array<() => void> = [];
    for (const request of unit.requests) {
      const answer = this.judge(request, posts);
      answers.push(answer);
      if (answer.kind === 'refused') {
        for (const view of views) view.takeBack();
        const refusal = answers.length - 1;
        return unit.requests.map((_, i) => (i === refusal ? answer : { kind: 'not_booked' }));
      }
    }
    for (const view of views) view.keep();
    for (const post of posts) post();
    return answers;
  }

  private judge(request: Request, posts?: Array<() => void>): Answer {
    const { order } = request;
    const drawn = this.plan.drawn.get(request)!;
    const view = this.views.get(order.communityId);
    if (view === undefined) return { ...refused('no_such_account'), repeated: false };
    const earlier = view.earlier.get(order.id);
    if (earlier !== undefined) {
      const same = earlier.actorId === order.actorId && earlier.fingerprint.equals(drawn.fingerprint);
      return same
        ? { ...earlier.answer, repeated: true }
        : { ...refused('exists_with_different_content'), repeated: false };
    }
    const bookedDate = dayIn(this.bookedAt, view.timeZone);
    const verdict = decide(order, view, { now: this.bookedAt, today: bookedDate });
    const { actorId } = order;
    if (verdict.kind === 'refused') {
      const answer: Answer = { ...verdict, repeated: false };
      if (isByState(verdict.code) && request.asksAnew !== true) {
        this.write.refuse(order, drawn.fingerprint, verdict.code, verdict.transfer, this.bookedAt);
        view.earlier.set(order.id, { actorId, fingerprint: drawn.fingerprint, answer });
      }
      return answer;
    }
    view.apply(order, verdict);
    const { receiptToken, fingerprint } = drawn;
    const answer: Answer = {
      kind: 'posted',
      exchangeId: order.id,
      receiptToken,
      bookedAt: this.bookedAt,
      repeated: false,
    };
    const stamp = {
      bookedAt: this.bookedAt,
      bookedDate,
      writerId: this.plan.writerId,
      writerSeq: this.nextSeq++,
    };
    const post = () => {
      this.write.post(order, verdict, drawn, stamp, request.appends ?? []);
      view.earlier.set(order.id, { actorId, fingerprint, answer });
    };
    if (posts === undefined) post();
    else posts.push(post);
    return answer;
  }
}

function ordersOf(units: readonly Unit[]): Order[] {
  return units.flatMap((unit) => unit.requests.map((request) => request.order));
}
