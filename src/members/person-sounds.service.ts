import { Injectable } from '@nestjs/common';
import type { Sound, SoundType } from '../communities/sound.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { PersonKeys } from './person-keys.js';
import * as store from './person-sounds.store.js';
import { sealBytes, unsealBytes } from './seal.js';

/** Whose voice is for whom, after which exchange. */
export interface SoundPlace {
  readonly communityId: string;
  readonly exchangeId: string;
  readonly fromId: string;
  readonly forId: string;
}

/** How it stands with what was said after an exchange: nothing yet, there to hear, or erased by one of the two. */
export type SoundState = 'none' | 'there' | 'erased';

/**
 * Sounds for one person alone, sealed with that person's key. Who may was asked before: nothing here is written into
 * the audit, for that somebody thanked somebody is theirs alone.
 */
@Injectable()
export class PersonSounds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: PersonKeys,
  ) {}

  /** @returns false when something was said after this exchange before, or nobody is there any more to hear it */
  async keep(place: SoundPlace, { type, bytes }: Sound): Promise<boolean> {
    const { communityId, forId } = place;
    const key = (await this.keys.find(communityId, [forId])).get(forId);
    if (key === undefined) return false;
    const sealed = sealBytes(bytes, key, bound(place));
    const row = { ...place, kind: type, sealed, madeAt: this.clock.now() };
    return this.database.transaction((tx) => store.insertSound(tx, row));
  }

  async stateOf(communityId: string, exchangeId: string): Promise<SoundState> {
    const found = await store.findSound(this.database.reader, communityId, exchangeId);
    if (found === undefined) return 'none';
    return found.sealed === null ? 'erased' : 'there';
  }

  /** What was said for somebody after an exchange; undefined for everybody else. */
  async hear(communityId: string, exchangeId: string, forId: string): Promise<Sound | undefined> {
    const found = await store.findSound(this.database.reader, communityId, exchangeId);
    if (found?.forId !== forId || found.sealed === null) return undefined;
    const key = (await this.keys.find(communityId, [forId])).get(forId);
    if (key === undefined) return undefined;
    return { type: found.kind as SoundType, bytes: unsealBytes(found.sealed, key, bound(found)) };
  }

  /** Takes the sound away, for whoever said it or hears it; for others nothing changes. */
  async erase(communityId: string, exchangeId: string, byId: string): Promise<void> {
    const found = await store.findSound(this.database.reader, communityId, exchangeId);
    if (found === undefined || (found.forId !== byId && found.fromId !== byId)) return;
    await this.database.transaction((tx) => store.silence(tx, communityId, exchangeId));
  }

  /** The exchanges after which somebody can hear something. */
  async exchangesHeard(communityId: string, forId: string): Promise<Set<string>> {
    return new Set(await store.exchangesHeard(this.database.reader, communityId, forId));
  }

  /** Removes what is older. @param instant milliseconds since 1970 */
  async removeBefore(instant: number): Promise<void> {
    if (!(await store.hasBefore(this.database.reader, instant))) return;
    await this.database.transaction((tx) => store.removeBefore(tx, instant));
  }
}

function bound({ communityId, forId, exchangeId }: SoundPlace): string[] {
  return [communityId, forId, 'said after', exchangeId];
}
