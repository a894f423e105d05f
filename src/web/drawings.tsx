import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { CoinSymbols } from './coins.js';
import { HomemadeIcon, Icon, isIconName, type IconName } from './icons.js';

/** Of a community, null for whoever came in to none: the hash of each drawing of its own, undefined when it has none. */
export type OwnDrawings = (communityId: string | null) => ReadonlyMap<string, string> | undefined;

const nothing: OwnDrawings = () => undefined;

/**
 * Puts what a community drew itself in the place of our pictograms and coins, in every page that is sent to those of it.
 * Pages of others stay as they are.
 * @param drawn asked before each page; what it throws leaves ours
 */
export function registerDrawings(fastify: FastifyInstance, drawn: () => Promise<OwnDrawings>): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const communityId = communityOf(request);
    if (communityId === null || !String(reply.getHeader('content-type')).startsWith('text/html'))
      return done(null, payload);
    drawn()
      .catch(() => nothing)
      .then((all) => {
        const own = all(communityId);
        done(null, own === undefined ? payload : changed(payload, ownPaths(own)));
      }, done);
  });
}

function communityOf(request: FastifyRequest): string | null {
  return (request as { actor?: { readonly communityId: string | null } }).actor?.communityId ?? null;
}

/** Where a drawing is served, to those of its community. */
function ownPaths(own: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...own].map(([name, hash]) => [name, `/drawings/${name}.${hash}.png`]));
}

function changed(payload: unknown, paths: ReadonlyMap<string, string>): unknown {
  if (typeof payload === 'string') return withDrawings(payload, paths);
  return payload instanceof Readable ? Readable.from(eachWith(payload, paths)) : payload;
}

/** Of a page that comes in parts; no part begins or ends inside a drawing. */
export async function* eachWith(
  parts: AsyncIterable<unknown> | Iterable<unknown>,
  paths: ReadonlyMap<string, string>,
): AsyncGenerator<string> {
  for await (const part of parts) yield withDrawings(String(part), paths);
}

/**
 * A page with drawings in the place of ours.
 * @param paths where each is; the token is `coin`
 */
export function withDrawings(page: string, paths: ReadonlyMap<string, string>): string {
  let made = page;
  for (const [name, path] of paths) {
    if (name === 'coin') made = made.replace(ours.coins(), () => renderToString(<CoinSymbols own={path} />));
    if (!isIconName(name)) continue;
    const homemade = renderToString(<HomemadeIcon path={path} />);
    for (const icon of ours.icons(name)) made = made.replaceAll(icon, () => homemade);
  }
  return made;
}

/** Ours as they stand in a page, written once. */
const ours = new (class {
  private readonly written = new Map<string, readonly string[]>();
  private symbols: string | undefined;

  coins(): string {
    return (this.symbols ??= renderToString(<CoinSymbols />));
  }

  icons(name: IconName): readonly string[] {
    const known = this.written.get(name);
    if (known !== undefined) return known;
    const made = [false, true].map((mirror) => renderToString(<Icon {...{ name, mirror }} />));
    this.written.set(name, made);
    return made;
  }
})();
