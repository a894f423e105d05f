import type { InstitutionKind } from '../communities/party.js';

/** An organisation that takes part: the local government, a school, a shop. Everybody in the community may see it. */
export interface Institution {
  readonly communityId: string;
  readonly id: string;
  readonly kind: InstitutionKind;
  readonly name: string;
  /** The name of a drawing and of a colour. */
  readonly picture: string;
  readonly colour: string;
  /** Where it is, in its own words. */
  readonly place: string | null;
  /** When it is open, in its own words. */
  readonly openingHours: string | null;
  /** What coins are good for there, in its own words. */
  readonly offer: string | null;
  /** Since when coins can be spent there (milliseconds); null when they cannot. */
  readonly outletSince: number | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly closedAt: number | null;
}

export interface InstitutionChanges {
  readonly name?: string;
  readonly picture?: string;
  readonly colour?: string;
  readonly place?: string | null;
  readonly openingHours?: string | null;
  readonly offer?: string | null;
  /** Whether coins can be spent there. */
  readonly outlet?: boolean;
}

export interface NewInstitution extends InstitutionChanges {
  readonly kind: InstitutionKind;
  /** 1 to 60 characters. */
  readonly name: string;
  readonly picture: string;
  readonly colour: string;
}

/** A new institution. A shop is an outlet unless it says otherwise, the others only when they say so. */
export function institutionFrom(
  wish: NewInstitution,
  party: { readonly communityId: string; readonly id: string; readonly createdAt: number },
): Institution {
  const { outlet = wish.kind === 'shop' } = wish;
  return {
    communityId: party.communityId,
    id: party.id,
    kind: wish.kind,
    name: wish.name,
    picture: wish.picture,
    colour: wish.colour,
    place: wish.place ?? null,
    openingHours: wish.openingHours ?? null,
    offer: wish.offer ?? null,
    outletSince: outlet ? party.createdAt : null,
    createdAt: party.createdAt,
    closedAt: null,
  };
}

/** @param now milliseconds; the day it becomes an outlet, if it does by this change */
export function changed(
  institution: Institution,
  { outlet, ...changes }: InstitutionChanges,
  now: number,
): Institution | 'party_closed' {
  if (institution.closedAt !== null) return 'party_closed';
  const { outletSince } = institution;
  const since = outlet === undefined ? outletSince : outlet ? (outletSince ?? now) : null;
  return { ...institution, ...changes, outletSince: since };
}
