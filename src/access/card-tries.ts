import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Actor } from './actor.js';
import { serverItself } from './audit.js';
import type { Card } from './card.js';
import { countWrong, forgetWrong } from './cards.store.js';
import { GuessesService } from './guesses.service.js';
import { ACCESS_SETTINGS, type AccessSettings, type TryLimit } from './settings.js';
import { TriesService } from './tries.service.js';

/** Where a secret is given: somebody's session, or an own phone of which only the address is known. */
export interface CardDevice extends Pick<Actor, 'id' | 'via'> {
  /** Counted instead of the session, and kept nowhere. */
  readonly address?: string;
}

/** A secret that somebody tries. */
export interface SecretGuess {
  /** Left out when no card that works was shown: the tries are counted all the same. */
  readonly card: Card | undefined;
  /** What was shown, for counting. */
  readonly shown: string;
  readonly device: CardDevice;
}

const kind = 'card_secret';

/** Where no card was shown as much is written as where one was, or the time would tell which; it closes no door. */
const unknownKey = 'card unknown';
const uncounted: TryLimit = { failures: Number.MAX_SAFE_INTEGER, windowMs: 0, lockMs: 0 };

/**
 * Tries of card secrets, each counted before it is judged: for the card (three, then a minute; five in a row, then a
 * helper), for the device, and for the whole community (5D, U04).
 */
@Injectable()
export class CardTries {
  constructor(
    private readonly database: Database,
    private readonly guesses: GuessesService,
    private readonly tries: TriesService,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /**
   * Counts a try.
   * @returns false when the card waits for a helper
   * @throws TooManyTries
   */
  async mayTry({ card, shown, device }: SecretGuess): Promise<boolean> {
    const { secretTries } = this.settings;
    // Whoever cannot wait out the pause wears out only their own patience, not the device.
    await this.tries.mustBeOpen(pauseKey(card, shown));
    const guessed = [{ key: deviceKey(device), limit: secretTries.device }];
    await this.guesses.attempt(card?.communityId ?? serverItself, kind, guessed);
    await this.tries.take(pauseKey(card, shown), secretTries.pause);
    if (card === undefined) {
      await this.tries.failed(unknownKey, uncounted);
      return true;
    }
    const { communityId, id } = card;
    return this.database.transaction((tx) => countWrong(tx, communityId, id, secretTries.helperAfter));
  }

  /** It was wrong: the community counts it too, and its people are warned when it goes on. */
  async wrong({ card, device }: SecretGuess): Promise<void> {
    if (card !== undefined) return this.guesses.wrong(device, card.communityId, kind);
    await this.tries.failed(unknownKey, uncounted);
    await this.tries.failed(unknownKey, uncounted);
  }

  /** It was right: the card begins anew, and the device has this one back. Its wrong ones of others stay counted. */
  async right({ card, shown, device }: SecretGuess): Promise<void> {
    if (card === undefined) return;
    const { communityId, id } = card;
    await this.tries.right(pauseKey(card, shown));
    await this.guesses.takeBack(communityId, kind, deviceKey(device));
    await this.database.transaction((tx) => forgetWrong(tx, communityId, id));
  }
}

function pauseKey(card: Card | undefined, shown: string): string {
  return card === undefined ? `card shown ${shown}` : `card ${card.communityId} ${card.id}`;
}

function deviceKey({ via, address }: CardDevice): string {
  return address === undefined ? `device ${via}` : `address ${address}`;
}
