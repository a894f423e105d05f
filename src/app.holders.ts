import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { CardOpeningService } from './access/card-opening.service.js';
import { cardIn } from './app.scanning.js';
import { Faces, type Face } from './communities/faces.js';
import type { WordKey } from './languages/languages.js';

/** @returns the community of a member; @throws NotAllowed for everybody else */
export function communityOfMember({ communityId, kind }: Actor): string {
  if (communityId === null || kind !== 'person') throw new NotAllowed();
  return communityId;
}

/** Whose card was scanned, for a member who names another by their card (U72). */
@Injectable()
export class CardHolders {
  constructor(
    private readonly opening: CardOpeningService,
    private readonly faces: Faces,
  ) {}

  /** @returns the other member, or in which words there is none */
  async scanned(actor: Actor, communityId: string, texts: readonly string[]): Promise<Face | WordKey> {
    const token = texts.map(cardIn).find((each) => each !== undefined);
    if (token === undefined) return 'scan.none';
    return this.holderOf(actor, communityId, token);
  }

  /** Somebody whose card was scanned before; undefined when there is nobody. */
  of(communityId: string, personId: string): Promise<Face | undefined> {
    return this.faces.one(communityId, personId);
  }

  /** The same for what `cardIn` found in a code. */
  async holderOf(actor: Actor, communityId: string, token: string): Promise<Face | WordKey> {
    const opened = await this.opening.open({ token }, null, actor);
    if (opened.kind === 'refused' || opened.card.communityId !== communityId) return 'refusals.card_unknown';
    if (opened.actor.id === actor.id) return 'refusals.own_card';
    return (await this.faces.one(communityId, opened.actor.id)) ?? 'refusals.card_unknown';
  }
}
