import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What a key may be derived for. Deriving ties a purpose to one key, so that none of them helps with another. */
export const keyPurposes = [
  'csrf',
  'session',
  'tries',
  'waits',
  'wrap',
  'receipts',
  'rules',
  'mark',
] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** Something wrapped was changed, or wrapped under another key or for another place. */
export class UnwrapError extends Error {
  override readonly name = 'UnwrapError';
}

/**
 * The server's secrets outside the database, all from one master key of 32 bytes.
 * What is derived changes when the master key is rotated (everybody signs in again, open forms grow stale); what must
 * outlive a rotation is a random key of its own, wrapped by this one and re-wrapped then.
 */
export class Keys {
  private readonly derived = new Map<KeyPurpose, Buffer>();

  /** @param master 32 bytes */
  constructor(private readonly master: Buffer) {
    if (master.length !== 32) throw new Error('the master key has 32 bytes');
  }

  /** The key of one purpose: HKDF with SHA-256 (RFC 5869), 32 bytes. */
  derive(purpose: KeyPurpose): Buffer {
    let key = this.derived.get(purpose);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', this.master, Buffer.alloc(0), `samenmunt ${purpose} 1`, 32));
      this.derived.set(purpose, key);
    }
    return key;
  }

  /** HMAC with SHA-256 under the key of a purpose, 32 bytes. */
  mac(purpose: KeyPurpose, text: string | Uint8Array): Buffer {
    return createHmac('sha256', this.derive(purpose)).update(text).digest();
  }

  /** A sign by which processes see whether they have the same master key. It does not help to find the key. */
  mark(): Buffer {
    return this.mac('mark', 'master');
  }

  /**
   * Encrypts a small secret, such as a person's key, with AES-256-GCM.
   * @param place what it belongs to, for example a party id: it can be unwrapped for that place only
   */
  wrap(secret: Uint8Array, place: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.derive('wrap'), nonce).setAAD(Buffer.from(place));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws UnwrapError when it is not what `wrap` made with this key for this place */
  unwrap(wrapped: Uint8Array, place: string): Buffer {
    const bytes = Buffer.from(wrapped);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.derive('wrap'), bytes.subarray(0, 12), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    } catch {
      throw new UnwrapError(`what was wrapped for ${place} does not open`);
    }
  }
}

/** Whether two secrets are the same, in a time that tells nothing. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
