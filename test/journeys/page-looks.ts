import { readFileSync } from 'node:fs';
import type { PageRoute } from './page-routes.js';

/** Answers no page of its own: it leads on, or is a file. */
const leadsOn: readonly string[] = [
  '/k/:token',
  '/p/:token/no',
  '/v/:token',
  '/vouchers/on-card',
  '/hub/me/voucher',
  '/c/:community/vouchers/:account/yes',
  '/c/:community/vouchers/:account/part/yes',
  '/c/:community/attendance/:account/yes',
  '/came/:note',
  '/finish/:token',
  '/still',
];
const isFile = /\.(?:css|json|csv|xlsx)$|^\/sounds\/clips\/|^\/drawings\/|\/thanks\/sound$/;

/** Needs something that lives in a journey of its own; that journey judges it. With the words by which it gets there. */
const elsewhere: ReadonlyArray<readonly [route: RegExp, spec: string, words: string]> = [
  [/^\/hub\b/, 'hub', '/hub/me/'],
  [/^\/helping\/visits\//, 'helping', 'await fits(device)'],
  [/^\/for\//, 'trusting', 'await fits(friend.phone)'],
  [/^\/people\/drawings\/:name$/, 'drawing', 'barriersOf('],
  [/^\/groups\/made\//, 'founding-group', 'barriersOf('],
  [/^\/c\/:community\/attendance\//, 'attendance', 'await fits(phone)'],
  [/^\/c\/:community\/vouchers\/:account\/(?:many|yes|part)/, 'vouchers', 'await fits(stand)'],
];

/** Which of the pages that a server has were looked at. */
export class Looks {
  private readonly seen = new Set<string>();
  private readonly routes: ReadonlyArray<readonly [path: string, is: RegExp]>;

  constructor(routes: readonly PageRoute[]) {
    this.routes = routes
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => [path, new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`, 'i')] as const)
      // An address without anything to fill in goes before one with.
      .sort(([one], [other]) => countParameters(one) - countParameters(other));
  }

  /** @param address as the browser has it */
  note(address: string): void {
    const { pathname } = new URL(address, 'http://here');
    const route = this.routes.find(([, is]) => is.test(pathname));
    if (route !== undefined) this.seen.add(route[0]);
  }

  /** Pages that were not looked at, and that no other journey looks at either. */
  missing(): string[] {
    return this.routes.map(([path]) => path).filter((path) => !this.seen.has(path) && !excused(path));
  }

  /** Pages that were not looked at by whoever asks. */
  unseen(): string[] {
    return this.routes.map(([path]) => path).filter((path) => !this.seen.has(path) && !isNoPage(path));
  }
}

function isNoPage(path: string): boolean {
  return leadsOn.includes(path) || isFile.test(path);
}

function excused(path: string): boolean {
  if (isNoPage(path)) return true;
  const found = elsewhere.find(([route]) => route.test(path));
  if (found === undefined) return false;
  const [, spec, words] = found;
  const source = readFileSync(new URL(`./${spec}.spec.ts`, import.meta.url), 'utf8');
  return /barriers(?:Of|For)\(|fits\(/.test(source) && source.includes(words);
}

function countParameters(path: string): number {
  return path.split(':').length;
}
