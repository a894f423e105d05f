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

/** How long a card or a voucher that was scanned may be looked at without scanning it again. */
const shownSeconds = 900;

/** The header by which a browser keeps the card it scanned, for its page only. @param token '' to forget it */
export function shownCardCookie(publicUrl: string, token: string): string {
  return shownCookie(publicUrl, 'shown_card', '/k', token);
}

/** The token of the card that was scanned, or undefined. */
export function readShownCard(header: string | undefined): string | undefined {
  return /(?:^|;\s*)shown_card=([0-9A-Z]{10,60})(?:;|$)/.exec(header ?? '')?.[1];
}

/** The same for a voucher. @param token '' to forget it */
export function shownVoucherCookie(publicUrl: string, token: string): string {
  return shownCookie(publicUrl, 'shown_voucher', '/v', token);
}

/** The token of the voucher that was scanned, or undefined. */
export function readShownVoucher(header: string | undefined): string | undefined {
  return /(?:^|;\s*)shown_voucher=([0-9A-Z]{16})(?:;|$)/.exec(header ?? '')?.[1];
}

/** The headers that make a browser forget what was scanned with it. */
export function nothingShownCookies(publicUrl: string): string[] {
  return [shownCardCookie(publicUrl, ''), shownVoucherCookie(publicUrl, '')];
}

function shownCookie(publicUrl: string, name: string, path: string, token: string): string {
  const age = token === '' ? 0 : shownSeconds;
  const secure = isSecure(publicUrl) ? '; Secure' : '';
  return `${name}=${token}; Path=${path}; HttpOnly; SameSite=Lax${secure}; Max-Age=${age}`;
}

function attributes(publicUrl: string): string {
  return `; Path=/; HttpOnly; SameSite=Lax${isSecure(publicUrl) ? '; Secure' : ''}`;
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
