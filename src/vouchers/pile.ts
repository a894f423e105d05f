import { createHash } from 'node:crypto';
import { uuidOf } from '../database/ids.js';
import { readSerial } from './voucher.js';
import { readVoucherToken } from './voucher-codes.js';
import type { Shown } from './voucher-finder.js';

/** So many vouchers lie on one photograph, or are kept on one device, and are taken with one yes. */
export const pileMost = 40;

/** What is printed on a voucher, as somebody typed it: `B12-0034`, and six digits. */
const printed = /^(b\s*\d{1,9}\s*-\s*\d{4,5})[\s,;:/]+(\d[\d\s]{4,8}\d)$/i;

/**
 * A voucher as it was scanned or typed: an address of ours, its last sixteen characters, or serial and check code.
 * @param publicUrl of this server: what a code of elsewhere says is no voucher here
 * @returns undefined for what is none
 */
export function readShown(text: string, publicUrl: string): Shown | undefined {
  const clean = text.trim();
  if (clean.length > 200) return undefined;
  const [, first, second] = printed.exec(clean) ?? [];
  if (first !== undefined) {
    const serial = readSerial(first);
    const check = second!.replaceAll(/\D/g, '');
    return serial === undefined || check.length !== 6 ? undefined : { serial, check };
  }
  const url = URL.canParse(clean) ? new URL(clean) : undefined;
  if (url !== undefined && (url.host !== new URL(publicUrl).host || !/^\/v\/[^/]+$/i.test(url.pathname)))
    return undefined;
  const token = readVoucherToken(url?.pathname ?? clean);
  return token === undefined ? undefined : { token };
}

/** A card's code is longer than a voucher's. */
const cardCode = /^[0-9A-Za-z]{20,60}$/;

/**
 * What was scanned or typed, when it may be a card: its address of this server, its code, or what stands on it.
 * @returns undefined for a voucher, and for a code of elsewhere
 */
export function readCardShown(text: string, publicUrl: string): string | undefined {
  const clean = text.trim();
  if (readShown(clean, publicUrl) !== undefined) return undefined;
  const url = URL.canParse(clean) ? new URL(clean) : undefined;
  if (url === undefined) return clean.length > 0 && clean.length <= 60 ? clean : undefined;
  const code = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const isHere = url.host === new URL(publicUrl).host && /^\/k\//i.test(url.pathname);
  return isHere && cardCode.test(code) ? code : undefined;
}

/** As it goes with a form, and as a device keeps it: the token, or `B12-0034:123456`. */
export function writeShown(shown: Shown): string {
  return 'token' in shown ? shown.token : `${shown.serial}:${shown.check}`;
}

/** Several of them, with spaces between; what is none is left out, and what is there twice stays once. */
export function readPile(text: string, publicUrl: string): Shown[] {
  const each = text.split(/\s+/).flatMap((one) => readShown(one, publicUrl) ?? []);
  return onceEach(each).slice(0, pileMost);
}

export function onceEach(pile: readonly Shown[]): Shown[] {
  return [...new Map(pile.map((shown) => [writeShown(shown), shown])).values()];
}

/**
 * What a voucher was refused for that no later day changes at this place: used, over, void or unknown, or not for it.
 * Everything else passes: somebody holds it, its days begin later, the day was full, the place was closed.
 */
const overForEver: ReadonlySet<string> = new Set([
  'voucher_already_used',
  'voucher_expired',
  'voucher_unknown',
  'voucher_not_here',
  'currencies_must_match',
]);

/** Whether nothing comes of a voucher any more, so that a device may forget it. */
export function isOverForEver(code: string): boolean {
  return overForEver.has(code);
}

/**
 * The id of the order by which one voucher of a pile is taken: the same page and the same voucher always make the same
 * order, so a yes that is sent twice books nothing twice. A UUID version 8 (RFC 9562) from SHA-256.
 * @param pileId UUID, made for the page with the yes
 */
export function pileOrderId(pileId: string, serial: string): string {
  return uuidOf(createHash('sha256').update(`pile of vouchers\n${pileId}\n${serial}`).digest(), 8);
}
