import type { Mandate, Role } from './actor.js';
import type { SessionWay } from './sessions.service.js';

/** Makers, approvers, finance readers and stewards come in with a passphrase and a second factor only. */
const strongOnly: ReadonlySet<Role> = new Set(['issuer', 'approver', 'finance', 'steward']);
/** What a card never opens either, for it lies about and four digits are few. */
const neverByCard: ReadonlySet<Role> = new Set([...strongOnly, 'operator']);

/** What somebody may use of their mandates, by how they came in. */
export function mandatesBy(way: SessionWay, mandates: readonly Mandate[]): readonly Mandate[] {
  if (way === 'passphrase') return mandates;
  const shut = way === 'card' ? neverByCard : strongOnly;
  return mandates.filter(({ role }) => !shut.has(role));
}

/** Characters of a passphrase; no rules about which, as NIST SP 800-63B (5.1.1) advises. */
export const passphraseLength = { min: 12, max: 200 } as const;
const differentMin = 5;

/** One way of writing it, so that it is the same from every keyboard. */
export function readPassphrase(text: string): string {
  return text.normalize('NFKC').trim();
}

/** @param text as `readPassphrase` gives it */
export function passphraseTrouble(
  text: string,
): 'passphrase_too_short' | 'passphrase_too_long' | 'passphrase_too_easy' | null {
  const characters = [...text];
  if (characters.length < passphraseLength.min) return 'passphrase_too_short';
  if (characters.length > passphraseLength.max) return 'passphrase_too_long';
  return new Set(characters).size < differentMin ? 'passphrase_too_easy' : null;
}

/** A number to sign in with as people read it: K7F2-0PMX. */
export function writeSignInNumber(number: string): string {
  return `${number.slice(0, 4)}-${number.slice(4)}`;
}
