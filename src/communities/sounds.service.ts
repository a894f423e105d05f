import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { isLanguageCode, type LanguageCode } from '../languages/languages.js';
import { deliveredClips } from '../languages/sounds.js';
import { clipsIn } from '../languages/spoken.js';
import { findCommunity } from './communities.store.js';
import { readSound, soundMax, type Sound } from './sound.js';
import * as store from './sounds.store.js';

/** One clip of a language, as whoever records sees it. */
export interface RecordedClip {
  readonly name: string;
  /** What is to be said. */
  readonly text: string;
  /** When people of this community recorded it, in milliseconds since 1970; null while they have not. */
  readonly recordedAt: number | null;
  readonly isDelivered: boolean;
}

export type SoundRefusal = AccessRefusal<
  'not_found' | 'no_such_clip' | 'sound_missing' | 'sound_too_large' | 'sound_not_readable'
>;

/** By community, null for whoever came in to none yet: the hash of the recording of a clip, if there is one. */
export type Recordings = (
  communityId: string | null,
) => (code: LanguageCode, clip: string) => string | undefined;

/** How long another process may still offer what this one removed. */
const keptMs = 5_000;
const greeting = 'greeting';

/** What people of a community record for its pages: their own voices before the one of a machine (U13). */
@Injectable()
export class SoundsService {
  private kept: { readonly recordings: Promise<Recordings>; readonly until: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Every clip of a language in the order in which it is recorded, the most used first.
   * @returns undefined for a language of which there is no file
   * @throws NotAllowed for whoever may not record
   */
  async list(actor: Actor, communityId: string, language: string): Promise<RecordedClip[] | undefined> {
    this.mustRecord(actor, communityId);
    if (!isLanguageCode(language)) return undefined;
    const rows = await store.findSounds(this.database.reader, communityId);
    const own = new Map(rows.filter((row) => row.language === language).map((row) => [row.clip, row]));
    const delivered = deliveredClips(language);
    return clipsIn(language).map(({ name, text }) => {
      const row = own.get(name);
      const recordedAt = row?.said === text ? row.at : null;
      return { name, text, recordedAt, isDelivered: delivered.has(name) };
    });
  }

  /**
   * Keeps a recording, instead of what this community recorded before and of what is delivered. Who spoke is not kept.
   * @param bytes WAV, MP3, Ogg, WebM or MP4 without moving pictures, at most 500,000 bytes
   * @throws NotAllowed for whoever may not record
   */
  async record(
    actor: Actor,
    place: { readonly communityId: string; readonly language: string; readonly clip: string },
    bytes: Buffer | undefined,
  ): Promise<{ kind: 'recorded'; hash: string } | SoundRefusal> {
    const { communityId, language, clip } = place;
    this.mustRecord(actor, communityId);
    if (!isLanguageCode(language)) return refuse('no_such_clip');
    const text = clipsIn(language).find(({ name }) => name === clip)?.text;
    if (text === undefined) return refuse('no_such_clip');
    if (bytes === undefined || bytes.length === 0) return refuse('sound_missing');
    if (bytes.length > soundMax) return refuse('sound_too_large');
    const sound = readSound(bytes);
    if (sound === undefined) return refuse('sound_not_readable');
    const hash = createHash('sha256').update(sound.bytes).digest('hex').slice(0, 16);
    const now = this.clock.now();
    const row = { communityId, language, clip, said: text, hash, at: now };
    return this.database.transaction(async (tx) => {
      if ((await findCommunity(tx, communityId, tx.forUpdate)) === undefined) return refuse('not_found');
      await store.removeSounds(tx, communityId, language, clip);
      await store.insertSound(tx, row, sound);
      await audit(tx, auditRow(actor, 'record_sounds', 'sound', `${language}/${clip}`, communityId, now));
      tx.afterCommit(() => this.forget());
      return { kind: 'recorded', hash };
    });
  }

  /**
   * Removes one recording, or with null all of a language: what is delivered is heard again. Removing what is not
   * there changes nothing.
   * @returns how many there were
   * @throws NotAllowed for whoever may not record
   */
  async erase(actor: Actor, communityId: string, language: string, clip: string | null): Promise<number> {
    this.mustRecord(actor, communityId);
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const gone = await store.removeSounds(tx, communityId, language, clip);
      const rows = gone.map((each) =>
        auditRow(actor, 'record_sounds', 'sound', `${language}/${each}`, communityId, now),
      );
      if (rows.length > 0) await audit(tx, ...rows);
      tx.afterCommit(() => this.forget());
      return gone.length;
    });
  }

  /**
   * A recording, for whoever is of its community. Greetings of languages without a delivered one are for everybody: by
   * them a language is chosen before anybody has come in (S75).
   * @param hash as `recordings` gives it
   */
  async hear(
    communityId: string | null,
    language: string,
    clip: string,
    hash: string,
  ): Promise<Sound | undefined> {
    if (!isLanguageCode(language)) return undefined;
    const { reader } = this.database;
    if (communityId !== null) {
      const own = await store.findSound(reader, { communityId, language, clip }, hash);
      if (own !== undefined) return own;
    }
    if (clip !== greeting || deliveredClips(language).has(greeting)) return undefined;
    const rows = await store.findSounds(reader);
    const open = rows.find((row) => row.language === language && row.clip === greeting && row.hash === hash);
    return open === undefined ? undefined : store.findSound(reader, open, hash);
  }

  /** What each community recorded, for the pages. It may be some seconds old where another process changed it. */
  recordings(): Promise<Recordings> {
    const now = this.clock.now();
    if (this.kept === undefined || this.kept.until <= now) {
      const recordings = this.read();
      this.kept = { recordings, until: now + keptMs };
      recordings.catch(() => this.forget());
    }
    return this.kept.recordings;
  }

  /** Whether somebody may record for their community: they are shown the way there. */
  mayRecord(actor: Actor | undefined): boolean {
    const communityId = actor?.communityId ?? null;
    return actor !== undefined && communityId !== null && this.isAllowed(actor, communityId);
  }

  private forget(): void {
    this.kept = undefined;
  }

  private async read(): Promise<Recordings> {
    const hashes = new Map<string, string>();
    for (const { communityId, language, clip, said, hash } of await store.findSounds(this.database.reader)) {
      const now = isLanguageCode(language)
        ? clipsIn(language).find(({ name }) => name === clip)?.text
        : undefined;
      if (now !== said) continue;
      hashes.set(`${communityId} ${language} ${clip}`, hash);
      const open = `* ${language} ${clip}`;
      const isOpen = clip === greeting && !deliveredClips(language).has(greeting);
      if (isOpen && !hashes.has(open)) hashes.set(open, hash);
    }
    return (communityId) => (code, clip) =>
      (communityId === null ? undefined : hashes.get(`${communityId} ${code} ${clip}`)) ??
      hashes.get(`* ${code} ${clip}`);
  }

  private mustRecord(actor: Actor, communityId: string): void {
    if (!this.isAllowed(actor, communityId)) throw new NotAllowed();
  }

  private isAllowed(actor: Actor, communityId: string): boolean {
    return may(actor, 'record_sounds', { communityId }, this.clock.now());
  }
}
