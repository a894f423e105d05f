import type { Config } from '../config.js';

const name = 'way_back';
const quarterSeconds = 900;
const goOnName = 'go_on';
const daySeconds = 86_400;

/**
 * The only pages one is brought back to: payment codes, by their token as it is written and nothing after it; and that of
 * the voucher that was scanned, whose token stands in a cookie of its own.
 */
const codePath = /^\/(?:p\/[0-9A-HJKMNP-TV-Z]{16}|v)$/;

type Server = Pick<Config, 'publicUrl'>;

/**
 * The header by which a browser keeps, for a quarter of an hour, which page to go on to after coming in.
 * @param path `/p/` and a token, or `/v`; for anything else there is no such header
 */
export function wayBackCookie({ publicUrl }: Server, path: string): string | undefined {
  return codePath.test(path)
    ? `${name}=${path}${attributes(publicUrl)}; Max-Age=${quarterSeconds}`
    : undefined;
}

/** The header that makes a browser forget it. */
export function noWayBackCookie({ publicUrl }: Server): string {
  return `${name}=${attributes(publicUrl)}; Max-Age=0`;
}

/** Where to go on to, or undefined. A cookie may have been written by anybody, so it is judged again. */
export function readWayBack(cookies: string | undefined): string | undefined {
  const path = /(?:^|;\s*)way_back=([^;]*)/.exec(cookies ?? '')?.[1]?.trim();
  return path !== undefined && codePath.test(path) ? path : undefined;
}

/**
 * The header by which a browser keeps for a day what somebody did not finish.
 * @param mark says whose it is: 22 letters, digits, - and _
 * @param path as for the way back
 */
export function goOnCookie({ publicUrl }: Server, mark: string, path: string): string | undefined {
  return codePath.test(path)
    ? `${goOnName}=${mark}${path}${attributes(publicUrl)}; Max-Age=${daySeconds}`
    : undefined;
}

/** The header that makes a browser forget it. */
export function noGoOnCookie({ publicUrl }: Server): string {
  return `${goOnName}=${attributes(publicUrl)}; Max-Age=0`;
}

/** What one may go on with; undefined where it is somebody else's. */
export function readGoOn(cookies: string | undefined, mark: string): string | undefined {
  const kept = /(?:^|;\s*)go_on=([^;]*)/.exec(cookies ?? '')?.[1]?.trim();
  const path = kept?.startsWith(mark) === true ? kept.slice(mark.length) : undefined;
  return path !== undefined && codePath.test(path) ? path : undefined;
}

function attributes(publicUrl: string): string {
  return `; Path=/; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`;
}
