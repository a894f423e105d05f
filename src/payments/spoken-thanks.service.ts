import { Inject, Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { readSound, type Sound } from '../communities/sound.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { PersonSounds } from '../members/person-sounds.service.js';
import { ThanksSides } from './thanks-sides.js';

/** Ten seconds of speech without any packing, at 8,000 samples a second, and some more. */
export const thanksMax = 200_000;

const dayMs = 86_400_000;

/** What somebody who took part can do about a spoken thank-you. */
export interface ThanksWays {
  /** Say it, as who gave. */
  readonly say: boolean;
  /** Hear it and erase it, as who received. */
  readonly hear: boolean;
  /** Erase it, as who said it. */
  readonly takeBack: boolean;
}

const nothing: ThanksWays = { say: false, hear: false, takeBack: false };

/**
 * A thank-you in one's own voice after an exchange between two persons (3A): only who received hears it. Either erases
 * it in one act, it goes with either of them, and by itself after the days of THANKS_DAYS. No list tells of it.
 */
@Injectable()
export class SpokenThanks {
  constructor(
    private readonly clock: Clock,
    private readonly sounds: PersonSounds,
    private readonly sides: ThanksSides,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** For how many days one can be heard. */
  get days(): number {
    return this.config.thanksDays;
  }

  /** @returns nothing for whoever took no part */
  async ways(actor: Actor, communityId: string, exchangeId: string): Promise<ThanksWays> {
    if (!this.isThemselves(actor, communityId)) return nothing;
    const two = await this.sides.of(communityId, exchangeId);
    if (two === undefined) return nothing;
    const isGiver = actor.id === two.giverId;
    if (!isGiver && actor.id !== two.takerId) return nothing;
    const state = await this.sounds.stateOf(communityId, exchangeId);
    const inTime = this.clock.now() < two.bookedAt + dayMs;
    return {
      say: isGiver && state === 'none' && inTime,
      hear: !isGiver && state === 'there',
      takeBack: isGiver && state === 'there',
    };
  }

  /**
   * Keeps what was said, once for an exchange and within a day of it. Saying it twice changes nothing.
   * @param bytes WAV, MP3, Ogg, WebM or MP4 without moving pictures, at most 200,000 bytes
   * @throws NotAllowed for everybody but the person who gave
   */
  async say(
    actor: Actor,
    communityId: string,
    exchangeId: string,
    bytes: Buffer | undefined,
  ): Promise<{ kind: 'said' } | AccessRefusal<'sound_missing' | 'sound_too_large' | 'sound_not_readable'>> {
    const ways = await this.ways(actor, communityId, exchangeId);
    if (ways.takeBack) return { kind: 'said' };
    const two = ways.say ? await this.sides.of(communityId, exchangeId) : undefined;
    if (two === undefined) throw new NotAllowed();
    if (bytes === undefined || bytes.length === 0) return refuse('sound_missing');
    if (bytes.length > thanksMax) return refuse('sound_too_large');
    const sound = readSound(bytes);
    if (sound === undefined) return refuse('sound_not_readable');
    const { giverId: fromId, takerId: forId } = two;
    await this.sounds.keep({ communityId, exchangeId, fromId, forId }, sound);
    return { kind: 'said' };
  }

  /** What was said to whoever asks; undefined for everybody else. */
  async hear(actor: Actor, communityId: string, exchangeId: string): Promise<Sound | undefined> {
    if (!this.isThemselves(actor, communityId)) return undefined;
    return this.sounds.hear(communityId, exchangeId, actor.id);
  }

  /** Erases it, by who said it or who hears it. */
  async erase(actor: Actor, communityId: string, exchangeId: string): Promise<void> {
    if (!this.isThemselves(actor, communityId)) throw new NotAllowed();
    await this.sounds.erase(communityId, exchangeId, actor.id);
  }

  /** The exchanges after which somebody thanked whoever asks aloud. */
  async heard(actor: Actor): Promise<ReadonlySet<string>> {
    const { communityId } = actor;
    if (communityId === null || !this.isThemselves(actor, communityId)) return new Set();
    return this.sounds.exchangesHeard(communityId, actor.id);
  }

  /** Removes what is older than it may be. */
  tidy(): Promise<void> {
    return this.sounds.removeBefore(this.clock.now() - this.days * dayMs);
  }

  /** The person, and not a program of theirs: nobody else speaks and hears for them. */
  private isThemselves(actor: Actor, communityId: string): boolean {
    const where = { communityId, partyId: actor.id, partyKind: 'person' } as const;
    return actor.kind === 'person' && may(actor, 'read_receipt', where, this.clock.now());
  }
}
