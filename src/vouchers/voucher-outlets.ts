import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Faces, type Face } from '../communities/faces.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import type { Batch } from './batch.js';
import { isAcceptor } from './voucher-terms.js';

/** A place where vouchers can be used. */
export interface Outlet {
  readonly name: string;
  readonly picture: string | null;
  readonly colour: string | null;
  readonly place: string | null;
  readonly openingHours: string | null;
}

/** So many are looked through, and so many told. */
const lookedMost = 201;
const toldMost = 8;

/** What one can do with a voucher: the outlets of its terms, with picture and opening hours. */
@Injectable()
export class VoucherOutlets {
  constructor(
    private readonly institutions: InstitutionsService,
    private readonly faces: Faces,
  ) {}

  /**
   * At most eight places; those that the terms name first, else every outlet of the community whose kind they allow.
   * @throws NotAllowed for somebody of another community
   */
  async of(actor: Actor, { communityId, terms }: Pick<Batch, 'communityId' | 'terms'>): Promise<Outlet[]> {
    const known = await this.institutions.list(actor, communityId, { outlets: true, limit: lookedMost });
    const outlets = known.filter(({ id, kind }) => isAcceptor(terms, { id, kind }));
    const named = terms.acceptors.kind === 'parties' ? terms.acceptors.ids : [];
    const others = named.filter((id) => !outlets.some((outlet) => outlet.id === id));
    const faces = await this.faces.of(communityId, others);
    return [...outlets.map(outletOf), ...[...faces.values()].flatMap(faceOutlet)].slice(0, toldMost);
  }
}

function outletOf({ name, picture, colour, place, openingHours }: Outlet): Outlet {
  return { name, picture, colour, place, openingHours };
}

function faceOutlet({ name, picture, colour, place, closed }: Face): Outlet[] {
  return name === null || closed ? [] : [{ name, picture, colour, place, openingHours: null }];
}
