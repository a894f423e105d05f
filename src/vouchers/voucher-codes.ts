import { argon2, createHash, createHmac } from 'node:crypto';
import { base32, readToken } from '../database/ids.js';

/** How much of the HMAC is the token: 80 bits, 16 capitals and digits (5D). */
const tokenBytes = 10;

/** RFC 9106 leaves the cost to the machine; 19 MiB and two passes take some 30 ms on a small one. */
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 } as const;

/**
 * The token of a voucher, from the random seed of its batch. Who lacks the seed cannot tell it from chance, and once
 * the seed is forgotten only the hashes are left.
 * @param number the voucher's place in the batch, from 1
 */
export function tokenOf(seed: Buffer, number: number): string {
  return base32(createHmac('sha256', seed).update(`voucher ${number}`).digest().subarray(0, tokenBytes));
}

/** By it the row is found. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What somebody scanned (also the whole address) or typed, or undefined when it can be no token of ours. */
export function readVoucherToken(text: string): string | undefined {
  if (text.length > 200) return undefined;
  const token = readToken(text.split('/').at(-1)!);
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(token) ? token : undefined;
}

/** What the QR code says, in capitals so that it stays small. @param publicUrl without a slash at the end */
export function voucherUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/V/${token}`.toUpperCase();
}

/**
 * The key of a batch's check codes: argon2id over its secret, which is wrapped by a key outside the database. Takes
 * some time on purpose; never inside a database transaction.
 */
export function checkKey(secret: Buffer, batchId: string): Promise<Buffer> {
  const nonce = createHash('sha256').update(batchId).digest().subarray(0, 16);
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: secret, nonce, ...cost }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** The six digits beside the serial, for where no camera works. @param number the voucher's place in the batch */
export function checkCode(key: Buffer, number: number): string {
  const digits = createHmac('sha256', key).update(`check ${number}`).digest().readUIntBE(0, 6) % 1_000_000;
  return String(digits).padStart(6, '0');
}

/** Where a seed is wrapped for. */
export function seedPlace(batchId: string): string {
  return `voucher seed ${batchId}`;
}

/** Where a secret of check codes is wrapped for. */
export function checkPlace(batchId: string): string {
  return `voucher check ${batchId}`;
}
