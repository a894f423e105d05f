import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLanguageCode, type LanguageCode } from '../languages/languages.js';
import { deliveredClips } from '../languages/sounds.js';
import { fillEars } from './ear.js';

/**
 * What people recorded, for whoever is of a community; with null for whoever came in to none yet: the hash of a clip's
 * recording where there is one.
 */
export type RecordedClips = (
  communityId: string | null,
) => (code: LanguageCode, name: string) => string | undefined;

const nothing: RecordedClips = () => () => undefined;
const yearSeconds = 31_536_000;

/** Clips carry their hash in their address, so they never change under it; each is sent only when it is played. */
export const forEver = `public, max-age=${yearSeconds}, immutable`;

/**
 * Serves the clips that come with the service, and writes into every page that is sent where its clips are: first what
 * the community recorded, else what is delivered.
 * @param recorded asked before each page; what it throws leaves the delivered ones
 */
export function registerSounds(
  fastify: FastifyInstance,
  recorded: () => Promise<RecordedClips> = () => Promise.resolve(nothing),
): void {
  fastify.get('/assets/sounds/:code/:clip', serveDelivered);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isPage =
      typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
    if (!isPage || !payload.includes(' data-say="')) return done(null, payload);
    recorded()
      .catch(() => nothing)
      .then((own) => done(null, withClips(payload, request, own)), done);
  });
}

function withClips(page: string, request: FastifyRequest, recorded: RecordedClips): string {
  const { actor } = request as { actor?: { readonly communityId: string | null } };
  const own = recorded(actor?.communityId ?? null);
  return fillEars(page, (code, name) => {
    const hash = own(code, name);
    return hash === undefined ? deliveredPath(code, name) : recordedPath(code, name, hash);
  });
}

/** Where what a community recorded is served, to those of it. */
export function recordedPath(code: LanguageCode, name: string, hash: string): string {
  return `/sounds/clips/${code}/${name}.${hash}`;
}

/** Where a delivered clip is served. */
export function deliveredPath(code: LanguageCode, name: string): string | undefined {
  const clip = deliveredClips(code).get(name);
  return clip === undefined ? undefined : `/assets/sounds/${code}/${name}.${clip.hash}.mp3`;
}

async function serveDelivered(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { code, clip } = request.params as { code: string; clip: string };
  const name = /^([\w.]+)\.[0-9a-f]{16}\.mp3$/.exec(clip)?.[1];
  const found = isLanguageCode(code) && name !== undefined ? deliveredClips(code).get(name) : undefined;
  if (found === undefined || !clip.endsWith(`.${found.hash}.mp3`)) {
    return reply.status(404).header('cache-control', 'no-store').send();
  }
  return sendSound(request, reply, { bytes: await readFile(found.file), type: 'audio/mpeg', keep: forEver });
}

export interface SentSound {
  readonly bytes: Buffer;
  readonly type: string;
  /** The cache-control header. */
  readonly keep: string;
}

/** Sends a sound, or the part of it that is asked for: some players ask for nothing else (RFC 9110, 14). */
export function sendSound(request: FastifyRequest, reply: FastifyReply, sound: SentSound): FastifyReply {
  const { bytes, type, keep } = sound;
  void reply.headers({
    'content-type': type,
    'cache-control': keep,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  });
  const [, from, to] = /^bytes=(\d{0,9})-(\d{0,9})$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '') return reply.send(bytes);
  const first = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (first > last) return reply.status(416).header('content-range', `bytes */${bytes.length}`).send();
  void reply.status(206).header('content-range', `bytes ${first}-${last}/${bytes.length}`);
  return reply.send(bytes.subarray(first, last + 1));
}
