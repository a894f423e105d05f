import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import type { ClosureTarget } from '../communities/closure.js';
import { ClosuresService, type ClosureRefusal } from '../communities/closures.service.js';
import { PartiesService } from '../communities/parties.service.js';
import type { Tx } from '../database/sql.js';

/** Where what is left in a purse goes when its party stops. */
export interface SettlingWish {
  readonly to: ClosureTarget;
  /** Whether the pot pays off what the party still has to give. It counts from those who may give from the pot. */
  readonly potTakesOver: boolean;
}

export type ClosingRefusal = ClosureRefusal | AccessRefusal<'still_to_give'>;

/** Persons and households that stop: what they have left moves on, their accounts close, then they do. */
@Injectable()
export class PartyClosing {
  constructor(
    private readonly closures: ClosuresService,
    private readonly parties: PartiesService,
  ) {}

  /**
   * Settles and closes a party; see ClosuresService. Who may was asked before.
   * @param also written in the transaction of the closing
   * @returns still_to_give when the party owes and nobody said that the pot takes it over
   */
  async close(
    actor: Actor,
    communityId: string,
    partyId: string,
    wish: SettlingWish,
    also: (tx: Tx) => Promise<void>,
  ): Promise<{ kind: 'closed' } | ClosingRefusal> {
    const party = await this.parties.find(communityId, partyId);
    if (party === undefined) return refuse('no_such_party');
    if (!wish.potTakesOver) {
      const plan = await this.closures.preview(actor, party, wish.to);
      if (plan.kind === 'refused') return plan;
      if (plan.lines.some(({ balance }) => balance < 0n)) return refuse('still_to_give');
    }
    const answer = await this.closures.close(actor, party, wish.to, also);
    return answer.kind === 'refused' ? answer : { kind: 'closed' };
  }

  /** Whether something has to be given first, which keeps a party from stopping. Who may was asked before. */
  async owes(actor: Actor, communityId: string, partyId: string): Promise<boolean> {
    const party = await this.parties.find(communityId, partyId);
    if (party === undefined) return false;
    const plan = await this.closures.preview(actor, party, 'pot');
    if (plan.kind === 'refused') return plan.code === 'still_to_give';
    return plan.lines.some((line) => line.balance < 0n);
  }

  /** Those of the ids whose parties are not closed yet. */
  async stillOpen(communityId: string, partyIds: readonly string[]): Promise<string[]> {
    const parties = await this.parties.many(communityId, partyIds);
    return parties.filter(({ closedAt }) => closedAt === null).map(({ id }) => id);
  }
}
