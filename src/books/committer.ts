import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newRisingToken } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import { decide } from '../ledger/decide.js';
import { isByState, refused } from '../ledger/refusals.js';
import { BooksStoppedError, type Answer, type NotBooked, type Request, type Unit } from './answers.js';
import { readView } from './batch.read.js';
import type { BatchView } from './batch.view.js';
import { BatchWrite, type Drawn } from './batch.write.js';
import { orderFingerprint } from './canonical.js';
import { Claims } from './claims.js';
import { Writer } from './writer.js';

type Outcome = Answer | NotBooked;

interface Waiting {
  readonly unit: Unit;
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** At most this many orders in one database transaction. */
const batchMax = 512;
/** A clock that went back by more than this stops writing. */
const setBackMaxMs = 60_000;

/**
 * Writes orders. Those that wait go together into one database transaction, each judged in turn after those before;
 * every caller gets an answer only after the commit. An order that finds nobody before it goes at once.
 */
@Injectable()
export class Committer {
  private readonly queue: Waiting[] = [];
  private running = false;
  private stopped: BooksStoppedError | undefined;
  private batch = 0;
  private lastBookedAt = 0;
  /** Told the number of orders of each batch, for the metrics. */
  onBatch: (orders: number) => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly claims: Claims,
    private readonly clock: Clock,
    private readonly writer: Writer,
  ) {}

  /** From now on every order is refused with this error, until the process is started again. */
  stop(error: BooksStoppedError): void {
    this.stopped = error;
  }

  /** Why writing has stopped, if it has. */
  get stop_reason(): BooksStoppedError | undefined {
    return this.stopped;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /**
   * @returns one outcome per request, in order
   * @throws BooksStoppedError; the database's error when nothing was written
   */
  submit(unit: Unit): Promise<Outcome[]> {
    if (this.stopped !== undefined) return Promise.reject(this.stopped);
    return new Promise((resolve, reject) => {
      this.queue.push({ unit, resolve, reject });
      if (!this.running) {
        this.running = true;
        // The end of this turn of the event loop: what arrived in the same turn comes along, nothing is waited for.
        setImmediate(() => void this.drain());
      }
    });
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.take();
      await this.write(batch);
      if (this.queue.length > 0 && this.database.dialect === 'sqlite') await turn();
    }
    this.running = false;
  }

  private take(): Waiting[] {
    let orders = 0;
    let units = 0;
    while (units < this.queue.length) {
      const more = this.queue[units]!.unit.requests.length;
      if (units > 0 && orders + more > batchMax) break;
      orders += more;
      units++;
    }
    return this.queue.splice(0, units);
  }

  /** Should a batch fail on one of its units, the others are written without it. */
  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.commit(batch.map(({ unit }) => unit));
      batch.forEach(({ resolve }, i) => resolve(outcomes[i]!));
    } catch (error) {
      if (batch.length > 1 && isConstraint(error)) {
        for (const one of batch) await this.write([one]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }

  private async commit(units: readonly Unit[]): Promise<Outcome[][]> {
    const requests = units.flatMap((unit) => unit.requests);
    const now = Math.max(this.clock.now(), this.lastBookedAt);
    if (now - this.clock.now() > setBackMaxMs) throw setBack();
    const drawn = new Map(requests.map((request) => [request, draw(request, now)]));
    await this.writer.ready();
    const number = ++this.batch;
    const seq = this.writer.reserve(requests.length);
    const { outcomes, bookedAt } = await this.database.transaction(
      (tx) => new Batch(tx, this.claims, drawn, this.writer.id, number, seq).run(units, now),
      // Two processes booked the same id, or undid the same exchange, at the same moment: the second looks again.
      { retryOn: ['23505'] },
    );
    this.lastBookedAt = bookedAt;
    this.onBatch(requests.length);
    return outcomes;
  }
}

/** One batch inside its database transaction. May run again from the start after a conflict. */
class Batch {
  private readonly views = new Map<string, BatchView | undefined>();
  private readonly write = new BatchWrite();
  private bookedAt = 0;

  constructor(
    private readonly tx: Tx,
    private readonly claims: Claims,
    private readonly drawn: ReadonlyMap<Request, Drawn>,
    private readonly writerId: string,
    private readonly number: number,
    private nextSeq: number,
  ) {}

  async run(units: readonly Unit[], now: number): Promise<{ outcomes: Outcome[][]; bookedAt: number }> {
    const orders = units.flatMap((unit) => unit.requests.map((request) => request.order));
    for (const communityId of new Set(orders.map((order) => order.communityId).sort())) {
      const mine = orders.filter((order) => order.communityId === communityId);
      this.views.set(communityId, await readView(this.tx, this.claims, communityId, mine, now));
    }
    this.bookedAt = this.monotone(now);
    const outcomes = units.map((unit) => (unit.atomic ? this.allOrNone(unit) : unit.requests.map((r) => this.judge(r))));
    const views = [...this.views.values()].filter((view) => view !== undefined);
    await this.write.flush(this.tx, this.claims, views, this.writerId, this.number);
    return { outcomes, bookedAt: this.bookedAt };
  }

  /** Booked time never falls, also not between two processes whose clocks differ a little. */
  private monotone(now: number): number {
    let latest = now;
    for (const view of this.views.values()) {
      for (const { lastBookedAt } of view?.accounts.values() ?? []) latest = Math.max(latest, lastBookedAt);
    }
    if (latest - now > setBackMaxMs) throw setBack();
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
    const drawn = this.drawn.get(request)!;
    const view = this.views.get(order.communityId);
    if (view === undefined) return { ...refused('no_such_account'), repeated: false };
    const earlier = view.earlier.get(order.id);
    if (earlier !== undefined) {
      const same = earlier.actorId === order.actorId && earlier.fingerprint.equals(drawn.fingerprint);
      return same ? { ...earlier.answer, repeated: true } : { ...refused('exists_with_different_content'), repeated: false };
    }
    const bookedDate = dayIn(this.bookedAt, view.timeZone);
    const verdict = decide(order, view, { now: this.bookedAt, today: bookedDate });
    const { actorId } = order;
    if (verdict.kind === 'refused') {
      const answer: Answer = { ...verdict, repeated: false };
      if (isByState(verdict.code)) {
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
    const stamp = { bookedAt: this.bookedAt, bookedDate, writerId: this.writerId, writerSeq: this.nextSeq++ };
    const post = () => {
      this.write.post(order, verdict, drawn, stamp, request.appends ?? []);
      view.earlier.set(order.id, { actorId, fingerprint, answer });
    };
    if (posts === undefined) post();
    else posts.push(post);
    return answer;
  }
}

function draw(request: Request, now: number): Drawn {
  return {
    fingerprint: orderFingerprint(request.order),
    receiptToken: newRisingToken(now),
    salt: randomBytes(16),
  };
}

function setBack(): BooksStoppedError {
  return new BooksStoppedError('clock_set_back', 'the clock is more than a minute behind the last booking');
}

function isConstraint(error: unknown): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return /^(SQLITE_CONSTRAINT|23)/.test(driverError?.code ?? code ?? '');
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
