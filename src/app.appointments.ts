import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { MandatesService, type MandateRefusal } from './access/mandates.service.js';
import { Faces } from './communities/faces.js';
import { InitiativesService } from './initiatives/initiatives.service.js';
import { InstitutionsService } from './institutions/institutions.service.js';

/** Where somebody helps, or may. */
export interface HelpPlace {
  readonly id: string;
  readonly name: string;
  /** The name of a drawing. */
  readonly picture: string;
  /** Whether everybody may know what goes on there. */
  readonly isOpen: boolean;
}

export interface Helping {
  readonly mandateId: string;
  readonly placeId: string;
  readonly name: string;
}

const placesMost = 60;

/** Who helps at which group: whoever hands out cards helps somewhere (U01). */
@Injectable()
export class Appointments {
  constructor(
    private readonly mandates: MandatesService,
    private readonly initiatives: InitiativesService,
    private readonly institutions: InstitutionsService,
    private readonly faces: Faces,
  ) {}

  /** Where a person helps now. @throws NotAllowed */
  async of(actor: Actor, communityId: string, personId: string): Promise<Helping[]> {
    const mandates = await this.mandates.helpingOf(actor, communityId, personId);
    const ids = mandates.flatMap(({ partyId }) => partyId ?? []);
    const faces = await this.faces.of(communityId, ids);
    return mandates.map(({ id, partyId }) => {
      const name = faces.get(partyId!)?.name ?? '';
      return { mandateId: id, placeId: partyId!, name };
    });
  }

  /** Where a person may begin to help: of oneself only where everybody may look. @throws NotAllowed */
  async placesFor(actor: Actor, communityId: string, personId: string): Promise<HelpPlace[]> {
    const [helping, initiatives, institutions] = await Promise.all([
      this.mandates.helpingOf(actor, communityId, personId),
      this.initiatives.list(actor, communityId, { limit: placesMost }),
      this.institutions.list(actor, communityId, { limit: placesMost }),
    ]);
    const going = initiatives.flatMap((seen) =>
      seen.extent === 'all' && seen.initiative.phase !== 'stopped'
        ? [placeOf(seen.initiative, seen.initiative.visibility === 'open')]
        : [],
    );
    const places = [...going, ...institutions.map((each) => placeOf(each, true))];
    const has = new Set(helping.map(({ partyId }) => partyId));
    return places.filter(({ id, isOpen }) => !has.has(id) && (isOpen || personId !== actor.id));
  }

  /** Who helps there already stays so. @throws NotAllowed, also where nobody may begin of themselves */
  async appoint(
    actor: Actor,
    communityId: string,
    personId: string,
    placeId: string,
  ): Promise<{ kind: 'granted' } | MandateRefusal> {
    const helping = await this.mandates.helpingOf(actor, communityId, personId);
    if (helping.some(({ partyId }) => partyId === placeId)) return { kind: 'granted' };
    const places = await this.placesFor(actor, communityId, personId);
    const place = places.find(({ id }) => id === placeId);
    if (place === undefined) throw new NotAllowed();
    const wish = { communityId, actorId: personId, partyId: placeId, isOpen: place.isOpen };
    return this.mandates.letHelp(actor, wish);
  }

  /** Over is over, and may be said twice. @throws NotAllowed */
  async end(actor: Actor, communityId: string, personId: string, mandateId: string): Promise<void> {
    const helping = await this.mandates.helpingOf(actor, communityId, personId);
    if (helping.some(({ id }) => id === mandateId)) await this.mandates.end(actor, communityId, mandateId);
  }
}

function placeOf(each: Pick<HelpPlace, 'id' | 'name' | 'picture'>, isOpen: boolean): HelpPlace {
  const { id, name, picture } = each;
  return { id, name, picture, isOpen };
}
