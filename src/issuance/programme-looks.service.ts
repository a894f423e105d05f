import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Faces, type Face } from '../communities/faces.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Clock } from '../database/clock.js';
import { InitiativesService } from '../initiatives/initiatives.service.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import type { Issue } from './issue.js';
import { whereOfOwner, type Programme } from './programme.js';

/** What a page of a programme shows of those who take part; never a person. */
export interface ProgrammeLook {
  readonly currency: CurrencyProfile;
  /** By party id; what has no name of its own is left out. */
  readonly names: ReadonlyMap<string, Face>;
  /** What the one who looks may do. */
  readonly may: { readonly make: boolean; readonly decide: boolean };
}

const partiesMost = 200;

/** Puts names and units to programmes and issues, for the pages. */
@Injectable()
export class ProgrammeLooks {
  constructor(
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
    private readonly initiatives: InitiativesService,
    private readonly institutions: InstitutionsService,
    private readonly clock: Clock,
  ) {}

  /** For whoever may read the programme; the caller has asked. */
  async of(
    actor: Actor,
    programme: Programme,
    issues: readonly Pick<Issue, 'partyId'>[],
  ): Promise<ProgrammeLook> {
    const { communityId, ownerId, current, waiting } = programme;
    const terms = (current ?? waiting)?.terms;
    const parties = [ownerId, ...(terms?.issuers ?? []), ...issues.flatMap(({ partyId }) => partyId ?? [])];
    const currency = await this.currencies.find(communityId, programme.currency);
    const names = await this.faces.of(communityId, [...new Set(parties)]);
    const where = whereOfOwner(programme);
    const now = this.clock.now();
    return {
      currency: currency!,
      names,
      may: {
        make: may(actor, 'make_programme', where, now),
        decide: may(actor, 'decide_programme', where, now),
      },
    };
  }

  /** The groups and partners to which an issue can go, by name. @throws NotAllowed */
  async recipients(
    actor: Actor,
    { communityId, current }: Programme,
  ): Promise<Array<{ id: string; name: string }>> {
    const allowed = current?.terms.recipients ?? null;
    const [groups, partners] = await Promise.all([
      this.initiatives.list(actor, communityId, { limit: partiesMost }),
      this.institutions.list(actor, communityId, { limit: partiesMost }),
    ]);
    const open = [...groups.map(({ initiative }) => initiative), ...partners];
    const all = open.map(({ id, name }) => ({ id, name }));
    const fitting = all.filter(({ id }) => allowed === null || allowed.includes(id));
    // Who was chosen by name when the programme was approved is known here, whoever else may know of them.
    const chosen = [...(await this.faces.of(communityId, allowed ?? [])).values()];
    const known = new Set(fitting.map(({ id }) => id));
    for (const { partyId, name } of chosen)
      if (!known.has(partyId)) fitting.push({ id: partyId, name: name ?? partyId });
    return fitting.sort((one, other) => one.name.localeCompare(other.name));
  }
}
