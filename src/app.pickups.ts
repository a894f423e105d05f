import { Inject, Injectable } from '@nestjs/common';
import { isLive, type Actor } from './access/actor.js';
import { MandatesService } from './access/mandates.service.js';
import { Faces, type Face } from './communities/faces.js';
import type { Config } from './config.js';
import { Clock } from './database/clock.js';
import { CONFIG } from './database/database.module.js';
import { InstitutionsService } from './institutions/institutions.service.js';

/** A place where people come by, and where somebody gives cards and vouchers (S64). */
export interface PickUpPoint {
  readonly communityId: string;
  readonly id: string;
  readonly face: Face;
  readonly place: string | null;
  readonly openingHours: string | null;
}

/** Where a pick-up point tells of itself, to everybody. */
export function pickUpPath({ communityId, id }: Pick<PickUpPoint, 'communityId' | 'id'>): string {
  return `/c/${communityId}/pickup/${id}`;
}

/** Institutions where a card can be got. Such a place has a helper of its own: nobody else may hand out cards. */
@Injectable()
export class PickUps {
  constructor(
    private readonly mandates: MandatesService,
    private readonly institutions: InstitutionsService,
    private readonly faces: Faces,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns undefined for what is no institution, is closed, or has no helper, whoever asks */
  async point(communityId: string, id: string): Promise<PickUpPoint | undefined> {
    const institution = await this.institutions.atTheDoor(communityId, id);
    if (institution === undefined || !(await this.mandates.hasHelper(communityId, id))) return undefined;
    const face = await this.faces.one(communityId, id);
    if (face === undefined) return undefined;
    const { place, openingHours } = institution;
    return { communityId, id, face, place, openingHours };
  }

  /** Whether somebody prints the sheet of a place: its treasurers and helpers, and stewards. */
  mayPrint(actor: Actor, communityId: string, id: string): boolean {
    const now = this.clock.now();
    return actor.mandates.some(
      (each) =>
        each.communityId === communityId &&
        isLive(each, now) &&
        (each.role === 'steward' ||
          (each.partyId === id && (each.role === 'treasurer' || each.role === 'helper'))),
    );
  }

  /** What the code on the sheet says: where the place tells of itself. No token is in it. */
  url(point: PickUpPoint): string {
    return this.config.publicUrl + pickUpPath(point);
  }
}
