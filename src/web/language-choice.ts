import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLanguage, pickLanguage, type Language } from '../languages/languages.js';

export const languageCookie = 'language';
const yearSeconds = 31_536_000;

/** The language of this request: chosen before, else asked for by the browser, else the fallback. */
export function languageOf(request: FastifyRequest, fallback: Language = 'nl'): Language {
  const cookies = request.headers.cookie ?? '';
  const chosen = /(?:^|;\s*)language=([a-z]{2})(?:;|$)/.exec(cookies)?.[1];
  return pickLanguage(request.headers['accept-language'], chosen, fallback);
}

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
