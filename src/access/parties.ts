import { Injectable } from '@nestjs/common';
import type { PartyKind } from './actor.js';

type Answer = (communityId: string, partyId: string) => Promise<PartyKind | undefined>;

/**
 * What access must know of parties without knowing the rooms of the people, which stand above it: the kind of one.
 * The room that keeps parties says at start how to find out.
 */
@Injectable()
export class PartyKinds {
  private answers: Answer[] = [];

  /** Adds one who knows; the first to know a party is believed. */
  askAlso(answer: Answer): void {
    this.answers.push(answer);
  }

  /** The kind of a party, or undefined when nobody knows it in that community. */
  async of(communityId: string, partyId: string): Promise<PartyKind | undefined> {
    for (const answer of this.answers) {
      const kind = await answer(communityId, partyId);
      if (kind !== undefined) return kind;
    }
    return undefined;
  }
}
