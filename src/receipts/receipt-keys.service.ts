import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CompactSign, compactVerify, importJWK, type CryptoKey } from 'jose';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import type { Keys } from '../access/keys.js';
import { KeysService } from '../access/keys.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import * as store from './receipt-keys.store.js';
import { makeShortCode } from './short-code.js';
import { signingKeyOf, type Mac, type PublicKey, type SigningKey } from './signing-key.js';

/** One key of the published set (RFC 7517). */
export interface PublishedKey extends PublicKey {
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

export interface Signed {
  readonly kid: string;
  /** Compact JWS (RFC 7515). */
  readonly jws: string;
}

/** So that a receipt is not taken for another kind of token (RFC 8725, 3.11). */
const typ = 'receipt+jwt';

const macUnder =
  (keys: Pick<Keys, 'mac'>): Mac =>
  (text) =>
    keys.mac('receipts', text);

/**
 * The keys that sign receipts. The private halves are derived from the master key and stored nowhere; the database
 * keeps the public halves for ever, so that a receipt can be checked however old it is.
 */
@Injectable()
export class ReceiptKeysService implements OnModuleInit {
  private readonly secrets = new Map<string, CryptoKey>();

  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  /** With another master key other keys are derived, so the one that signs now is retired in the same commit. */
  onModuleInit(): void {
    this.keys.onRotate(async (tx, _from, to) => {
      const old = await store.findSigning(tx);
      if (old === undefined) return;
      const seed = newId();
      await store.replaceKey(tx, old.kid, seed, signingKeyOf(macUnder(to), seed), this.clock.now());
    });
  }

  /** The key set as it is published: every key that ever signed, oldest first. */
  async published(): Promise<PublishedKey[]> {
    const kept = await store.allKeys(this.database.reader);
    return kept.map(({ kid, jwk }) => ({ ...jwk, kid, alg: 'ES256', use: 'sig' }));
  }

  /**
   * Signs from now on with a new key. Receipts signed before stay good, as their key stays published.
   * @returns the name of the new key
   * @throws NotAllowed
   */
  async rotate(actor: Actor): Promise<string> {
    const now = this.clock.now();
    if (!may(actor, 'see_server', { communityId: null }, now)) throw new NotAllowed();
    const old = await store.findSigning(this.database.reader);
    const [seed, key] = this.draw();
    const row = auditRow(actor, 'see_server', 'server', key.kid, null, now);
    await this.database.transaction(async (tx) => {
      await store.replaceKey(tx, old?.kid ?? null, seed, key, now);
      await audit(tx, row);
    });
    return (await store.findSigning(this.database.reader))!.kid;
  }

  /** Signs claims with the present key, which is made the first time. */
  async sign(claims: object): Promise<Signed> {
    const [kid, secret] = await this.present();
    const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', kid, typ })
      .sign(secret);
    return { kid, jws };
  }

  /**
   * Checks a signature with the keys of this server, and nothing else.
   * @returns the claims as they were signed, or undefined when it is not ours or was changed
   */
  async open(jws: string): Promise<{ kid: string; payload: string } | undefined> {
    return openSigned(jws, (kid) => store.findKey(this.database.reader, kid));
  }

  /** The code of a receipt for reading aloud. It is kept with the receipt, so it outlives a rotation. */
  shortCode(token: string): string {
    return makeShortCode(macUnder(this.keys)(`short code ${token}`));
  }

  private async present(): Promise<[kid: string, secret: CryptoKey]> {
    for (let tries = 0; tries < 3; tries++) {
      const kept = await store.findSigning(this.database.reader);
      const secret = kept === undefined ? undefined : await this.secretOf(kept);
      if (kept !== undefined && secret !== undefined) return [kept.kid, secret];
      const [seed, key] = this.draw();
      const now = this.clock.now();
      await this.database.transaction((tx) => store.replaceKey(tx, kept?.kid ?? null, seed, key, now));
    }
    throw new Error('no key to sign receipts with: do all processes have the same master key?');
  }

  /** Undefined when the key was derived from another master key than the present one. */
  private async secretOf({ kid, seed }: store.KeptKey): Promise<CryptoKey | undefined> {
    const known = this.secrets.get(kid);
    if (known !== undefined) return known;
    const key = signingKeyOf(macUnder(this.keys), seed);
    if (key.kid !== kid) return undefined;
    const secret = (await importJWK(key.secret, 'ES256')) as CryptoKey;
    this.secrets.set(kid, secret);
    return secret;
  }

  private draw(): [seed: string, key: SigningKey] {
    const seed = newId();
    return [seed, signingKeyOf(macUnder(this.keys), seed)];
  }
}

/** Checks a signature with keys found by name. */
export async function openSigned(
  jws: string,
  find: (kid: string) => Promise<{ kid: string; jwk: PublicKey } | undefined>,
): Promise<{ kid: string; payload: string } | undefined> {
  try {
    let kid = '';
    const { payload } = await compactVerify(
      jws,
      async (header) => {
        const kept = header.typ === typ ? await find(header.kid ?? '') : undefined;
        if (kept === undefined) throw new UnknownKey();
        kid = kept.kid;
        return importJWK({ ...kept.jwk }, 'ES256');
      },
      { algorithms: ['ES256'] },
    );
    return { kid, payload: new TextDecoder().decode(payload) };
  } catch (error) {
    if (error instanceof UnknownKey || isJoseError(error)) return undefined;
    throw error;
  }
}

class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
}

/** What the library says of a text that is no good signature; trouble of the database is not among it. */
function isJoseError(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^ERR_J(OSE|W[SKT])/.test(code);
}
