import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newRisingToken, randomBytes } from '../database/ids.js';
import type { Order } from '../ledger/order.js';
import { BooksStoppedError, type Request, type Unit } from './answers.js';
import { Batch, clockSetBack, setBackMaxMs, type BatchPlan, type Latecomers, type Outcome } from './batch.js';
import type { Drawn } from './batch.write.js';
import { orderFingerprint } from './canonical.js';
import { Claims } from './claims.js';
import { Writer } from './writer.js';

interface Waiting {
  readonly unit: Unit;
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** At most this many orders in one database transaction. */
const batchMax = 512;

/** So many turns of the event loop at most before a commit. */
const turnsMost = 16;

/**
 * Writes orders. Those that wait go together into one database transaction, each judged in turn after those before;
 * every caller gets an answer only after the commit. An order that finds nobody before it goes at once.
 */
@Injectable()
export class Committer {
  private readonly queue: Waiting[] = [];
  private running = false;
  private stopped: BooksStoppedError | undefined;
  private isOver: (() => Promise<boolean>) | undefined;
  private batch = 0;
  private lastBookedAt = 0;
  /** The last booking of each community when this process first wrote in it. */
  private readonly foundAt = new Map<string, number>();
  /** Told the number of orders of each batch, for the metrics. */
  onBatch: (orders: number) => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly claims: Claims,
    private readonly clock: Clock,
    private readonly writer: Writer,
  ) {}

  /**
   * From now on every order is refused with this error, until the process is started again.
   * @param isOver asked when somebody wants to book; when it is over, writing goes on
   */
  stop(error: BooksStoppedError, isOver?: () => Promise<boolean>): void {
    this.stopped = error;
    this.isOver = isOver;
  }

  /** Why writing has stopped, if it has. */
  get stopReason(): BooksStoppedError | undefined {
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
    return this.stopped === undefined ? this.enqueue(unit) : this.whenOver(unit, this.stopped);
  }

  private async whenOver(unit: Unit, stopped: BooksStoppedError): Promise<Outcome[]> {
    if (this.isOver === undefined || !(await this.isOver())) throw stopped;
    if (this.stopped === stopped) this.stopped = undefined;
    return this.submit(unit);
  }

  private enqueue(unit: Unit): Promise<Outcome[]> {
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
      if (this.database.dialect === 'sqlite') await this.gather();
      const batch = this.take();
      await this.write(batch);
    }
    this.running = false;
  }

  /** SQLite's commit holds up the whole process, so those who are at the door come along: until a turn brings nobody. */
  private async gather(): Promise<void> {
    for (let turns = 0, before = 0; turns < turnsMost && this.queue.length > before; turns++) {
      before = this.queue.length;
      await turn();
    }
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
  private async write(batch: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.commit(batch);
      batch.forEach(({ resolve }, i) => resolve(outcomes[i]!));
    } catch (error) {
      if (batch.length > 1 && (isConstraint(error) || error instanceof BooksStoppedError)) {
        for (const one of batch) await this.write([one]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }

  /** @param batch those who come along on the way are added to it */
  private async commit(batch: Waiting[]): Promise<Outcome[][]> {
    const requests = batch.flatMap(({ unit }) => unit.requests);
    const found = await this.lastFound(requests);
    const now = Math.max(this.clock.now(), this.lastBookedAt, found);
    if (now - this.clock.now() > setBackMaxMs) throw clockSetBack();
    const drawn = new Map(requests.map((request) => [request, draw(request, now)]));
    await this.writer.ready();
    const plan: BatchPlan = {
      drawn,
      writerId: this.writer.id,
      number: ++this.batch,
      firstSeq: this.writer.reserve(requests.length),
    };
    const { outcomes, bookedAt } = await this.database
      .transaction(
        (tx) => {
          const units = batch.map(({ unit }) => unit);
          return new Batch(tx, this.claims, plan).run(units, now, this.latecomers(batch, drawn, now));
        },
        // Two processes booked the same id, or undid the same exchange, at the same moment: the second looks again.
        { retryOn: ['23505'] },
      )
      .catch((error: unknown) => {
        if (this.database.dialect === 'postgres' && !isAnswer(error)) this.writer.renew();
        throw error;
      });
    this.lastBookedAt = bookedAt;
    this.onBatch(drawn.size);
    return outcomes;
  }

  /**
   * Those who come while a batch is on its way to its locks go along with it, so that a commit serves as many as it
   * can. On SQLite nobody comes meanwhile: its one connection is not waited for.
   */
  private latecomers(batch: Waiting[], drawn: Map<Request, Drawn>, now: number): Latecomers {
    const first = batch.length;
    return {
      take: (may) => {
        const taken = this.database.dialect === 'sqlite' ? [] : this.takeOut(may, batchMax - drawn.size);
        // Part of the batch from here on, so that none is lost should it fail or have to run again.
        batch.push(...taken);
        for (const { unit } of taken) drawn.set(unit.requests[0]!, draw(unit.requests[0]!, now));
        this.writer.reserve(taken.length);
        return taken.map(({ unit }) => unit);
      },
      keep: (fits) => {
        const [staying, others] = parted(batch.splice(first), (each) => fits(orderOf(each)));
        for (const { unit } of others) drawn.delete(unit.requests[0]!);
        this.queue.unshift(...others);
        batch.push(...staying);
        return staying.map(({ unit }) => unit);
      },
    };
  }

  /** Takes units of one order out of the queue. */
  private takeOut(may: (order: Order) => boolean, most: number): Waiting[] {
    const [taken, left] = parted(
      this.queue,
      (each, already) => already < most && each.unit.requests.length === 1 && may(orderOf(each)),
    );
    this.queue.splice(0, this.queue.length, ...left);
    return taken;
  }

  /** A process that starts while the clock is set back has booked nothing itself: the books know better. */
  private async lastFound(requests: readonly Request[]): Promise<number> {
    let latest = 0;
    for (const communityId of new Set(requests.map(({ order }) => order.communityId))) {
      let found = this.foundAt.get(communityId);
      if (found === undefined) {
        const row = await this.database.reader.one(
          'select max(last_booked_at) as latest from accounts where community_id = ?',
          [communityId],
        );
        found = Number(row?.latest ?? 0);
        this.foundAt.set(communityId, found);
      }
      latest = Math.max(latest, found);
    }
    return latest;
  }
}

function orderOf({ unit }: Waiting): Order {
  return unit.requests[0]!.order;
}

/** Those for which it holds, and the others. @param holds is told how many there are already */
function parted<T>(all: readonly T[], holds: (one: T, already: number) => boolean): [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const one of all) (holds(one, yes.length) ? yes : no).push(one);
  return [yes, no];
}

function draw(request: Request, now: number): Drawn {
  return {
    fingerprint: orderFingerprint(request.order),
    receiptToken: newRisingToken(now),
    salt: randomBytes(16),
  };
}

function isConstraint(error: unknown): boolean {
  return /^(SQLITE_CONSTRAINT|23)/.test(codeOf(error));
}

/** Whether PostgreSQL itself said no (a SQLSTATE), so that surely nothing was committed. */
function isAnswer(error: unknown): boolean {
  return /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return driverError?.code ?? code ?? '';
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
