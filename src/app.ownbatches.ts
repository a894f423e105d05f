import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { ProblemError } from './api/problem.js';
import type { ShownPurse } from './app.purselooks.js';
import { OwnPurses } from './app.purses.js';
import { ActivationService } from './vouchers/activation.service.js';
import type { Batch } from './vouchers/batch.js';
import { BatchesService, type Made, type ShownBatch } from './vouchers/batches.service.js';
import { openTerms } from './vouchers/voucher-terms.js';

/** Batches that a page shows: the last ones. */
const shownMost = 20;

/** The vouchers that a group makes out of one of its purses. */
@Injectable()
export class OwnBatches {
  constructor(
    private readonly purses: OwnPurses,
    private readonly batches: BatchesService,
    private readonly activation: ActivationService,
  ) {}

  /**
   * A purse and its batches, newest first; not those that a programme pays for.
   * @throws NotAllowed
   */
  async of(
    actor: Actor,
    communityId: string,
    accountId: string,
  ): Promise<{ purse: ShownPurse; batches: Batch[] }> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const { partyId } = purse.account;
    if (partyId === null) throw new ProblemError('not_found');
    const batches = await this.batches.lastOf(actor, communityId, partyId, shownMost, accountId);
    return { purse, batches };
  }

  /**
   * Whoever holds one may use it anywhere and for ever, or put it on a card.
   * @param id of the batch; asked for twice, it is made once
   */
  make(
    actor: Actor,
    { account }: ShownPurse,
    { id, amount, count }: { readonly id: string; readonly amount: bigint; readonly count: number },
  ): Promise<Made> {
    const { communityId, partyId, id: sourceId } = account;
    const terms = { ...openTerms, onCard: true };
    return this.batches.make(actor, communityId, { id, partyId: partyId!, sourceId, amount, count, terms });
  }

  /** @throws ProblemError `not_found` for a batch of another purse */
  async one(actor: Actor, { account }: ShownPurse, batchId: string): Promise<ShownBatch> {
    const shown = await this.batches.show(actor, account.communityId, batchId);
    const isOwn = shown?.batch.sourceId === account.id && shown.batch.issueId === null;
    if (!isOwn) throw new ProblemError('not_found');
    return shown;
  }

  /**
   * Says that a batch was printed well, and activates it. Safe to repeat; what is named as misprinted only later, when
   * the vouchers work, is refused.
   * @param orderId of the order that activates it
   * @param misprinted serials
   */
  async printedWell(
    actor: Actor,
    purse: ShownPurse,
    batchId: string,
    orderId: string,
    misprinted: readonly string[],
  ): Promise<{ kind: 'done' } | { kind: 'refused'; code: string }> {
    const answer = await this.activate(actor, purse, batchId, orderId, misprinted);
    if (answer.kind !== 'refused' || answer.code !== 'batch_active') return answer;
    const { batch } = await this.one(actor, purse, batchId);
    const isSaid = misprinted.length === 0 || batch.exchangeId === orderId;
    return isSaid ? { kind: 'done' } : answer;
  }

  private async activate(
    actor: Actor,
    purse: ShownPurse,
    batchId: string,
    orderId: string,
    misprinted: readonly string[],
  ): Promise<{ kind: 'done' } | { kind: 'refused'; code: string }> {
    const { communityId } = (await this.one(actor, purse, batchId)).batch;
    const printed = await this.batches.printed(actor, communityId, batchId, misprinted);
    if (printed.kind === 'refused') return printed;
    const answer = await this.activation.activate(actor, communityId, orderId, batchId);
    return answer.kind === 'refused' ? answer : { kind: 'done' };
  }
}
