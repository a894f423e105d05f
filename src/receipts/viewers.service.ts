import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { Faces, type Face } from '../communities/faces.js';
import { PartiesService } from '../communities/parties.service.js';
import { accessKind, personalKinds, type Party } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { CardVisitsGround, type HelperLook } from '../payments/card-visit-ground.js';
import { everyParty, giversOf, openingOf, takersOf, touchesCommunity, type Opening } from './receipt.js';
import type { Receipt } from './receipts.service.js';

/** One party of a receipt as a viewer may see it. */
export interface SeenParty {
  readonly kind: Party['kind'];
  /** Null where the viewer may not know who it is. */
  readonly face: Face | null;
}

/** What somebody who took part sees beside what strangers see. */
export interface PartyView {
  readonly givers: readonly SeenParty[];
  readonly takers: readonly SeenParty[];
  /** Which side the viewer is on, alone or with a household; null for who looks after the books of others. */
  readonly side: 'giver' | 'taker' | null;
  readonly shortCode: string;
  readonly undoneBy: string | null;
  /** Only for a party itself. */
  readonly opening: Opening | null;
  /** How the helper looks who sat beside who gave; null for nobody, and for who may see no persons. */
  readonly helpedBy: HelperLook | null;
}

/**
 * Decides what of a receipt a viewer sees. A stranger sees no names. Whoever may pay from a party that took part sees
 * whom it was with; a checker, or a steward for the community's own accounts, sees groups but no persons
 * (requirements 5C).
 */
@Injectable()
export class ViewersService {
  constructor(
    private readonly parties: PartiesService,
    private readonly faces: Faces,
    private readonly clock: Clock,
    private readonly visits: CardVisitsGround,
  ) {}

  /** @returns undefined for a stranger */
  async view(actor: Actor | undefined, receipt: Receipt): Promise<PartyView | undefined> {
    if (actor === undefined) return undefined;
    const { communityId, facts } = receipt;
    const parties = await this.parties.many(communityId, everyParty(facts));
    const sight = this.sightOf(actor, communityId, parties, touchesCommunity(facts));
    if (sight === 'nothing') return undefined;
    const shown = parties.filter(({ kind }) => sight === 'everybody' || kind !== 'person');
    const faces = await this.faces.of(
      communityId,
      shown.map(({ id }) => id),
    );
    const seen = (ids: readonly string[]): SeenParty[] =>
      ids.flatMap((id) => {
        const party = parties.find((each) => each.id === id);
        return party === undefined ? [] : [{ kind: party.kind, face: faces.get(id) ?? null }];
      });
    const { shortCode, undoneBy } = receipt;
    const givers = seen(giversOf(facts));
    const takers = seen(takersOf(facts));
    const said = { givers, takers, shortCode, undoneBy };
    if (sight !== 'everybody') return { ...said, side: null, opening: null, helpedBy: null };
    const { id } = facts.exchange;
    const helpedBy = (await this.visits.helpersOf(communityId, [id])).get(id) ?? null;
    return { ...said, side: this.sideOf(actor, receipt, parties), opening: openingOf(facts), helpedBy };
  }

  private sideOf(actor: Actor, { facts }: Receipt, parties: readonly Party[]): PartyView['side'] {
    const now = this.clock.now();
    const isOne = (ids: readonly string[]): boolean =>
      parties.some(
        ({ id: partyId, kind, communityId }) =>
          ids.includes(partyId) &&
          personalKinds.has(kind) &&
          may(actor, 'pay_from', { communityId, partyId, partyKind: accessKind(kind) }, now),
      );
    const [gave, got] = [isOne(giversOf(facts)), isOne(takersOf(facts))];
    if (gave === got) return null;
    return gave ? 'giver' : 'taker';
  }

  private sightOf(
    actor: Actor,
    communityId: string,
    parties: readonly Party[],
    ofCommunity: boolean,
  ): 'everybody' | 'groups' | 'nothing' {
    const now = this.clock.now();
    let sight: 'groups' | 'nothing' =
      ofCommunity && may(actor, 'read_receipt', { communityId }, now) ? 'groups' : 'nothing';
    for (const { id: partyId, kind } of parties) {
      const where = { communityId, partyId, partyKind: accessKind(kind) };
      if (!may(actor, 'read_receipt', where, now)) continue;
      if (may(actor, 'pay_from', where, now)) return 'everybody';
      sight = 'groups';
    }
    return sight;
  }
}
