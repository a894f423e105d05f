import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../src/access/actor.js';
import { auditRow } from '../src/access/audit.js';
import { exchangeDigest, orderFingerprint, transferDigest } from '../src/books/canonical.js';
import { dayIn } from '../src/database/clock.js';
import { Database } from '../src/database/database.js';
import { newId, newRisingToken, randomBytes } from '../src/database/ids.js';
import type { Order } from '../src/ledger/order.js';
import { LedgerFacts } from '../src/payments/ledger-facts.js';
import { plainExchange } from '../src/books/plain.js';
import { mayPayFrom, plainTransfer } from '../src/payments/payment.js';
import { AccountRow, AuditRow, DeltaRow, EntryRow, ExchangeRow, TransferRow } from './plain.rows.js';

/** The payment as somebody would write it with TypeORM: one transaction each, the same checks, the same rows. */
@Injectable()
export class PlainPayments {
  private readonly lanes: Lane[] = [];

  constructor(
    private readonly database: Database,
    private readonly facts: LedgerFacts,
  ) {}

  async pay(
    actor: Actor,
    communityId: string,
    id: string,
    payment: { from: string; to: string; amount: bigint },
  ) {
    const now = Date.now();
    const owners = await this.facts.owners(communityId, [payment.from, payment.to]);
    const from = owners.get(payment.from);
    const to = owners.get(payment.to);
    if (from === undefined || to === undefined || !mayPayFrom(actor, from, now))
      throw new Error('not allowed');
    const today = dayIn(now, 'Europe/Brussels');
    const order: Order = {
      id,
      communityId,
      actorId: actor.id,
      exchange: plainExchange('payment', 'reciprocity', today),
      transfers: [plainTransfer(from, to, payment.amount)],
      guards: [],
    };
    // What a writer has written becomes visible in the order of its numbers, so each goes on one way at a time.
    const lane = this.lanes.pop() ?? (await this.openLane());
    try {
      return await this.inTransaction((manager) => book(manager, actor, order, lane, now, today));
    } finally {
      this.lanes.push(lane);
    }
  }

  /** On SQLite there is one connection, so TypeORM's transactions wait for each other; somebody has to see to it. */
  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.database.dialect === 'sqlite') {
      return this.database.transaction((tx) => work(tx.repository(AccountRow).manager));
    }
    // eslint-disable-next-line no-restricted-syntax -- PostgreSQL only; the plain way is what is measured here.
    return this.database.source.transaction(work);
  }

  private async openLane(): Promise<Lane> {
    const lane = { writerId: newId(), next: 1n };
    await this.database.transaction(async (tx) => {
      await tx.run('insert into writers (writer_id, started_at) values (?, 0)', [lane.writerId]);
      await tx.run('insert into journal_cursors (writer_id, writer_seq) values (?, 0)', [lane.writerId]);
      await tx.run('insert into summary_cursors (writer_id, batch) values (?, 0)', [lane.writerId]);
    });
    return lane;
  }
}

interface Lane {
  readonly writerId: string;
  next: bigint;
}

async function book(
  manager: EntityManager,
  actor: Actor,
  order: Order,
  lane: Lane,
  now: number,
  today: string,
) {
  const { communityId: community_id, id: exchange_id } = order;
  const { debitId, creditId, amount, currency } = order.transfers[0]!;
  const earlier = await manager.findOneBy(ExchangeRow, { community_id, exchange_id });
  if (earlier !== null) return { receiptToken: earlier.receipt_token, bookedAt: Number(earlier.booked_at) };
  const accounts = new Map<string, AccountRow>();
  for (const account_id of [debitId, creditId].sort()) {
    accounts.set(account_id, await lockAccount(manager, community_id, account_id));
  }
  const debit = accounts.get(debitId)!;
  const credit = accounts.get(creditId)!;
  const left = debit.credits_posted - debit.debits_posted - amount;
  const has = credit.credits_posted - credit.debits_posted + amount;
  if (debit.currency !== currency || credit.currency !== currency || debit.closed_at !== null)
    throw new Error('no');
  if (debit.floor !== null && left < debit.floor) throw new Error('not_enough');
  if (credit.ceiling !== null && has > credit.ceiling) throw new Error('too_much');
  const bookedAt = Math.max(now, debit.last_booked_at, credit.last_booked_at);
  const seq = lane.next++;
  const receiptToken = newRisingToken(now);
  const exchange = exchangeOf(order, { bookedAt, today, seq, writerId: lane.writerId, receiptToken });
  await manager.insert(ExchangeRow, exchange);
  const digest = transferDigest({
    ...{ communityId: community_id, exchangeId: exchange_id, index: 0, debitId, creditId, currency, amount },
    ...{ programme: null, endsHold: null, bookedAt },
  });
  const transfer = { community_id, exchange_id, idx: 0n, debit_id: debitId, credit_id: creditId };
  await manager.insert(TransferRow, { ...transfer, currency, amount, digest });
  const entry = { community_id, exchange_id, idx: 0n };
  await manager.insert(EntryRow, [
    { ...entry, account_id: debitId, account_seq: debit.last_seq + 1n, amount: -amount, balance_after: left },
    { ...entry, account_id: creditId, account_seq: credit.last_seq + 1n, amount, balance_after: has },
  ]);
  for (const [account, out] of [
    [debit, true],
    [credit, false],
  ] as const) {
    await changeAccount(manager, account, out, amount, bookedAt, today);
  }
  await manager.insert(AuditRow, auditRow(actor, 'pay_from', 'exchange', exchange_id, community_id, now));
  const { party_kind: from_kind } = debit;
  await manager.insert(DeltaRow, {
    ...{ writer_id: lane.writerId, batch: seq, line: 0n, community_id, currency, month: today.slice(0, 7) },
    ...{ kind: 'payment', from_kind, to_kind: credit.party_kind, programme: '', transfers: 1n, amount },
  });
  return { receiptToken, bookedAt };
}

function lockAccount(manager: EntityManager, community_id: string, account_id: string): Promise<AccountRow> {
  const isPostgres = manager.connection.options.type === 'postgres';
  return manager.findOneOrFail(AccountRow, {
    where: { community_id, account_id },
    ...(isPostgres && { lock: { mode: 'pessimistic_write' as const } }),
  });
}

async function changeAccount(
  manager: EntityManager,
  account: AccountRow,
  out: boolean,
  amount: bigint,
  at: number,
  today: string,
) {
  const { community_id, account_id } = account;
  const same = account.day === today;
  await manager.update(
    AccountRow,
    { community_id, account_id },
    {
      ...(out
        ? { debits_posted: account.debits_posted + amount }
        : { credits_posted: account.credits_posted + amount }),
      last_seq: account.last_seq + 1n,
      day: today,
      day_debits: (same ? account.day_debits : 0n) + (out ? amount : 0n),
      day_credits: (same ? account.day_credits : 0n) + (out ? 0n : amount),
      last_booked_at: at,
      last_own_at: at,
    },
  );
}

/** The row of an exchange, with its digest. */
export function exchangeOf(
  order: Order,
  stamp: { bookedAt: number; today: string; seq: bigint; writerId: string; receiptToken: string },
) {
  const { exchange } = order;
  const row = {
    community_id: order.communityId,
    exchange_id: order.id,
    actor_id: order.actorId,
    kind: exchange.kind,
    mode: exchange.mode,
    subject: null,
    minutes: null,
    labour: null,
    reason: null,
    condition: exchange.condition,
    condition_date: null,
    giver_id: null,
    taker_id: null,
    fact_date: exchange.factDate,
    booked_at: BigInt(stamp.bookedAt),
    booked_date: stamp.today,
    reverses: null,
    helper_id: null,
    receipt_token: stamp.receiptToken,
    salt: randomBytes(16),
    fingerprint: orderFingerprint(order),
    writer_id: stamp.writerId,
    writer_seq: stamp.seq,
  };
  return { ...row, digest: exchangeDigest(row, order.transfers.length) };
}
