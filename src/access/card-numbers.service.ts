import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Actor } from './actor.js';
import { findActive, type NumberHeld } from './card-numbers.store.js';
import { readNumber } from './card.js';
import { findByToken } from './cards.store.js';
import type { AccessRefusal } from './credential.js';
import type { TryLimit } from './settings.js';
import { TriesService } from './tries.service.js';
import { hashOf, readLinkToken } from './token.js';

/** A card to whose holder something is given. */
export interface HeldCard extends NumberHeld {
  readonly kind: 'held';
}

/** A card that leads to nobody here. Its number is known when it was typed, or when the card itself was shown. */
export interface NotHeld extends AccessRefusal<
  'card_unknown' | 'card_blocked' | 'card_elsewhere' | 'too_many_tries'
> {
  readonly number: string | null;
}

const hour = 3_600_000;
/** Numbers are short: whoever types so many that are of nobody waits, and so learns of nobody what number they have. */
const guessing: TryLimit = { failures: 30, windowMs: hour, lockMs: hour };

/** Cards by what stands on them, for whoever gives something to who holds them: nothing is opened, and no secret asked. */
@Injectable()
export class CardNumbers {
  constructor(
    private readonly database: Database,
    private readonly tries: TriesService,
  ) {}

  /**
   * Whose a card is. Who may ask is the caller's question.
   * @param shown the token of a card that was scanned, or the number on it. A number alone says no more than whether it
   * works here, and wrong ones are counted of whoever typed them
   */
  async read(actor: Actor, communityId: string, shown: string): Promise<HeldCard | NotHeld> {
    const number = readNumber(shown);
    return number === undefined ? this.scanned(communityId, shown) : this.typed(actor, communityId, number);
  }

  /** Whose these cards are, by number; those that do not work, or no more, are left out. */
  async holders(communityId: string, numbers: readonly string[]): Promise<Map<string, string>> {
    const found = await findActive(this.database.reader, communityId, 'number', numbers);
    return new Map(found.map(({ number, partyId }) => [number, partyId]));
  }

  /** The number of the card that each of these people has now; who has none is left out. */
  async numbersOf(communityId: string, partyIds: readonly string[]): Promise<Map<string, string>> {
    const found = await findActive(this.database.reader, communityId, 'party_id', partyIds);
    return new Map(found.map(({ number, partyId }) => [partyId, number]));
  }

  private async scanned(communityId: string, shown: string): Promise<HeldCard | NotHeld> {
    const token = readLinkToken(shown);
    const card =
      token === undefined ? undefined : (await findByToken(this.database.reader, hashOf(token)))?.card;
    // A blank was never anybody's.
    if (card?.partyId == null) return notHeld('card_unknown');
    const { number, partyId } = card;
    if (card.communityId !== communityId) return notHeld('card_elsewhere', number);
    return card.state === 'active' ? { kind: 'held', number, partyId } : notHeld('card_blocked', number);
  }

  private async typed(actor: Actor, communityId: string, number: string): Promise<HeldCard | NotHeld> {
    const guesses = `card numbers ${communityId} ${actor.id}`;
    if (!(await this.tries.isOpen(guesses))) return notHeld('too_many_tries', number);
    const partyId = (await this.holders(communityId, [number])).get(number);
    if (partyId !== undefined) return { kind: 'held', number, partyId };
    await this.tries.failed(guesses, guessing);
    return notHeld('card_unknown', number);
  }
}

function notHeld(code: NotHeld['code'], number: string | null = null): NotHeld {
  return { kind: 'refused', code, number };
}
