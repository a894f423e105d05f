import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  chooseLanguage,
  isLanguage,
  isLanguageCode,
  languageCookie,
  ownLanguageCookie as ownLanguageName,
  type AnyLanguage,
  type Language,
  type LanguageCode,
  type LanguageOffer,
} from '../languages/languages.js';

const digitsCookie = 'digits';
const yearSeconds = 31_536_000;

/** For how long a device keeps the language that was chosen on it. */
export const languageKeptDays = yearSeconds / 86_400;

/** What each community offers; with null what the server offers to whoever belongs to none yet. */
export type LanguageOffers = (communityId: string | null) => LanguageOffer;

type SpokenRequest = FastifyRequest & {
  languageOffers?: LanguageOffers;
  /** As the door of the routes leaves it. */
  actor?: { readonly communityId: string | null };
};

/** What is asked by programs and browsers, and answered before any page is made. */
const speaksNoLanguage = /^\/(?:api\/|assets\/|healthz|readyz|metrics)/;

const nothingMore: LanguageOffer = { translations: [], first: null };

/** The language of the pages that answer this request. */
export function languageOf(request: FastifyRequest, fallback?: Language): AnyLanguage {
  return chooseLanguage(request.headers, offerTo(request), fallback);
}

/**
 * In which language somebody else at this device is spoken to: their own, as far as it is offered here.
 * @param code of their language; undefined when nobody knows it
 */
export function languageOfOther(request: FastifyRequest, code: string | undefined): AnyLanguage {
  if (!isLanguageCode(code)) return languageOf(request);
  return chooseLanguage({ cookie: `${languageCookie}=${code}` }, offerTo(request));
}

/** The translations that whoever asks may choose. */
export function translationsFor(request: FastifyRequest): readonly LanguageCode[] {
  return offerTo(request).translations;
}

function offerTo(request: SpokenRequest): LanguageOffer {
  return request.languageOffers?.(request.actor?.communityId ?? null) ?? nothingMore;
}

/**
 * The header that keeps the own language of whoever comes in, as long as their session.
 * @param language its code; what is no language of ours makes the browser forget that of whoever came before
 * @param ms how long; null until the browser is closed
 */
export function ownLanguageCookie(language: string | undefined, ms: number | null): string {
  if (!isLanguageCode(language)) return noOwnLanguageCookie;
  const age = ms === null ? '' : `; Max-Age=${Math.max(0, Math.floor(ms / 1000))}`;
  return `${ownLanguageName}=${language}; Path=/; SameSite=Lax; HttpOnly${age}`;
}

export const noOwnLanguageCookie = `${ownLanguageName}=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0`;

/**
 * GET /language/:code?to=/path keeps the choice in a cookie and goes back, and so does GET /language/digits/own. They
 * change nothing else, so a link will do.
 * @param offers asked before each page; what it throws leaves the languages that stand alone
 */
export function registerLanguageChoice(
  fastify: FastifyInstance,
  offers: () => Promise<LanguageOffers> = () => Promise.resolve(() => nothingMore),
): void {
  fastify.addHook('onRequest', async (request: SpokenRequest) => {
    if (speaksNoLanguage.test(request.url)) return;
    request.languageOffers = await offers().catch(() => () => nothingMore);
  });
  fastify.get('/language/:code', (request, reply) => {
    const { code } = request.params as { code: string };
    return choose(request, reply, languageCookie, isChoice(code) ? code : undefined);
  });
  fastify.get('/language/digits/:which', (request, reply) => {
    const { which } = request.params as { which: string };
    return choose(request, reply, digitsCookie, which === 'own' || which === 'latin' ? which : undefined);
  });
}

/** Whether this device was told to show figures in the digits of the reader's own script as well (U16). */
export function wantsOwnDigits({ headers: { cookie = '' } }: FastifyRequest): boolean {
  return /(?:^|;\s*)digits=own(?:;|$)/.test(cookie);
}

function choose(
  { query }: FastifyRequest,
  reply: FastifyReply,
  cookie: string,
  value: string | undefined,
): FastifyReply {
  const { to } = query as { to?: unknown };
  if (value !== undefined) {
    const kept = `${cookie}=${value}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax; HttpOnly`;
    void reply.header('set-cookie', kept);
  }
  return reply.header('cache-control', 'no-store').redirect(ownPath(to), 303);
}

/** `fr`, `nl+fr` or a translation's own code; whether that one is offered is judged where it is spoken. */
function isChoice(code: string): code is AnyLanguage {
  if (isLanguageCode(code)) return true;
  const [first, own, more] = code.split('+');
  return more === undefined && first === 'nl' && own !== 'nl' && isLanguage(own);
}

/** Only a path on this server, so that the link cannot send anybody elsewhere; else the start. */
export function ownPath(to: unknown): string {
  if (typeof to !== 'string' || to.length > 500 || !/^\/[\x21-\x7e]*$/.test(to) || to.includes('\\'))
    return '/';
  const url = new URL(to, 'http://own.invalid');
  // What is left of /.//elsewhere begins with two slashes, which a browser takes for another server.
  const isOwn = url.origin === 'http://own.invalid' && !url.pathname.startsWith('//');
  return isOwn ? url.pathname + url.search : '/';
}
