import BetterSqlite3 from 'better-sqlite3';
import { auditRow, auditTable } from '../src/access/audit.js';
import { systemActor } from '../src/access/actor.js';
import {
  entriesTable,
  exchangesTable,
  summaryDeltasTable,
  transfersTable,
} from '../src/books/books.tables.js';
import { transferDigest } from '../src/books/canonical.js';
import { dayIn } from '../src/database/clock.js';
import { newId, newRisingToken } from '../src/database/ids.js';
import { prepareHandle } from '../src/database/sqlite.js';
import { insertOne, type Row, type Table } from '../src/database/sql.js';
import type { Order } from '../src/ledger/order.js';
import { exchangeOf } from './plain.payments.js';

interface Known {
  readonly kind: string;
  debits: bigint;
  credits: bigint;
  seq: bigint;
  day: bigint;
  dayCredits: bigint;
}

/**
 * A loop with prepared SQL and nothing else: no judging, no looking for an order that came before, no queue, balances
 * kept in memory. It writes the same rows as the service and waits for the disk in the same way.
 */
export class BareLoop {
  private readonly handle: BetterSqlite3.Database;
  private readonly writerId = newId();
  private readonly accounts = new Map<string, Known>();
  private seq = 0n;
  private batch = 0n;

  /** @param withAudit one row of the audit for each order, as what comes in over HTTP has */
  constructor(
    file: string,
    private readonly withAudit: boolean,
  ) {
    this.handle = new BetterSqlite3(file);
    prepareHandle(this.handle);
    for (const table of ['writers (writer_id, started_at)', 'journal_cursors', 'summary_cursors']) {
      this.handle.prepare(`insert into ${table} values (?, 0)`).run(this.writerId);
    }
    const rows = this.handle.prepare('select * from accounts').all() as Row[];
    for (const row of rows) {
      this.accounts.set(row.account_id as string, {
        kind: row.party_kind as string,
        debits: row.debits_posted as bigint,
        credits: row.credits_posted as bigint,
        seq: row.last_seq as bigint,
        day: row.day_debits as bigint,
        dayCredits: row.day_credits as bigint,
      });
    }
  }

  /** Writes for so long. @returns orders a second */
  run(seconds: number, perCommit: number, makeOrder: () => Order): number {
    const insert = (table: Table) => {
      const statement = this.handle.prepare(insertOne(table));
      const names = Object.keys(table.columns);
      return (row: Row) => statement.run(names.map((name) => row[name] ?? null));
    };
    const into = {
      exchange: insert(exchangesTable),
      transfer: insert(transfersTable),
      entry: insert(entriesTable),
      audit: insert(auditTable),
      delta: insert(summaryDeltasTable),
    };
    const update = this.handle.prepare(
      `update accounts set debits_posted = ?, credits_posted = ?, last_seq = ?, day = ?, day_debits = ?,
       day_credits = ?, last_booked_at = ?, last_own_at = ? where community_id = ? and account_id = ?`,
    );
    const begun = performance.now();
    let done = 0;
    while (performance.now() - begun < seconds * 1000) {
      const now = Date.now();
      const today = dayIn(now, 'Europe/Brussels');
      let sum = 0n;
      let first: Order | undefined;
      this.handle.exec('begin immediate');
      for (let i = 0; i < perCommit; i++) {
        const order = makeOrder();
        first ??= order;
        sum += this.write(order, now, today, into, update);
      }
      const transfer = first!.transfers[0]!;
      into.delta({
        ...{ writer_id: this.writerId, batch: ++this.batch, line: 0n, community_id: first!.communityId },
        ...{ currency: transfer.currency, month: today.slice(0, 7), kind: 'payment', programme: '' },
        from_kind: this.accounts.get(transfer.debitId)!.kind,
        to_kind: this.accounts.get(transfer.creditId)!.kind,
        transfers: BigInt(perCommit),
        amount: sum,
      });
      this.handle.exec('commit');
      done += perCommit;
    }
    return done / ((performance.now() - begun) / 1000);
  }

  close(): void {
    this.handle.close();
  }

  private write(
    order: Order,
    now: number,
    today: string,
    into: Record<'exchange' | 'transfer' | 'entry' | 'audit', (row: Row) => unknown>,
    update: BetterSqlite3.Statement<unknown[]>,
  ): bigint {
    const { communityId, id: exchangeId } = order;
    const { debitId, creditId, currency, amount } = order.transfers[0]!;
    const stamp = { bookedAt: now, today, seq: ++this.seq, writerId: this.writerId };
    into.exchange(exchangeOf(order, { ...stamp, receiptToken: newRisingToken(now) }));
    const key = { community_id: communityId, exchange_id: exchangeId, idx: 0n };
    const about = { communityId, exchangeId, index: 0, debitId, creditId, currency, amount, bookedAt: now };
    const digest = transferDigest({ ...about, programme: null, endsHold: null });
    into.transfer({ ...key, debit_id: debitId, credit_id: creditId, currency, amount, digest });
    for (const [id, change] of [
      [debitId, -amount],
      [creditId, amount],
    ] as const) {
      const known = this.accounts.get(id)!;
      known.seq += 1n;
      if (change < 0n) known.debits += amount;
      else known.credits += amount;
      if (change < 0n) known.day += amount;
      else known.dayCredits += amount;
      const balance = known.credits - known.debits;
      into.entry({ ...key, account_id: id, account_seq: known.seq, amount: change, balance_after: balance });
      const { debits, credits, seq, day, dayCredits } = known;
      const at = BigInt(now);
      update.run([debits, credits, seq, today, day, dayCredits, at, at, communityId, id]);
    }
    if (this.withAudit)
      into.audit(auditRow(systemActor('bench'), 'pay_from', 'exchange', exchangeId, communityId, now));
    return amount;
  }
}
