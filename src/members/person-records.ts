import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { PersonData } from './person.js';
import { PersonKeys, type PersonKey } from './person-keys.js';
import * as store from './persons.store.js';
import { newPersonKey, seal, unseal } from './seal.js';
import type { Forgotten } from './vault.js';

/** A person's data, sealed, with the key that must be in the vault before the data is written. */
export interface SealedPerson extends PersonKey {
  readonly sealed: Buffer;
}

/** A person's data as it was at one moment, with the sealed bytes it was read from. */
export interface OpenedPerson {
  readonly data: PersonData;
  readonly sealed: Buffer;
}

interface Remembered {
  readonly data: PersonData;
  readonly until: number;
}

const rememberMs = 60_000;
const rememberMost = 2_000;
const sealAtOnce = 1_000;

/**
 * What persons chose to show, sealed and unsealed. Never inside a database transaction.
 *
 * What was unsealed for faces is remembered in the memory of this process for at most 60 s, of at most 2,000 persons,
 * and forgotten at once here when a person is erased or changes it; another process may show it for those 60 s.
 */
@Injectable()
export class PersonRecords {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: PersonKeys,
  ) {}

  /** Seals new persons' data, each under a new key, and puts the keys in the vault. */
  async sealNew(
    communityId: string,
    persons: readonly { id: string; data: PersonData }[],
  ): Promise<Map<string, SealedPerson>> {
    const made = new Map<string, SealedPerson>();
    for (let from = 0; from < persons.length; from += sealAtOnce) {
      const some = persons.slice(from, from + sealAtOnce).map(({ id, data }) => {
        const key = newPersonKey();
        return { partyId: id, key, sealed: seal(data, key, communityId, id) };
      });
      await this.keys.keep(communityId, some);
      for (const each of some) made.set(each.partyId, each);
      // Others get their turn between thousands.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return made;
  }

  /** Seals data again under the person's own key; undefined when the key is gone. */
  async sealAgain(communityId: string, partyId: string, data: PersonData): Promise<Buffer | undefined> {
    const key = (await this.keys.find(communityId, [partyId])).get(partyId);
    return key === undefined ? undefined : seal(data, key, communityId, partyId);
  }

  /** Takes back the keys of persons who were not written after all. */
  dropKeys(communityId: string, partyIds: readonly string[]): Promise<void> {
    return this.keys.drop(communityId, partyIds);
  }

  /** A person's data as it is now. */
  async open(communityId: string, partyId: string): Promise<OpenedPerson | undefined> {
    const sealed = (await store.findSealed(this.database.reader, communityId, [partyId])).get(partyId);
    const key = (await this.keys.find(communityId, [partyId])).get(partyId);
    if (sealed === undefined || key === undefined) return undefined;
    return { data: unseal(sealed, key, communityId, partyId), sealed };
  }

  /**
   * The data of many persons, by party id; whoever has none any more is left out.
   * @param partyIds at most some thousands
   */
  async openMany(communityId: string, partyIds: readonly string[]): Promise<Map<string, PersonData>> {
    const [sealed, keys] = await Promise.all([
      store.findSealed(this.database.reader, communityId, partyIds),
      this.keys.find(communityId, partyIds),
    ]);
    const found = new Map<string, PersonData>();
    for (const [id, bytes] of sealed) {
      const key = keys.get(id);
      if (key !== undefined) found.set(id, unseal(bytes, key, communityId, id));
    }
    return found;
  }

  /** As `openMany`, from memory where it is fresh. For faces. */
  async look(communityId: string, partyIds: readonly string[]): Promise<Map<string, PersonData>> {
    const now = this.clock.now();
    const found = new Map<string, PersonData>();
    const missing: string[] = [];
    for (const id of partyIds) {
      const known = this.remembered.get(memoryKey(communityId, id));
      if (known !== undefined && now < known.until) found.set(id, known.data);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const [id, data] of await this.openMany(communityId, missing)) {
      found.set(id, data);
      this.remember(memoryKey(communityId, id), { data, until: now + rememberMs });
    }
    return found;
  }

  /** Destroys persons' keys for good and forgets what this process remembers of them. */
  async forget(forgotten: readonly Forgotten[]): Promise<void> {
    await this.keys.forget(forgotten);
    for (const { communityId, partyId } of forgotten) this.changed(communityId, partyId);
  }

  /** Everybody whose key was ever destroyed. */
  forgotten(): Promise<Forgotten[]> {
    return this.keys.forgotten();
  }

  /** The data changed: what is remembered of it is old. */
  changed(communityId: string, partyId: string): void {
    this.remembered.delete(memoryKey(communityId, partyId));
  }

  private remember(key: string, what: Remembered): void {
    this.remembered.delete(key);
    this.remembered.set(key, what);
    if (this.remembered.size <= rememberMost) return;
    for (const oldest of this.remembered.keys()) {
      this.remembered.delete(oldest);
      return;
    }
  }
}

function memoryKey(communityId: string, partyId: string): string {
  return `${communityId} ${partyId}`;
}
