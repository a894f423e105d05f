import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/keys.service.js';
import { Database } from '../database/database.js';
import { secretRuleOrderId, type ruleOrderId } from './order-ids.js';

export interface FinishedRun {
  readonly communityId: string;
  readonly currency: string;
  readonly period: string;
  readonly stamp: string;
  readonly accounts: number;
  readonly amount: bigint;
  readonly at: number;
  readonly actorId: string;
}

export interface Reminder {
  readonly accountId: string;
  /** Of the last own booking that the reminder is about. */
  readonly ownAt: number;
  readonly remindedOn: string;
}

/** What upkeep remembers of its runs and reminders. */
@Injectable()
export class RunsStore {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
  ) {}

  /**
   * The id of the order by which a rule takes from an account; see `secretRuleOrderId`. With another master key it is
   * another id: a run that was cut off is finished before the key is changed.
   */
  orderId(...about: Parameters<typeof ruleOrderId>): string {
    return secretRuleOrderId((text) => this.keys.mac('rules', text), ...about);
  }

  /** The period that was finished last, by its first month. */
  async last(communityId: string, currency: string): Promise<string | null> {
    const row = await this.database.reader.one(
      'select max(period) as period from demurrage_runs where community_id = ? and currency = ?',
      [communityId, currency],
    );
    return (row?.period as string | null | undefined) ?? null;
  }

  async finish(run: FinishedRun): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.run(
        `insert into demurrage_runs (community_id, currency, period, stamp, accounts, amount, finished_at, actor_id)
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (community_id, currency, period) do nothing`,
        [
          run.communityId,
          run.currency,
          run.period,
          run.stamp,
          BigInt(run.accounts),
          run.amount,
          BigInt(run.at),
          run.actorId,
        ],
      );
    });
  }

  /** Which of these orders are booked already. */
  async bookedAmong(communityId: string, orderIds: readonly string[]): Promise<Set<string>> {
    const booked = new Set<string>();
    for (let at = 0; at < orderIds.length; at += 1000) {
      const within = this.database.reader.within('exchange_id', orderIds.slice(at, at + 1000));
      const rows = await this.database.reader.all(
        `select exchange_id from exchanges where community_id = ? and ${within.sql}`,
        [communityId, within.param],
      );
      for (const row of rows) booked.add(row.exchange_id as string);
    }
    return booked;
  }

  async remind(communityId: string, reminder: Reminder, actorId: string, at: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.run(
        `insert into expiry_reminders (community_id, account_id, own_at, reminded_on, reminded_at, actor_id)
         values (?, ?, ?, ?, ?, ?) on conflict (community_id, account_id, own_at) do nothing`,
        [communityId, reminder.accountId, BigInt(reminder.ownAt), reminder.remindedOn, BigInt(at), actorId],
      );
    });
  }

  /** Reminders by account; one per last own booking. */
  async reminders(communityId: string): Promise<Map<string, Reminder>> {
    const rows = await this.database.reader.all(
      'select account_id, own_at, reminded_on from expiry_reminders where community_id = ?',
      [communityId],
    );
    return new Map(
      rows.map((row) => {
        const ownAt = Number(row.own_at);
        const accountId = row.account_id as string;
        return [`${accountId} ${ownAt}`, { accountId, ownAt, remindedOn: row.reminded_on as string }];
      }),
    );
  }
}
