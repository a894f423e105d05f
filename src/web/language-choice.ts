import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLanguage, pickLanguage, type Language } from '../languages/languages.js';

export const languageCookie = 'language';
/** Apart from what was chosen by hand: a device may be of several people. */
const ownLanguageName = 'own_language';
const yearSeconds = 31_536_000;

/**
 * The language of this request: chosen by hand before, else that of whoever came in, else asked for by the browser,
 * else the fallback.
 */
export function languageOf(request: FastifyRequest, fallback: Language = 'nl'): Language {
  const cookies = request.headers.cookie ?? '';
  const chosen = /(?:^|;\s*)language=([a-z]{2})(?:;|$)/.exec(cookies)?.[1];
  const own = /(?:^|;\s*)own_language=([a-z]{2})(?:;|$)/.exec(cookies)?.[1];
  const asked = request.headers['accept-language'];
  return pickLanguage(asked, isLanguage(chosen) ? chosen : own, fallback);
}

/**
 * The header that keeps the own language of whoever comes in, as long as their session.
 * @param language its code; what is no language of ours makes the browser forget that of whoever came before
 * @param ms how long; null until the browser is closed
 */
export function ownLanguageCookie(language: string | undefined, ms: number | null): string {
  if (!isLanguage(language)) return noOwnLanguageCookie;
  const age = ms === null ? '' : `; Max-Age=${Math.max(0, Math.floor(ms / 1000))}`;
  return `${ownLanguageName}=${language}; Path=/; SameSite=Lax; HttpOnly${age}`;
}

export const noOwnLanguageCookie = `${ownLanguageName}=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0`;

/** GET /language/:code?to=/path keeps the choice in a cookie and goes back. It changes nothing else, so a link will do. */
export function registerLanguageChoice(fastify: FastifyInstance): void {
  fastify.get('/language/:code', (request, reply) => choose(request, reply));
}

function choose(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code } = request.params as { code: string };
  const { to } = request.query as { to?: unknown };
  if (isLanguage(code)) {
    void reply.header(
      'set-cookie',
      `${languageCookie}=${code}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax; HttpOnly`,
    );
  }
  return reply.header('cache-control', 'no-store').redirect(ownPath(to), 303);
}

/** Only a path on this server, so that the link cannot send anybody elsewhere. */
function ownPath(to: unknown): string {
  if (typeof to !== 'string' || to.length > 500 || !/^\/[\x21-\x7e]*$/.test(to) || to.includes('\\'))
    return '/';
  const url = new URL(to, 'http://own.invalid');
  // What is left of /.//elsewhere begins with two slashes, which a browser takes for another server.
  const isOwn = url.origin === 'http://own.invalid' && !url.pathname.startsWith('//');
  return isOwn ? url.pathname + url.search : '/';
}
