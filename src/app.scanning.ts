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
