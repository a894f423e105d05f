import { Injectable } from '@nestjs/common';
import type { Party, PartyKind } from './party.js';
import { PartiesService } from './parties.service.js';

/** How a party looks to whoever may see it: what the server says, never what a code says (U24). */
export interface Face {
  readonly partyId: string;
  readonly communityId: string;
  readonly kind: PartyKind;
  /** Null for a person without a nickname, and for whoever was erased. */
  readonly name: string | null;
  readonly picture: string | null;
  readonly colour: string | null;
  readonly place: string | null;
  readonly closed: boolean;
}

/** What a room knows of a party's looks; a party it leaves out has none any more. */
export type Look = Pick<Face, 'name' | 'picture' | 'colour' | 'place'>;

/** Gives the looks of many parties of one community at once, by party id. */
export type FaceProvider = (
  communityId: string,
  partyIds: readonly string[],
) => Promise<ReadonlyMap<string, Look>>;

const nobody: Look = { name: null, picture: null, colour: null, place: null };

/** The faces of all kinds of parties. Each room of people registers at start how its own look. */
@Injectable()
export class Faces {
  private readonly providers = new Map<PartyKind, FaceProvider>();

  constructor(private readonly parties: PartiesService) {}

  register(kinds: readonly PartyKind[], provider: FaceProvider): void {
    for (const kind of kinds) {
      if (this.providers.has(kind)) throw new Error(`the faces of ${kind} are registered twice`);
      this.providers.set(kind, provider);
    }
  }

  /**
   * The faces of parties of one community: one query for the register and one call a room, however many there are.
   * Who may see them is the caller's question.
   * @returns by party id; ids that are no party of this community are left out
   */
  async of(communityId: string, partyIds: readonly string[]): Promise<Map<string, Face>> {
    const parties = await this.parties.many(communityId, [...new Set(partyIds)]);
    const rooms = new Map<FaceProvider, string[]>();
    for (const { kind, id } of parties) {
      const provider = this.providers.get(kind);
      if (provider !== undefined) rooms.set(provider, [...(rooms.get(provider) ?? []), id]);
    }
    const looks = await Promise.all([...rooms].map(([provider, ids]) => provider(communityId, ids)));
    const known = new Map(looks.flatMap((some) => [...some]));
    return new Map(parties.map((party) => [party.id, faceOf(party, known.get(party.id) ?? nobody)]));
  }

  async one(communityId: string, partyId: string): Promise<Face | undefined> {
    return (await this.of(communityId, [partyId])).get(partyId);
  }
}

function faceOf(party: Party, look: Look): Face {
  const { id: partyId, communityId, kind } = party;
  const { name, picture, colour, place } = look;
  return { partyId, communityId, kind, name, picture, colour, place, closed: party.closedAt !== null };
}
