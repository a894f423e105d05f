import type { Tx } from '../database/sql.js';

/** A person's key as it lies in the vault: wrapped by the master key that `masterId` names. */
export interface WrappedKey {
  readonly communityId: string;
  readonly partyId: string;
  readonly masterId: string;
  readonly wrapped: Buffer;
}

/** Somebody who was forgotten. Ids only. */
export interface Forgotten {
  readonly communityId: string;
  readonly partyId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Where the keys of persons lie, apart from the database and its backups. It also remembers who was forgotten, so
 * that an older copy of the database cannot bring anybody back.
 */
export interface Vault {
  keep(keys: readonly WrappedKey[]): Promise<void>;
  /** All wraps of these persons' keys; more than one each only while the master key is being changed. */
  find(communityId: string, partyIds: readonly string[]): Promise<WrappedKey[]>;
  /** Removes keys that nobody uses, for instance of an enrolment that failed. */
  drop(communityId: string, partyIds: readonly string[]): Promise<void>;
  /** Destroys keys for good, and remembers whose. */
  forget(forgotten: readonly Forgotten[]): Promise<void>;
  forgotten(): Promise<Forgotten[]>;
  /**
   * Adds to each key wrapped under `fromId` a second wrap, and removes nothing: until the change of master key is
   * committed the old wraps count, after it the new ones. Awaits only `tx`.
   */
  rewrap(tx: Tx, fromId: string, again: (key: WrappedKey) => WrappedKey): Promise<void>;
  /** Removes the wraps under other master keys where there is one under this. */
  removeOthers(masterId: string): Promise<void>;
  close(): void;
}
