import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { PartiesService } from '../communities/parties.service.js';
import { accessKind, type Party } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newUuid } from '../database/ids.js';
import type { Condition, Mode } from '../ledger/order.js';
import {
  stepped,
  type Contribution,
  type Side,
  type Step,
  type StepCode,
  type Thing,
} from './contribution.js';
import * as store from './contributions.store.js';

export interface NewContribution {
  /** For which side the actor says it; that side has said yes by it. */
  readonly side: Side;
  readonly giver: string;
  readonly taker: string;
  readonly mode: Mode;
  readonly thing: Thing;
  /** 1 to 80 characters. */
  readonly title: string;
  /** YYYY-MM-DD. */
  readonly from: string;
  /** YYYY-MM-DD, inclusive; no end when left out. */
  readonly until?: string | undefined;
  readonly condition?: Condition | undefined;
  /** YYYY-MM-DD, with return_by. */
  readonly conditionDay?: string | undefined;
  /** The code of a programme. */
  readonly programme?: string | undefined;
  /** Whether who receives saw the condition, when it is they who say it. */
  readonly conditionSeen?: boolean | undefined;
}

export type SayRefusal = AccessRefusal<
  | StepCode
  | 'accounts_must_be_different'
  | 'days_wrong'
  | 'condition_day_wrong'
  | 'no_such_party'
  | 'party_closed'
  | 'contribution_exists'
  | 'too_many_contributions'
>;
export type Said = { readonly kind: 'said'; readonly contribution: Contribution };

/** So many of one person may wait for the other's yes. */
export const waitingMost = 50;

/** Who brings what: said by one side, counted when both said yes (S03). */
@Injectable()
export class ContributionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
  ) {}

  /**
   * Says what one party brings to another. It waits for the yes of the other side.
   * @returns the contribution; refused `accounts_must_be_different`, `days_wrong`, `condition_day_wrong`,
   * `no_such_party`, `party_closed`, `condition_not_seen`, `too_many_contributions`
   * @throws NotAllowed for whoever may not speak for that side
   */
  async say(actor: Actor, communityId: string, wish: NewContribution): Promise<Said | SayRefusal> {
    const known = await this.partiesOf(communityId, [wish.giver, wish.taker]);
    if (!this.maySpeak(actor, communityId, known.get(wish[wish.side]))) throw new NotAllowed();
    if (wish.giver === wish.taker) return refuse('accounts_must_be_different');
    if (known.size < 2) return refuse('no_such_party');
    const { until, condition = 'none', conditionDay } = wish;
    if (until !== undefined && until < wish.from) return refuse('days_wrong');
    const dayFits = (condition === 'return_by') === (conditionDay !== undefined);
    if (!dayFits || (conditionDay !== undefined && conditionDay < wish.from)) {
      return refuse('condition_day_wrong');
    }
    const contribution: Contribution = {
      communityId,
      id: newUuid(this.clock.now()),
      giverId: wish.giver,
      takerId: wish.taker,
      mode: wish.mode,
      thing: wish.thing,
      title: wish.title,
      fromDay: wish.from,
      untilDay: until ?? null,
      condition,
      conditionDay: conditionDay ?? null,
      programme: wish.programme ?? null,
      exchangeId: null,
      madeBy: actor.id,
      madeAt: this.clock.now(),
      yes: { giver: null, taker: null },
      state: 'promised',
      changed: null,
    };
    return this.keep(actor, contribution, wish.side, wish.conditionSeen);
  }

  /** Writes a new contribution with the yes of the side that says it. Who may was asked before. */
  async keep(
    actor: Actor,
    contribution: Contribution,
    side: Side,
    conditionSeen: boolean | undefined,
  ): Promise<Said | SayRefusal> {
    const { communityId, id, madeAt: now, giverId, takerId, exchangeId } = contribution;
    const who = { actorId: actor.id, sides: new Set([side]), now, conditionSeen };
    const said = stepped(contribution, 'agree', who);
    if (typeof said === 'string') return refuse(said);
    const row = auditRow(actor, 'say_contribution', 'contribution', id, communityId, now);
    return this.database.transaction(async (tx) => {
      // In the order of ids, as everybody locks parties.
      for (const partyId of [giverId, takerId].sort()) {
        if (!(await this.parties.keepOpen(tx, communityId, partyId))) return refuse('party_closed');
      }
      if (exchangeId !== null && (await store.findByExchange(tx, communityId, exchangeId)) !== undefined) {
        return refuse('contribution_exists');
      }
      if ((await store.countWaiting(tx, communityId, actor.id)) >= waitingMost) {
        return refuse('too_many_contributions');
      }
      await store.insertContribution(tx, said);
      await audit(tx, row);
      return { kind: 'said', contribution: said };
    });
  }

  /**
   * Takes a step for one's own side; see `stepped` for the rules. A step taken already changes nothing.
   * @param conditionSeen that the condition was shown or read aloud; a yes to a condition does not go without it
   * @returns the contribution as it stands; refused `not_found` also for whoever is on neither side
   */
  async step(
    actor: Actor,
    communityId: string,
    id: string,
    step: Step,
    conditionSeen?: boolean,
  ): Promise<Said | AccessRefusal<StepCode | 'not_found'>> {
    const found = await store.findContribution(this.database.reader, communityId, id);
    const mine = found === undefined ? new Set<Side>() : await this.sidesOf(actor, found);
    if (mine.size === 0) return refuse('not_found');
    const now = this.clock.now();
    const row = auditRow(actor, 'say_contribution', 'contribution', id, communityId, now);
    return this.database.transaction(async (tx) => {
      const present = (await store.findContribution(tx, communityId, id, tx.forUpdate))!;
      const after = stepped(present, step, { actorId: actor.id, sides: mine, now, conditionSeen });
      if (typeof after === 'string') return refuse(after);
      if (after !== present) {
        await store.updateContribution(tx, after);
        await audit(tx, row);
      }
      return { kind: 'said', contribution: after };
    });
  }

  /** Takes away the words for what is brought, by either side; the rest stays. */
  async forgetTitle(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'forgotten' } | AccessRefusal<'not_found'>> {
    const found = await store.findContribution(this.database.reader, communityId, id);
    if (found === undefined || (await this.sidesOf(actor, found)).size === 0) return refuse('not_found');
    const row = auditRow(actor, 'say_contribution', 'contribution', id, communityId, this.clock.now());
    await this.database.transaction(async (tx) => {
      await store.removeTitle(tx, communityId, id);
      await audit(tx, row);
    });
    return { kind: 'forgotten' };
  }

  /** The sides of a contribution that somebody may speak for. */
  async sidesOf(
    actor: Actor,
    { communityId, giverId, takerId }: Pick<Contribution, 'communityId' | 'giverId' | 'takerId'>,
  ): Promise<Set<Side>> {
    const known = await this.partiesOf(communityId, [giverId, takerId]);
    const mine = new Set<Side>();
    if (this.maySpeak(actor, communityId, known.get(giverId))) mine.add('giver');
    if (this.maySpeak(actor, communityId, known.get(takerId))) mine.add('taker');
    return mine;
  }

  private async partiesOf(communityId: string, ids: readonly string[]): Promise<Map<string, Party>> {
    const found = await this.parties.many(communityId, [...new Set(ids)]);
    return new Map(found.map((party) => [party.id, party]));
  }

  private maySpeak(actor: Actor, communityId: string, party: Party | undefined): boolean {
    if (party === undefined) return false;
    const where = { communityId, partyId: party.id, partyKind: accessKind(party.kind) };
    return may(actor, 'say_contribution', where, this.clock.now());
  }
}
