import type { OpenedSession } from './sessions.service.js';

/**
 * The name of the session cookie. Over https it has the prefix with which browsers take it from this very host only,
 * for the whole of it, and never over http.
 */
export function cookieName(publicUrl: string): string {
  return isSecure(publicUrl) ? '__Host-samenmunt' : 'samenmunt';
}

/** The header that gives a browser its session. Out of reach of scripts, and not sent along from other sites' forms. */
export function sessionCookie(publicUrl: string, session: OpenedSession, now: number): string {
  const kept = session.keptUntil;
  const age = kept === null ? '' : `; Max-Age=${Math.max(0, Math.floor((kept - now) / 1000))}`;
  return `${cookieName(publicUrl)}=${session.token}${attributes(publicUrl)}${age}`;
}

/** The header that makes a browser forget its session. */
export function endedCookie(publicUrl: string): string {
  return `${cookieName(publicUrl)}=${attributes(publicUrl)}; Max-Age=0`;
}

/** The session token that a browser sent, or undefined. */
export function readCookie(publicUrl: string, header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const name = `${cookieName(publicUrl)}=`;
  const found = header.split(';', 50).find((part) => part.trimStart().startsWith(name));
  const token = found?.trim().slice(name.length);
  return token === '' ? undefined : token;
}

/** How long a card that was scanned may be opened without scanning it again. */
const shownCardSeconds = 900;

/** The header by which a browser keeps the card it scanned, for its page only. @param token '' to forget it */
export function shownCardCookie(publicUrl: string, token: string): string {
  const age = token === '' ? 0 : shownCardSeconds;
  const secure = isSecure(publicUrl) ? '; Secure' : '';
  return `shown_card=${token}; Path=/k; HttpOnly; SameSite=Lax${secure}; Max-Age=${age}`;
}

/** The token of the card that was scanned, or undefined. */
export function readShownCard(header: string | undefined): string | undefined {
  return /(?:^|;\s*)shown_card=([0-9A-Z]{10,60})(?:;|$)/.exec(header ?? '')?.[1];
}

function attributes(publicUrl: string): string {
  return `; Path=/; HttpOnly; SameSite=Lax${isSecure(publicUrl) ? '; Secure' : ''}`;
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
