import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Keys } from './keys.js';

/** The master key is missing, unreadable or of the wrong form. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
  readonly code = 'master_key';
}

export interface KeyPlace {
  /** Folder of the secrets. */
  readonly secretsDir: string;
  /** The master key itself, 64 hexadecimal digits, when it does not come from a file. */
  readonly masterKey?: string;
}

/** Where the key comes from: SAMENMUNT_MASTER_KEY, else the file `master.key` in the folder of the secrets. */
export function keyPlace(secretsDir: string, env: NodeJS.ProcessEnv = process.env): KeyPlace {
  const masterKey = env.SAMENMUNT_MASTER_KEY;
  return masterKey === undefined || masterKey === '' ? { secretsDir } : { secretsDir, masterKey };
}

/**
 * Reads the master key; makes it when there is none yet. Several processes that start at once end with the same one:
 * the first to link its finished file under the name wins, and all read what is there.
 * @throws MasterKeyError
 */
export function openKeys(place: KeyPlace): Keys {
  if (place.masterKey !== undefined) return keysFrom(place.masterKey, 'SAMENMUNT_MASTER_KEY');
  const file = keyFile(place);
  if (!existsSync(file)) makeKeyFile(place, file);
  return keysFrom(readFileSync(file, 'utf8').trim(), file);
}

/** The key that a rotation wrote but did not put in place yet, if any. */
export function openNextKeys(place: KeyPlace): Keys | undefined {
  const file = nextFile(place);
  return place.masterKey === undefined && existsSync(file)
    ? keysFrom(readFileSync(file, 'utf8').trim(), file)
    : undefined;
}

/**
 * Writes a new master key beside the old one, safely on disk before anything is wrapped under it.
 * @throws MasterKeyError when the key comes from the environment: then its owner changes it
 */
export function makeNextKeys(place: KeyPlace): Keys {
  if (place.masterKey !== undefined) {
    throw new MasterKeyError('the master key comes from SAMENMUNT_MASTER_KEY; give the next one there');
  }
  rmSync(nextFile(place), { force: true });
  makeKeyFile(place, nextFile(place));
  return openNextKeys(place)!;
}

/** Puts the next master key in the place of the old one. */
export function putNextInPlace(place: KeyPlace): void {
  renameSync(nextFile(place), keyFile(place));
}

function keyFile(place: KeyPlace): string {
  return join(place.secretsDir, 'master.key');
}

function nextFile(place: KeyPlace): string {
  return join(place.secretsDir, 'master.key.next');
}

function makeKeyFile(place: KeyPlace, file: string): void {
  mkdirSync(place.secretsDir, { recursive: true, mode: 0o700 });
  chmodSync(place.secretsDir, 0o700);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(32).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/** @param text 64 hexadecimal digits, or any case */
export function keysFrom(text: string, from: string): Keys {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new MasterKeyError(`${from} must hold 64 hexadecimal digits`);
  return new Keys(Buffer.from(text, 'hex'));
}
