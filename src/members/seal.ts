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
  return sealBytes(writePersonData(data), key, [communityId, partyId]);
}

/** @throws SealError */
export function unseal(sealed: Buffer, key: Buffer, communityId: string, partyId: string): PersonData {
  const opened = unsealBytes(sealed, key, [communityId, partyId]);
  try {
    return readPersonData(opened);
  } catch {
    throw new SealError(`the sealed data of ${partyId} cannot be read`);
  }
}

/**
 * Seals anything that is one person's, in the same form.
 * @param place what it is bound to: community, party, and what else tells it from others of theirs
 */
export function sealBytes(plain: Buffer | string, key: Buffer, place: readonly string[]): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(place));
  const inside = typeof plain === 'string' ? Buffer.from(plain) : plain;
  return Buffer.concat([nonce, cipher.update(inside), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealError */
export function unsealBytes(sealed: Buffer, key: Buffer, place: readonly string[]): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(boundTo(place)).setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch {
    throw new SealError(`what is sealed for ${place[1]} does not open`);
  }
}

function boundTo(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(place));
}
