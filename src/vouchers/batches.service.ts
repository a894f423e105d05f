import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { KeysService } from '../access/keys.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Amount } from '../ledger/amount.js';
import { isOver, type Batch, type StateCount } from './batch.js';
import * as store from './batches.store.js';
import { BatchWishes, type BatchWish, type OwnWish, type ProgrammeWish } from './batch-wishes.js';
import { no, type No, type Voucher } from './voucher.js';
import { checkPlace, hashOfToken, seedPlace, tokenOf } from './voucher-codes.js';
import { VoucherBooking } from './voucher-booking.js';
import { findOfBatch, insertVouchers, lockOfBatch, setKept } from './vouchers.store.js';

/** A batch with how its vouchers stand. */
export interface ShownBatch {
  readonly batch: Batch;
  readonly counts: readonly StateCount[];
  /** Whether its days are over. */
  readonly over: boolean;
}

export type Made = { readonly kind: 'made'; readonly batch: Batch } | No;

/** Batches of vouchers, from making to printing. */
@Injectable()
export class BatchesService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly currencies: CurrenciesService,
    private readonly wishes: BatchWishes,
    private readonly booking: VoucherBooking,
  ) {}

  /**
   * Makes a batch out of a party's own money: an account of its own, set apart or not. Worth nothing until activated.
   * @returns refused `no_such_party`, `voucher_source_wrong`, or why the wish is not well formed (`BatchWishes.judge`)
   * @throws NotAllowed
   */
  async make(actor: Actor, communityId: string, wish: OwnWish): Promise<Made> {
    if (!this.booking.mayMake(actor, { communityId, partyId: wish.partyId })) throw new NotAllowed();
    const source = await this.booking.account(communityId, wish.sourceId);
    const own = source !== undefined && source.partyId === wish.partyId && source.closedAt === null;
    if (!own || !ownKinds.has(source.kind)) return no('voucher_source_wrong');
    const { currency, id: sourceId } = source;
    const outstandingId = await this.currencies.communityAccount(
      communityId,
      currency,
      'vouchers_outstanding',
    );
    const programme = await this.booking.programmeOf(communityId, sourceId);
    const accounts = { sourceId, outstandingId, returnId: sourceId };
    return this.insert(actor, communityId, { ...wish, ...accounts, currency, programme, issueId: null });
  }

  /**
   * Makes a batch under a programme. Who may was asked by the caller, the room of programmes; nobody else calls this.
   * @param wish.returnId where the value of void ones goes: the budget it came from
   * @returns refused `issue_not_to_persons` for one bound to persons (U75), or as `make`
   */
  async makeFor(actor: Actor, communityId: string, wish: ProgrammeWish): Promise<Made> {
    if ((wish.boundTo ?? []).length > 0) return no('issue_not_to_persons');
    return this.insert(actor, communityId, { ...wish, boundTo: [] });
  }

  /**
   * Says that a batch was printed well. What was misprinted, or not cut, is made void before (U35).
   * @param misprinted serials of this batch
   * @returns refused `no_such_batch`, `batch_active`, `batch_void`, `voucher_unknown` for a serial of another batch
   * @throws NotAllowed
   */
  async printed(
    actor: Actor,
    communityId: string,
    batchId: string,
    misprinted: readonly string[] = [],
  ): Promise<{ kind: 'printed'; live: Amount } | No> {
    const batch = await this.mustMake(actor, communityId, batchId);
    const now = this.booking.now();
    return this.database.transaction(async (tx) => {
      const vouchers = misprinted.length === 0 ? [] : await lockOfBatch(tx, batch, misprinted);
      const locked = (await store.findBatch(tx, communityId, batchId, tx.forUpdate))!;
      if (locked.state === 'active') return no('batch_active');
      if (locked.state === 'void') return no('batch_void');
      if (vouchers.length < new Set(misprinted).size) return no('voucher_unknown');
      await setKept(
        tx,
        vouchers.filter(({ kept }) => kept === 'in_batch'),
        'void',
        now,
      );
      await store.setState(tx, locked, ['made'], 'printed', now);
      await audit(tx, auditRow(actor, 'make_vouchers', 'batch', batchId, communityId, now));
      return { kind: 'printed', live: await store.liveAmountOf(tx, communityId, batchId) };
    });
  }

  /** @returns undefined when there is no such batch of a party the actor makes vouchers for */
  async show(actor: Actor, communityId: string, batchId: string): Promise<ShownBatch | undefined> {
    const batch = await store.findBatch(this.database.reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) return undefined;
    const counts = await store.countStates(this.database.reader, communityId, batchId);
    return { batch, counts, over: isOver(batch, await this.booking.today(communityId)) };
  }

  /**
   * The batches of a party by number.
   * @param after the number of the last one seen, 0 from the start
   * @param limit at most 201
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    partyId: string,
    after: number,
    limit: number,
  ): Promise<Batch[]> {
    if (!this.booking.mayMake(actor, { communityId, partyId })) throw new NotAllowed();
    return store.findBatchesOf(this.database.reader, communityId, partyId, after, limit);
  }

  /**
   * The last batches of a party, newest first.
   * @param limit at most 201
   * @param sourceId only those that it pays for itself out of this account
   * @throws NotAllowed
   */
  async lastOf(
    actor: Actor,
    communityId: string,
    partyId: string,
    limit: number,
    sourceId?: string,
  ): Promise<Batch[]> {
    if (!this.booking.mayMake(actor, { communityId, partyId })) throw new NotAllowed();
    return store.findLastBatchesOf(this.database.reader, communityId, partyId, limit, sourceId);
  }

  /**
   * The vouchers of a batch by number; undefined as for `show`.
   * @param after the number of the last one seen, 0 from the start
   * @param limit at most 201
   */
  async vouchersOf(
    actor: Actor,
    communityId: string,
    batchId: string,
    after: number,
    limit: number,
  ): Promise<{ batch: Batch; vouchers: Voucher[] } | undefined> {
    const { reader } = this.database;
    const batch = await store.findBatch(reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) return undefined;
    return { batch, vouchers: await findOfBatch(reader, communityId, batchId, after, limit) };
  }

  /** @throws NotAllowed also when there is no such batch, so that nobody learns which there are */
  private async mustMake(actor: Actor, communityId: string, batchId: string): Promise<Batch> {
    const batch = await store.findBatch(this.database.reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) throw new NotAllowed();
    return batch;
  }

  private async insert(actor: Actor, communityId: string, wish: BatchWish): Promise<Made> {
    const judged = await this.wishes.judge(communityId, wish);
    if (judged !== null) return judged;
    const now = this.booking.now();
    const { id = newId() } = wish;
    const seed = randomBytes(32);
    const hashes = Array.from({ length: wish.count }, (_, i) => hashOfToken(tokenOf(seed, i + 1)));
    const secrets = {
      sealedSeed: this.keys.wrap(seed, seedPlace(id)),
      checkSecret: this.keys.wrap(randomBytes(32), checkPlace(id)),
    };
    seed.fill(0);
    const boundTo = boundOf(wish);
    const row = auditRow(actor, 'make_vouchers', 'batch', id, communityId, now);
    const made = await this.database.transaction(async (tx) => {
      const batchNo = await store.nextNo(tx, communityId);
      const before = wish.id === undefined ? undefined : await store.findBatch(tx, communityId, id);
      if (before !== undefined) return before;
      const batch = batchFrom(wish, { communityId, id, no: batchNo, madeBy: actor.id, madeAt: now });
      await store.insertBatch(tx, batch, secrets);
      await insertVouchers(tx, batch, hashes, boundTo);
      await audit(tx, row);
      return batch;
    });
    const isSame = made.partyId === wish.partyId && made.sourceId === wish.sourceId;
    return isSame ? { kind: 'made', batch: made } : no('no_such_batch');
  }
}

/** Out of these a group pays for vouchers of its own. */
const ownKinds: ReadonlySet<string> = new Set(['group', 'partner', 'purpose', 'pot']);

/** One person for each voucher. */
function boundOf({ boundTo = [], count }: BatchWish): readonly string[] {
  return boundTo.length === 1 ? Array.from({ length: count }, () => boundTo[0]!) : boundTo;
}

function batchFrom(
  wish: BatchWish,
  own: Pick<Batch, 'communityId' | 'id' | 'no' | 'madeBy' | 'madeAt'>,
): Batch {
  const { partyId, currency, sourceId, outstandingId, returnId, programme, issueId, amount, count, terms } =
    wish;
  return {
    ...own,
    ...{ partyId, currency, sourceId, outstandingId, returnId, programme, issueId, amount, count, terms },
    state: 'made',
    printedAt: null,
    activatedAt: null,
    liveAmount: null,
    exchangeId: null,
    remindedOn: null,
  };
}
