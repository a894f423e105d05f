import { createECDH, createHash } from 'node:crypto';
import type { JWK } from 'jose';

/** A MAC of 32 bytes under a key that is kept outside the database. */
export type Mac = (text: string) => Buffer;

/** The public half of a signing key, as it is published (RFC 7517) and kept for ever. */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export interface SigningKey {
  /** The thumbprint of the public half (RFC 7638), so that a key cannot be passed off under the name of another. */
  readonly kid: string;
  readonly jwk: PublicKey;
  /** The whole key. It is never stored. */
  readonly secret: JWK;
}

/** The order of the curve P-256 (SEC 2, 2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The key of a seed: derived from the server's master key, so that every process with that master key signs with the
 * same one and no file or row holds it. 384 bits are reduced to a scalar, so that none is likelier than another
 * (FIPS 186-5, A.2.1).
 * @param seed a random text, no secret
 */
export function signingKeyOf(mac: Mac, seed: string): SigningKey {
  const bytes = Buffer.concat([mac(`signing 1 ${seed}`), mac(`signing 2 ${seed}`).subarray(0, 16)]);
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const jwk: PublicKey = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return { kid: thumbprint(jwk), jwk, secret: { ...jwk, d: d.toString('base64url') } };
}

/** The thumbprint of a key (RFC 7638): the SHA-256 of its members in the order of their names. */
export function thumbprint({ crv, kty, x, y }: PublicKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
