import { readNumber } from './access/card.js';
import { readCodeToken } from './payments/tokens.js';

/** What our own codes open: payments, cards, vouchers, receipts, links. */
const ownKinds = /^\/([pkvrl])\/([0-9A-Za-z]{8,40})$/i;

/**
 * Where a code leads on this server, or undefined when it is none of ours: a code of elsewhere takes nobody away.
 * @param text the whole address that a code says, or the token of a payment code as it stands under the square
 */
export function pathOfScan(text: string, publicUrl: string): string | undefined {
  const token = readCodeToken(text);
  if (token !== undefined) return `/p/${token}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.host !== new URL(publicUrl).host) return undefined;
  const [, kind, code] = ownKinds.exec(url.pathname) ?? [];
  return kind === undefined ? undefined : `/${kind.toLowerCase()}/${code!}`;
}

/** What was scanned or typed, as a card shows it: its token, or its number. Undefined when it can be neither. */
export function cardIn(text: string): string | undefined {
  const last = text.trim().slice(text.trim().lastIndexOf('/') + 1);
  return readNumber(text) ?? (/^[0-9A-Za-z]{20,60}$/.test(last) ? last : undefined);
}
