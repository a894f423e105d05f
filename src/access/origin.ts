type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the headers tell of the page that a request came from. */
export type Origin = 'ours' | 'foreign' | 'untold';

/**
 * Whether a request that changes something came from a page of ours. `Sec-Fetch-Site` is asked first: pages that send
 * no referrer, as ours, post their forms with `Origin: null`.
 * @param publicUrl how people reach the service
 */
export function originOf(headers: Headers, publicUrl: string): Origin {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'ours' : 'foreign';
  const { origin } = headers;
  if (typeof origin !== 'string' || origin === 'null') return 'untold';
  if (origin === publicUrl) return 'ours';
  return URL.canParse(origin) && new URL(origin).host === headers.host ? 'ours' : 'foreign';
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
