import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  isLanguage,
  languageCookie,
  ownLanguageCookie as ownLanguageName,
  pickLanguage,
  type Language,
} from '../languages/languages.js';

const yearSeconds = 31_536_000;

/** The language of the pages that answer this request. */
export function languageOf(request: FastifyRequest, fallback?: Language): Language {
  return pickLanguage(request.headers, fallback);
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
