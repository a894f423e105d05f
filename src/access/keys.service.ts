import { Injectable } from '@nestjs/common';
import { Database, type Writing } from '../database/database.js';
import { makeNextKeys, openKeys, openNextKeys, putNextInPlace, type KeyPlace } from './key-file.js';
import { Keys, sameBytes, type KeyPurpose } from './keys.js';

/** This process has another master key than the one the database was written under. */
export class OtherMasterKeyError extends Error {
  override readonly name = 'OtherMasterKeyError';
  readonly code = 'other_master_key';
}

/** Wraps again what one room keeps wrapped. Awaits only `tx`; what is kept in files it does without waiting. */
export type Rewrap = (tx: Writing, from: Keys, to: Keys) => Promise<void>;

/** The keys of this process, sure to be those of the database. */
@Injectable()
export class KeysService {
  private readonly rewraps: Rewrap[] = [];
  private current: Keys;

  constructor(
    private readonly database: Database,
    private readonly place: KeyPlace,
  ) {
    this.current = openKeys(place);
  }

  /**
   * Compares the master key with the mark in the database, and sets the mark the first time. Finishes a rotation that
   * was cut off between its commit and its last file.
   * @throws OtherMasterKeyError
   */
  async agree(): Promise<void> {
    const known = await this.knownMark();
    if (sameBytes(known, this.current.mark())) return;
    const next = openNextKeys(this.place);
    if (next === undefined || !sameBytes(known, next.mark())) {
      throw new OtherMasterKeyError('the master key is not the one this database was written under');
    }
    putNextInPlace(this.place);
    this.current = next;
  }

  get keys(): Keys {
    return this.current;
  }

  mac(purpose: KeyPurpose, text: string | Uint8Array): Buffer {
    return this.current.mac(purpose, text);
  }

  wrap(secret: Uint8Array, place: string): Buffer {
    return this.current.wrap(secret, place);
  }

  unwrap(wrapped: Uint8Array, place: string): Buffer {
    return this.current.unwrap(wrapped, place);
  }

  /** Each room that keeps something wrapped says once how to wrap it again. */
  onRotate(rewrap: Rewrap): void {
    this.rewraps.push(rewrap);
  }

  /**
   * Changes the master key and re-wraps everything in one database transaction. Everybody signs in again after it.
   * Other server processes must be stopped meanwhile: they still have the old key.
   * @param given the next keys when the master key comes from the environment
   */
  async rotate(given?: Keys): Promise<void> {
    const next = given ?? makeNextKeys(this.place);
    const from = this.current;
    await this.database.transaction(async (tx) => {
      for (const rewrap of this.rewraps) await rewrap(tx, from, next);
      await tx.run(`update key_marks set mark = ? where purpose = 'master'`, [next.mark()]);
      await tx.run(`update sessions set ended_at = seen_at where ended_at is null`);
    });
    if (given === undefined) putNextInPlace(this.place);
    this.current = next;
  }

  private async knownMark(): Promise<Buffer> {
    const read = `select mark from key_marks where purpose = 'master'`;
    const known = await this.database.reader.one<{ mark: Buffer }>(read);
    if (known !== undefined) return known.mark;
    const mark = this.current.mark();
    return this.database.transaction(async (tx) => {
      await tx.run(`insert into key_marks (purpose, mark) values ('master', ?) on conflict do nothing`, [
        mark,
      ]);
      return (await tx.one<{ mark: Buffer }>(read))!.mark;
    });
  }
}
