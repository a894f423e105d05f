import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Faces, type Face } from '../communities/faces.js';
import { PartiesService } from '../communities/parties.service.js';
import { personalKinds, type Party, type PartyKind } from '../communities/party.js';
import { InitiativesService } from '../initiatives/initiatives.service.js';
import { GroupSight } from '../initiatives/sight.service.js';
import { isAgreed, isCity, type Contribution, type Side } from './contribution.js';
import { ContributionsService } from './contributions.service.js';

/** Somebody who looks at who brings what. */
export interface Watcher {
  readonly actor: Actor;
  /** The parties they are, are in, or act for. */
  readonly own: ReadonlySet<string>;
  /** Acts for the local government or the OCMW: only what it is a party to, and sums of the rest (5C). */
  readonly city: boolean;
  /** The command line, beside disk and keys. */
  readonly everything: boolean;
  /** Groups that anybody in the community knows of, as far as asked. */
  readonly known: Map<string, boolean>;
}

/** A side of a contribution as somebody sees it. */
export interface SeenSide {
  readonly kind: PartyKind;
  /** Null for a person or household whom the watcher may not know. */
  readonly face: Face | null;
}

export interface SeenContribution {
  readonly contribution: Contribution;
  readonly giver: SeenSide;
  readonly taker: SeenSide;
  /** The sides for which the watcher may say yes or no. */
  readonly mine: ReadonlySet<Side>;
}

/**
 * Who sees which contribution: the row "contribution + condition" of 5C. One's own people see all; others what both
 * said yes to, when every group in it is one that the community may know of, and never a person in it.
 */
@Injectable()
export class ContributionSight {
  constructor(
    private readonly groups: GroupSight,
    private readonly initiatives: InitiativesService,
    private readonly parties: PartiesService,
    private readonly faces: Faces,
    private readonly contributions: ContributionsService,
  ) {}

  /** @returns undefined for whoever may not look around in this community */
  async watcherOf(actor: Actor, communityId: string): Promise<Watcher | undefined> {
    const looker = await this.groups.lookerOf(actor, communityId);
    if (looker === undefined) return undefined;
    const own = new Set([...looker.own, actor.id]);
    const everything = actor.kind === 'system';
    return { actor, own, city: looker.city === true, everything, known: new Map() };
  }

  /** Whoever speaks for a side, as far as that goes: a program that may say things need not be one that may look around. */
  async sideOf(actor: Actor, contribution: Contribution): Promise<Watcher> {
    const mine = await this.contributions.sidesOf(actor, contribution);
    const { giverId, takerId } = contribution;
    const own = new Set([...mine].map((side) => (side === 'giver' ? giverId : takerId)));
    return { actor, own, city: false, everything: actor.kind === 'system', known: new Map() };
  }

  /** Whether anybody in the community may know that this party is there. */
  async isPublic(watcher: Watcher, party: Party): Promise<boolean> {
    if (personalKinds.has(party.kind)) return false;
    if (party.kind !== 'initiative') return true;
    let isKnown = watcher.known.get(party.id);
    if (isKnown === undefined) {
      isKnown = await this.isListed(watcher.actor, party);
      watcher.known.set(party.id, isKnown);
    }
    return isKnown;
  }

  /** Those of the contributions that a watcher may see, in their order, each as they may see it. */
  async seen(
    watcher: Watcher,
    communityId: string,
    contributions: readonly Contribution[],
  ): Promise<SeenContribution[]> {
    const ids = new Set(contributions.flatMap(({ giverId, takerId }) => [giverId, takerId]));
    const parties = new Map((await this.parties.many(communityId, [...ids])).map((each) => [each.id, each]));
    const visible: Contribution[] = [];
    for (const each of contributions) if (await this.maySee(watcher, each, parties)) visible.push(each);
    const shown = visible.flatMap(({ giverId, takerId }) => [giverId, takerId]);
    const faces = await this.faces.of(communityId, shown);
    const found: SeenContribution[] = [];
    for (const contribution of visible) {
      const side = (id: string, other: string): SeenSide =>
        this.side(watcher, parties.get(id)!, parties.get(other)!, faces);
      const { giverId, takerId } = contribution;
      const isOwn = watcher.own.has(giverId) || watcher.own.has(takerId);
      found.push({
        contribution,
        giver: side(giverId, takerId),
        taker: side(takerId, giverId),
        mine: isOwn ? await this.contributions.sidesOf(watcher.actor, contribution) : new Set(),
      });
    }
    return found;
  }

  private async maySee(
    watcher: Watcher,
    contribution: Contribution,
    parties: ReadonlyMap<string, Party>,
  ): Promise<boolean> {
    const both = [parties.get(contribution.giverId)!, parties.get(contribution.takerId)!];
    if (watcher.everything || both.some(({ id }) => watcher.own.has(id))) return true;
    if (watcher.city || !isAgreed(contribution) || contribution.state === 'refused') return false;
    // What a person brings to a shop is theirs alone: no group chose to show it.
    const hasGroup = both.some(({ kind }) => kind === 'initiative');
    const personal = both.filter(({ kind }) => personalKinds.has(kind));
    if (personal.length > 0 && !hasGroup) return false;
    for (const party of both) {
      if (!personal.includes(party) && !(await this.isPublic(watcher, party))) return false;
    }
    return true;
  }

  /** A person shows to themselves and to the people of the other side, unless that side is the government. */
  private side(watcher: Watcher, party: Party, other: Party, faces: ReadonlyMap<string, Face>): SeenSide {
    const { kind } = party;
    const face = faces.get(party.id) ?? null;
    const isNear = watcher.own.has(party.id) || (watcher.own.has(other.id) && !isCity(other.kind));
    const mayKnow = !personalKinds.has(kind) || watcher.everything || isNear;
    return { kind, face: mayKnow ? face : null };
  }

  private async isListed(actor: Actor, { communityId, id }: Party): Promise<boolean> {
    const seen = await this.initiatives.find(actor, communityId, id);
    if (seen === undefined) return false;
    // Only its name: for everybody, or for the city; and the city is not shown more than its own.
    if (seen.extent === 'name') return true;
    const { visibility } = seen.initiative;
    return visibility === 'listed' || visibility === 'open';
  }
}
