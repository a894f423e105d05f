import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Keys } from '../access/keys.js';
import { KeysService } from '../access/keys.service.js';
import type { Tx } from '../database/sql.js';
import type { Forgotten, Vault, WrappedKey } from './vault.js';

/** Injects where the keys lie. */
export const VAULT = Symbol('vault');

export interface PersonKey {
  readonly partyId: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/**
 * The keys of persons. They leave the vault wrapped by the master key, are unwrapped here, outside database
 * transactions, and are never logged or cached. Destroying one makes the person's data unreadable everywhere, also in
 * copies.
 */
@Injectable()
export class PersonKeys implements OnApplicationShutdown {
  constructor(
    private readonly keys: KeysService,
    @Inject(VAULT) private readonly vault: Vault,
  ) {
    keys.onRotate((tx, from, to) => this.rewrapAll(tx, from, to));
  }

  async keep(communityId: string, persons: readonly PersonKey[]): Promise<void> {
    const { keys } = this.keys;
    await this.vault.keep(persons.map(({ partyId, key }) => wrap(keys, communityId, partyId, key)));
  }

  /** @returns the keys that there are, by party id */
  async find(communityId: string, partyIds: readonly string[]): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    if (partyIds.length === 0) return found;
    const { keys } = this.keys;
    const masterId = masterIdOf(keys);
    for (const each of await this.vault.find(communityId, partyIds)) {
      if (each.masterId === masterId) found.set(each.partyId, unwrap(keys, each));
    }
    return found;
  }

  drop(communityId: string, partyIds: readonly string[]): Promise<void> {
    return this.vault.drop(communityId, partyIds);
  }

  /** Destroys keys for good. May be repeated. */
  forget(forgotten: readonly Forgotten[]): Promise<void> {
    return this.vault.forget(forgotten);
  }

  forgotten(): Promise<Forgotten[]> {
    return this.vault.forgotten();
  }

  /**
   * Wraps every key again for a change of the master key. Until that is committed the old wraps stay and count; killed
   * at any moment, either master key opens everything it should, and `tidy` removes what is left over.
   */
  async rewrapAll(tx: Tx, from: Keys, to: Keys): Promise<void> {
    await this.vault.rewrap(tx, masterIdOf(from), (each) =>
      wrap(to, each.communityId, each.partyId, unwrap(from, each)),
    );
  }

  /** Removes wraps under master keys that no longer count. At start, when it is sure which one does. */
  tidy(): Promise<void> {
    return this.vault.removeOthers(masterIdOf(this.keys.keys));
  }

  onApplicationShutdown(): void {
    this.vault.close();
  }
}

const masterIds = new WeakMap<Keys, string>();

/** Names a master key without telling anything of it. */
function masterIdOf(keys: Keys): string {
  let id = masterIds.get(keys);
  if (id === undefined) {
    id = keys.mark().toString('hex').slice(0, 16);
    masterIds.set(keys, id);
  }
  return id;
}

function wrap(keys: Keys, communityId: string, partyId: string, key: Buffer): WrappedKey {
  return {
    communityId,
    partyId,
    masterId: masterIdOf(keys),
    wrapped: keys.wrap(key, place(communityId, partyId)),
  };
}

function unwrap(keys: Keys, { communityId, partyId, wrapped }: WrappedKey): Buffer {
  return keys.unwrap(wrapped, place(communityId, partyId));
}

function place(communityId: string, partyId: string): string {
  return `person ${communityId} ${partyId}`;
}
