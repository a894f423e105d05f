import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readPersonData, writePersonData, type PersonData } from './person.js';

/** Sealed data was changed, or belongs to another person or key. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** A new key for one person: 32 random bytes. */
export function newPersonKey(): Buffer {
  return randomBytes(32);
}

/**
 * Seals a person's data under the person's own key: AES-256-GCM with a random nonce, bound to community and party.
 * @returns nonce (12 bytes), sealed text, tag (16 bytes)
 */
export function seal(data: PersonData, key: Buffer, communityId: string, partyId: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(communityId, partyId));
  return Buffer.concat([nonce, cipher.update(writePersonData(data)), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealError */
export function unseal(sealed: Buffer, key: Buffer, communityId: string, partyId: string): PersonData {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(boundTo(communityId, partyId)).setAuthTag(sealed.subarray(-16));
    return readPersonData(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]));
  } catch {
    throw new SealError(`the sealed data of ${partyId} does not open`);
  }
}

function boundTo(communityId: string, partyId: string): Buffer {
  return Buffer.from(JSON.stringify([communityId, partyId]));
}
