import { Injectable } from '@nestjs/common';
import { may, type Act, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import { CurrenciesService } from './currencies.service.js';
import { PartiesService } from './parties.service.js';
import { accessKind, personalKinds } from './party.js';
import { isLooser, needsSecondYes, secondYesDays, type SecondYesLimit } from './second-yes.js';
import * as store from './second-yes-limits.store.js';

export interface NewSecondYesLimit {
  readonly partyId: string;
  readonly currency: string;
  /** Smallest units; null for no limit. */
  readonly amount: Amount | null;
  /** 1 to 90; 14 when left out. */
  readonly days?: number;
}

export type SecondYesLimitAnswer =
  | { readonly kind: 'done'; readonly limit: SecondYesLimit }
  | AccessRefusal<
      'no_such_party' | 'no_such_currency' | 'party_closed' | 'nothing_waiting' | 'maker_may_not_approve'
    >;

/** What is in force for a party, and whether there ever was anything. */
interface Known {
  readonly inForce: readonly SecondYesLimit[];
  readonly ever: boolean;
  readonly until: number;
}

/** As with tokens: a file has one process, which hears of every change; another process hears of none. */
const rememberMs = { sqlite: 60_000, postgres: 1000 } as const;
const rememberMost = 5000;

/** The amounts above which two treasurers have to say yes. Each group and institution sets its own (S09). */
@Injectable()
export class SecondYesLimits {
  private known = new Map<string, Known>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly currencies: CurrenciesService,
  ) {}

  /**
   * Sets a limit. A lower one counts at once; a higher one, or none, when another treasurer has said yes.
   * @throws NotAllowed
   */
  async set(actor: Actor, communityId: string, wish: NewSecondYesLimit): Promise<SecondYesLimitAnswer> {
    const { partyId, currency, amount, days = secondYesDays.usual } = wish;
    const now = await this.mustBe('manage_group', actor, communityId, partyId);
    const party = await this.parties.find(communityId, partyId);
    if (party === undefined || personalKinds.has(party.kind)) return refuse('no_such_party');
    if ((await this.currencies.find(communityId, currency)) === undefined) return refuse('no_such_currency');
    const asked = {
      communityId,
      id: newId(),
      partyId,
      currency,
      amount,
      days,
      madeBy: actor.id,
      madeAt: now,
    };
    return this.change(actor, asked, async (tx) => {
      const inForce = await store.findInForce(tx, communityId, partyId);
      const before = inForce.find((each) => each.currency === currency)?.amount ?? null;
      const state = isLooser(before, amount) ? 'asked' : 'in_force';
      const limit: SecondYesLimit = { ...asked, state, decidedBy: null };
      await store.endLimits(tx, limit, state === 'asked' ? ['asked'] : ['asked', 'in_force']);
      await store.insertLimit(tx, limit);
      return { kind: 'done', limit };
    });
  }

  /**
   * The second yes to a higher limit or none.
   * @returns refused `maker_may_not_approve`, `nothing_waiting`
   * @throws NotAllowed
   */
  async approve(actor: Actor, communityId: string, id: string): Promise<SecondYesLimitAnswer> {
    return this.decide(actor, communityId, id, 'in_force');
  }

  /** A no, or taking it back: by any treasurer. @throws NotAllowed */
  async decline(actor: Actor, communityId: string, id: string): Promise<SecondYesLimitAnswer> {
    return this.decide(actor, communityId, id, 'declined');
  }

  /** Those of a party, newest first, at most 50. @throws NotAllowed */
  async list(actor: Actor, communityId: string, partyId: string): Promise<SecondYesLimit[]> {
    await this.mustBe('read_account', actor, communityId, partyId);
    return store.findLimits(this.database.reader, communityId, partyId);
  }

  /** The limit that an amount is above, or undefined when one treasurer may pay it alone. */
  async above(
    communityId: string,
    partyId: string,
    currency: string,
    amount: Amount,
  ): Promise<SecondYesLimit | undefined> {
    const { inForce } = await this.of(communityId, partyId);
    const limit = inForce.find((each) => each.currency === currency);
    return needsSecondYes(limit, amount) ? limit : undefined;
  }

  /** Whether a party has or had a limit, so that a payment of theirs may have been asked for before. */
  async hadAny(communityId: string, partyId: string): Promise<boolean> {
    return (await this.of(communityId, partyId)).ever;
  }

  private async of(communityId: string, partyId: string): Promise<Known> {
    const key = `${communityId} ${partyId}`;
    const now = this.clock.now();
    const found = this.known.get(key);
    if (found !== undefined && now < found.until) return found;
    // What is read now may be changed before it is remembered; then it goes into the map that was thrown away.
    const memory = this.known;
    const limits = await store.findLimits(this.database.reader, communityId, partyId);
    const inForce =
      limits.length === 0 ? [] : await store.findInForce(this.database.reader, communityId, partyId);
    const known = { inForce, ever: limits.length > 0, until: now + rememberMs[this.database.dialect] };
    if (memory.size >= rememberMost) memory.clear();
    memory.set(key, known);
    return known;
  }

  private async decide(
    actor: Actor,
    communityId: string,
    id: string,
    state: 'in_force' | 'declined',
  ): Promise<SecondYesLimitAnswer> {
    const found = await store.findLimit(this.database.reader, communityId, id);
    if (found === undefined) throw new NotAllowed();
    const now = await this.mustBe('manage_group', actor, communityId, found.partyId);
    const isOther = actor.id !== found.madeBy && (actor.kind === 'person' || actor.kind === 'token');
    if (state === 'in_force' && !isOther) return refuse('maker_may_not_approve');
    return this.change(actor, found, async (tx) => {
      const limit = (await store.findLimit(tx, communityId, id))!;
      if (limit.state !== 'asked') return refuse('nothing_waiting');
      if (state === 'in_force') await store.endLimits(tx, limit, ['in_force']);
      await store.decideLimit(tx, limit, state, actor.id, now);
      return { kind: 'done', limit: { ...limit, state, decidedBy: actor.id } };
    });
  }

  /** One change of the limits of a party, whose row is what all of them lock. */
  private async change(
    actor: Actor,
    { communityId, partyId }: Pick<SecondYesLimit, 'communityId' | 'partyId'>,
    work: (tx: Tx) => Promise<SecondYesLimitAnswer>,
  ): Promise<SecondYesLimitAnswer> {
    const row = auditRow(actor, 'manage_group', 'party', partyId, communityId, this.clock.now());
    return this.database.transaction(async (tx): Promise<SecondYesLimitAnswer> => {
      if (!(await this.parties.keepOpen(tx, communityId, partyId))) return refuse('party_closed');
      const answer = await work(tx);
      if (answer.kind === 'refused') return answer;
      await audit(tx, row);
      tx.afterCommit(() => (this.known = new Map()));
      return answer;
    });
  }

  private async mustBe(act: Act, actor: Actor, communityId: string, partyId: string): Promise<number> {
    const party = await this.parties.find(communityId, partyId);
    const now = this.clock.now();
    const where = { communityId, partyId, ...(party !== undefined && { partyKind: accessKind(party.kind) }) };
    if (!may(actor, act, where, now)) throw new NotAllowed();
    return now;
  }
}
