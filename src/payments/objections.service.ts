import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow, helpRows } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Reason } from '../ledger/order.js';
import { LedgerFacts, whereOf } from './ledger-facts.js';
import { isTooLate, type Objection } from './objection.js';
import * as store from './objections.store.js';
import { mayPayFrom, no, type No } from './payment.js';

/** How many are told of at once: whoever has more has them after these. */
const openMost = 3;

/** "Not right": who paid asks who received to give back. */
@Injectable()
export class ObjectionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
  ) {}

  /**
   * Says that an exchange one paid in is not right. Saying it again changes nothing.
   * @returns the objection as it stands; refused `no_such_exchange`, `exchange_already_reversed`, `too_late_to_object`
   * @throws NotAllowed
   */
  async object(
    actor: Actor,
    communityId: string,
    exchangeId: string,
    reason: Reason,
  ): Promise<Objection | No> {
    const exchange = await this.exchanges.find(communityId, exchangeId);
    if (exchange === undefined) return no('no_such_exchange');
    const now = this.clock.now();
    const transfers = await this.exchanges.transfersOf(communityId, exchangeId);
    const owners = await this.facts.owners(communityId, [
      ...new Set(transfers.map(({ debitId }) => debitId)),
    ]);
    const mine = transfers.find(({ debitId }) => mayPayFrom(actor, owners.get(debitId)!, now));
    if (mine === undefined) throw new NotAllowed();
    if (exchange.reversedBy !== null) return no('exchange_already_reversed');
    if (isTooLate(exchange.bookedAt, now)) return no('too_late_to_object');
    const objection: Objection = {
      communityId,
      exchangeId,
      giverAccountId: mine.debitId,
      takerAccountId: mine.creditId,
      reason,
      madeAt: now,
      state: 'open',
    };
    const row = auditRow(actor, 'pay_from', 'exchange', exchangeId, communityId, now);
    await this.database.transaction(async (tx) => {
      if (await store.insertObjection(tx, objection, actor.id))
        await audit(tx, row, ...helpRows(actor, communityId, now));
    });
    return (await store.findObjection(this.database.reader, communityId, exchangeId))!;
  }

  /**
   * Objections to what an account received, newest exchange first; at most 200.
   * @throws NotAllowed
   */
  async toAccount(actor: Actor, communityId: string, accountId: string): Promise<Objection[]> {
    await this.mustReceive(actor, communityId, accountId);
    return store.findObjectionsTo(this.database.reader, communityId, accountId);
  }

  /**
   * The receipts of what these accounts received and somebody says is not right, the newest first.
   * @param accountIds at most 200, each of which the actor may give back from
   * @throws NotAllowed
   */
  async open(actor: Actor, communityId: string, accountIds: readonly string[]): Promise<string[]> {
    if (accountIds.length === 0) return [];
    const owners = await this.facts.owners(communityId, accountIds);
    const now = this.clock.now();
    const isTheirs = (id: string): boolean => {
      const owner = owners.get(id);
      return owner !== undefined && may(actor, 'reverse', whereOf(owner), now);
    };
    if (!accountIds.every(isTheirs)) throw new NotAllowed();
    return store.receiptsObjectedTo(this.database.reader, communityId, accountIds, openMost);
  }

  /**
   * Says no to an objection, by who received. To say yes is to give back.
   * @returns the objection as it stands, undefined when there is none
   * @throws NotAllowed
   */
  async decline(actor: Actor, communityId: string, exchangeId: string): Promise<Objection | undefined> {
    const { reader } = this.database;
    const objection = await store.findObjection(reader, communityId, exchangeId);
    if (objection === undefined) return undefined;
    await this.mustReceive(actor, communityId, objection.takerAccountId);
    const now = this.clock.now();
    const row = auditRow(actor, 'ask_payment', 'exchange', exchangeId, communityId, now);
    await this.database.transaction(async (tx) => {
      if (await store.declineObjection(tx, communityId, exchangeId, now)) await audit(tx, row);
    });
    return store.findObjection(reader, communityId, exchangeId);
  }

  private async mustReceive(actor: Actor, communityId: string, accountId: string): Promise<void> {
    const account = await this.facts.owner(communityId, accountId);
    const where = account === undefined ? { communityId } : whereOf(account);
    if (!may(actor, 'reverse', where, this.clock.now())) throw new NotAllowed();
  }
}
