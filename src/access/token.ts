import { createHash } from 'node:crypto';
import { newToken, readToken } from '../database/ids.js';

/** Begins every API token, so that people and leak scanners know one when they see it. */
export const tokenPrefix = 'smt_';

/** What is stored of a token: its SHA-256. The tokens have 128 random bits, so a slow hash would add nothing. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A new API token; shown once, to its maker. */
export function newApiToken(): { token: string; hash: Buffer; lastFour: string } {
  const token = tokenPrefix + newToken();
  return { token, hash: hashOf(token), lastFour: token.slice(-4) };
}

/** A token in a link as somebody may have typed it, or undefined when it cannot be one. */
export function readLinkToken(text: string): string | undefined {
  if (text.length > 80) return undefined;
  const token = readToken(text);
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(token) ? token : undefined;
}
