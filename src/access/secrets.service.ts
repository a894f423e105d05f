import { argon2, createHmac, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Reader, Tx } from '../database/sql.js';
import { KeysService } from './keys.service.js';
import { sameBytes, type Keys } from './keys.js';
import { readKept, secretSizes, writeKept, type HashCost } from './secret.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';

const derive = promisify(argon2);

const place = 'secrets of people';
const readKey = `select wrapped from secret_keys where purpose = 'secrets'`;

/**
 * Keeps short secrets and passphrases so that neither the database nor the disk of a copy is enough to guess them:
 * HMAC with a random key that is itself wrapped by the master key, then Argon2id (RFC 9106). Changing the master key
 * wraps that key again and leaves every secret as it is.
 */
@Injectable()
export class SecretsService {
  private key: Promise<Buffer> | undefined;

  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {
    keys.onRotate((tx, from, to) => rewrap(tx, from, to));
  }

  /**
   * What to keep of a secret. Takes its time; never inside a transaction.
   * @param owner whose it is, so that the same secret of two people is kept differently
   */
  async keep(owner: string, text: string): Promise<Buffer> {
    const salt = randomBytes(secretSizes.salt);
    const cost = this.settings.secretHash;
    return writeKept({ cost, salt, tag: await this.tag(owner, text, cost, salt) });
  }

  /**
   * Whether this is the secret that was kept. It takes as long when nothing was kept, so that nobody learns whether
   * there is one.
   */
  async isRight(owner: string, text: string, kept: Buffer | null): Promise<boolean> {
    if (kept === null) {
      await this.tag(owner, text, this.settings.secretHash, Buffer.alloc(secretSizes.salt));
      return false;
    }
    const { cost, salt, tag } = readKept(kept);
    return sameBytes(await this.tag(owner, text, cost, salt), tag);
  }

  private async tag(owner: string, text: string, cost: HashCost, salt: Buffer): Promise<Buffer> {
    const message = createHmac('sha256', await this.pepper())
      .update(`${owner}\0${text}`)
      .digest();
    return derive('argon2id', {
      message,
      nonce: salt,
      parallelism: cost.lanes,
      tagLength: secretSizes.tag,
      memory: cost.memory,
      passes: cost.passes,
    });
  }

  /** Kept in memory once it was read: a rotation wraps it again but does not change it. */
  private pepper(): Promise<Buffer> {
    this.key ??= this.openKey().catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return this.key;
  }

  /** The first to need it makes it; of several at once one wins and all read the same. */
  private async openKey(): Promise<Buffer> {
    const known = await find(this.database.reader);
    if (known !== undefined) return this.keys.unwrap(known, place);
    const made = this.keys.wrap(randomBytes(32), place);
    const stored = await this.database.transaction(async (tx) => {
      const insert = `insert into secret_keys (purpose, wrapped) values ('secrets', ?) on conflict do nothing`;
      await tx.run(insert, [made]);
      return find(tx);
    });
    return this.keys.unwrap(stored!, place);
  }
}

async function find(reader: Reader): Promise<Buffer | undefined> {
  return (await reader.one<{ wrapped: Buffer }>(readKey))?.wrapped;
}

async function rewrap(tx: Tx, from: Keys, to: Keys): Promise<void> {
  const wrapped = await find(tx);
  if (wrapped === undefined) return;
  await tx.run(`update secret_keys set wrapped = ? where purpose = 'secrets'`, [
    to.wrap(from.unwrap(wrapped, place), place),
  ]);
}
