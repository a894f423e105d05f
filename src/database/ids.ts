import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafeSlow(8192);
let drawn = pool.length;

/** Bytes from the system's generator, drawn by the pool: many small draws cost more than one large one. */
export function randomBytes(count: number): Buffer {
  if (drawn + count > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const bytes = Buffer.from(pool.subarray(drawn, drawn + count));
  pool.fill(0, drawn, drawn + count);
  drawn += count;
  return bytes;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes in Crockford's base 32 (capitals, without I, L, O, U), most significant bit first. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/** A random id of 80 bits: 16 capitals and digits. It says nothing of what it names (U69). */
export function newId(): string {
  return base32(randomBytes(10));
}

/** A random secret of `bits` bits (a multiple of 8) in capitals, so that a QR code stays small (5D). */
export function newToken(bits = 128): string {
  return base32(randomBytes(bits / 8));
}

/**
 * A token of which 80 bits are random and the first 32 are the second it was made in: it cannot be guessed,
 * and an index of such tokens grows at its end. 23 characters.
 */
export function newRisingToken(atMs: number): string {
  const bytes = Buffer.allocUnsafe(14);
  bytes.writeUInt32BE(Math.floor(atMs / 1000) >>> 0, 0);
  randomBytes(10).copy(bytes, 4);
  return base32(bytes);
}

/** A UUID version 7 (RFC 9562): milliseconds first, then 74 random bits. */
export function newUuid(atMs: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(atMs, 0, 6);
  return uuidOf(bytes, 7);
}

/** The first 16 of these bytes as a UUID of a version (RFC 9562), which takes six of their bits. */
export function uuidOf(bytes: Buffer, version: 7 | 8): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What a person may have typed for a token: any case, spaces, and the letters that look like digits. */
export function readToken(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
}
