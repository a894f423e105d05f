import type { Row, Table, Tx } from '../database/sql.js';
import type { Account } from '../ledger/account.js';
import type { HoldEnding, Posted } from '../ledger/books.js';
import type { Order, TransferDraft } from '../ledger/order.js';
import type { Append } from './answers.js';
import type { BatchView } from './batch.view.js';
import {
  accountsTable,
  answersTable,
  entriesTable,
  exchangesTable,
  holdEndingsTable,
  holdsTable,
  summaryDeltasTable,
  transfersTable,
} from './books.tables.js';
import { answerDigest, exchangeDigest, holdDigest, transferDigest } from './canonical.js';
import type { Claims, GuardChange } from './claims.js';
import { bookedColumns } from './rows.js';

/** What was drawn for an order before the transaction began. */
export interface Drawn {
  readonly fingerprint: Buffer;
  readonly receiptToken: string;
  readonly salt: Buffer;
}

export interface Stamp {
  readonly bookedAt: number;
  readonly bookedDate: string;
  readonly writerId: string;
  readonly writerSeq: number;
}

/** Collects what a batch writes, and writes it table by table. */
export class BatchWrite {
  private readonly exchanges: Row[] = [];
  private readonly transfers: Row[] = [];
  private readonly entries: Row[] = [];
  private readonly holds: Row[] = [];
  private readonly endings: Row[] = [];
  private readonly answers: Row[] = [];
  private readonly appends = new Map<Table, Row[]>();
  private readonly changes = new Map<string, GuardChange[]>();
  private readonly sums = new Map<string, { row: Row; transfers: bigint; amount: bigint }>();

  post(order: Order, posted: Posted, drawn: Drawn, stamp: Stamp, appends: readonly Append[]): void {
    const row = exchangeRow(order, drawn, stamp);
    const moving = order.transfers.filter((transfer) => transfer.holdUntil === null && transfer.amount > 0n);
    this.exchanges.push({ ...row, digest: exchangeDigest(row, moving.length) });
    order.transfers.forEach((transfer, index) => this.transfer(order, transfer, index, posted, stamp));
    for (const entry of posted.entries) {
      this.entries.push({
        community_id: order.communityId,
        account_id: entry.accountId,
        account_seq: entry.accountSeq,
        exchange_id: order.id,
        idx: BigInt(entry.index),
        amount: entry.amount,
        balance_after: entry.balanceAfter,
      });
    }
    for (const ending of posted.endings) this.endings.push(endingRow(order, ending, stamp));
    for (const guard of order.guards) {
      const { communityId, id: exchangeId } = order;
      const change = { communityId, key: guard.key, next: guard.next, exchangeId, at: stamp.bookedAt };
      this.changes.set(guard.kind, [...(this.changes.get(guard.kind) ?? []), change]);
    }
    for (const { table, row } of appends) {
      const rows = this.appends.get(table);
      if (rows === undefined) this.appends.set(table, [row]);
      else rows.push(row);
    }
  }

  refuse(
    order: Order,
    fingerprint: Buffer,
    refusal: string,
    transfer: number | null,
    answeredAt: number,
  ): void {
    const { communityId, id: orderId, actorId } = order;
    const digest = answerDigest({
      communityId,
      orderId,
      actorId,
      fingerprint,
      refusal,
      transfer,
      answeredAt,
    });
    this.answers.push({
      community_id: communityId,
      order_id: orderId,
      actor_id: actorId,
      fingerprint,
      refusal,
      transfer: transfer === null ? null : BigInt(transfer),
      answered_at: BigInt(answeredAt),
      digest,
    });
  }

  /**
   * Writes everything. Nothing waits for what was asked before it: the database takes the statements in their order,
   * and should one fail, the whole transaction is rolled back.
   */
  async flush(
    tx: Tx,
    claims: Claims,
    views: Iterable<BatchView>,
    writerId: string,
    batch: number,
  ): Promise<void> {
    const writing = [
      tx.insert(exchangesTable, this.exchanges),
      tx.insert(transfersTable, this.transfers),
      tx.insert(entriesTable, this.entries),
      tx.insert(holdsTable, this.holds),
      tx.insert(holdEndingsTable, this.endings),
      tx.insert(answersTable, this.answers),
    ];
    for (const view of views) {
      const touched = [...view.touched].sort().map((id) => bookedColumns(view.accounts.get(id)!));
      writing.push(tx.update(accountsTable, ['community_id', 'account_id'], touched));
    }
    for (const [kind, changes] of this.changes) writing.push(claims.of(kind).advance(tx, changes));
    for (const [table, rows] of this.appends) writing.push(tx.insert(table, rows));
    const deltas = [...this.sums.values()].map((sum, line) => ({
      writer_id: writerId,
      batch: BigInt(batch),
      line: BigInt(line),
      ...sum.row,
      transfers: sum.transfers,
      amount: sum.amount,
    }));
    writing.push(tx.insert(summaryDeltasTable, deltas));
    // What guards write may take several steps, each waiting for the one before.
    if (this.changes.size > 0) await Promise.all(writing);
    else await tx.send(writing);
  }

  private transfer(order: Order, transfer: TransferDraft, index: number, posted: Posted, stamp: Stamp): void {
    const { communityId, id: exchangeId } = order;
    const { debitId, creditId, currency, amount, programme, endsHold } = transfer;
    if (transfer.holdUntil !== null) {
      const hold = posted.holds.find((one) => one.id.index === index)!;
      this.holds.push({
        community_id: communityId,
        exchange_id: exchangeId,
        idx: BigInt(index),
        debit_id: debitId,
        credit_id: creditId,
        currency,
        amount,
        programme,
        expires_at: BigInt(hold.expiresAt),
        digest: holdDigest(communityId, hold),
      });
      return;
    }
    // A release moves nothing: it is an ending without a transfer.
    if (amount === 0n) return;
    const { bookedAt } = stamp;
    const booked = {
      communityId,
      exchangeId,
      index,
      debitId,
      creditId,
      currency,
      amount,
      programme,
      endsHold,
      bookedAt,
    };
    this.transfers.push({
      community_id: communityId,
      exchange_id: exchangeId,
      idx: BigInt(index),
      debit_id: debitId,
      credit_id: creditId,
      currency,
      amount,
      programme,
      ends_hold_exchange: endsHold?.exchangeId ?? null,
      ends_hold_idx: endsHold === null ? null : BigInt(endsHold.index),
      digest: transferDigest(booked),
    });
    this.sum(order, transfer, posted, stamp.bookedDate.slice(0, 7));
  }

  private sum(order: Order, transfer: TransferDraft, posted: Posted, month: string): void {
    const row = {
      community_id: order.communityId,
      currency: transfer.currency,
      month,
      kind: order.exchange.kind,
      from_kind: partyKind(posted.accounts.get(transfer.debitId)!),
      to_kind: partyKind(posted.accounts.get(transfer.creditId)!),
      programme: transfer.programme ?? '',
    };
    const key = Object.values(row).join('\n');
    const sum = this.sums.get(key);
    if (sum === undefined) this.sums.set(key, { row, transfers: 1n, amount: transfer.amount });
    else {
      sum.transfers += 1n;
      sum.amount += transfer.amount;
    }
  }
}

/** By what summaries tell the sides of a transfer apart: the party's kind, or the account's where it is nobody's. */
export function partyKind(account: Pick<Account, 'partyKind' | 'kind'>): string {
  return account.partyKind === '' ? account.kind : account.partyKind;
}

function exchangeRow(order: Order, drawn: Drawn, stamp: Stamp): Row {
  const { exchange } = order;
  return {
    community_id: order.communityId,
    exchange_id: order.id,
    actor_id: order.actorId,
    kind: exchange.kind,
    mode: exchange.mode,
    subject: exchange.subject,
    minutes: exchange.minutes === null ? null : BigInt(exchange.minutes),
    labour: exchange.labour,
    reason: exchange.reason,
    condition: exchange.condition,
    condition_date: exchange.conditionDate,
    giver_id: exchange.giverId,
    taker_id: exchange.takerId,
    fact_date: exchange.factDate,
    booked_at: BigInt(stamp.bookedAt),
    booked_date: stamp.bookedDate,
    reverses: exchange.reverses,
    helper_id: exchange.helperId,
    receipt_token: drawn.receiptToken,
    salt: drawn.salt,
    fingerprint: drawn.fingerprint,
    writer_id: stamp.writerId,
    writer_seq: BigInt(stamp.writerSeq),
  };
}

function endingRow(order: Order, ending: HoldEnding, stamp: Stamp): Row {
  return {
    community_id: order.communityId,
    exchange_id: ending.hold.id.exchangeId,
    idx: BigInt(ending.hold.id.index),
    ended_by: order.id,
    outcome: ending.outcome,
    posted: ending.posted,
    ended_at: BigInt(stamp.bookedAt),
  };
}
