import type { FastifyReply, FastifyRequest } from 'fastify';
import { isWordKey, pickLanguage, words, type Words } from '../languages/languages.js';
import { isProblemCode, type Problem, type ProblemError } from './problem.js';

/** A whole HTML page for what went wrong; `web` gives it. */
export type ErrorPage = (problem: Problem, request: FastifyRequest) => string;

export interface Answering {
  readonly publicUrl: string;
  readonly errorPage?: ErrorPage;
}

/** Addresses that programs ask; all others are pages for people. */
const forPrograms = /^\/(api|healthz|readyz|metrics|\.well-known)(?=[/?]|$)/;

export function isForPrograms(url: string): boolean {
  return forPrograms.test(url);
}

/** Answers a problem: JSON for programs (RFC 9457), a kind page for people. */
export function answerProblem(
  error: ProblemError,
  request: FastifyRequest,
  reply: FastifyReply,
  { publicUrl, errorPage }: Answering,
): void {
  const said = words(pickLanguage(request.headers));
  const problem = problemBody(error, said, publicUrl, request.id);
  const { allow } = error.details;
  void reply
    .status(problem.status)
    .header('content-language', said.language)
    .header('vary', 'accept-language');
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
  if (allow !== undefined) void reply.header('allow', allow.join(', '));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="samenmunt"');
  if (errorPage === undefined || isForPrograms(request.url)) {
    void reply.header('content-type', 'application/problem+json').send(JSON.stringify(problem));
  } else {
    void reply.header('content-type', 'text/html; charset=utf-8').send(errorPage(problem, request));
  }
}

/** The body of a problem in a language. */
export function problemBody(error: ProblemError, said: Words, publicUrl: string, requestId: string): Problem {
  const { errors, transfer, retryAfter } = error.details;
  return {
    type: `${publicUrl}/problems/${error.code}`,
    title: titleOf(error.code, said),
    status: error.status,
    code: error.code,
    instance: `/requests/${requestId}`,
    ...(errors !== undefined && {
      errors: errors.map(({ pointer, code }) => ({
        pointer,
        code,
        detail: say(said, `fields.${code}`) ?? code,
      })),
    }),
    ...(typeof transfer === 'number' && { transfer }),
    ...(retryAfter !== undefined && { retryAfter: Math.ceil(retryAfter) }),
  };
}

/** The words of a problem or refusal; a code without words of its own gets those of its kind. */
export function titleOf(code: string, said: Words): string {
  const own = say(said, `problems.${code}`) ?? say(said, `refusals.${code}`);
  return own ?? said.t(isProblemCode(code) ? 'problems.internal' : 'problems.refused');
}

function say(said: Words, key: string): string | undefined {
  if (!isWordKey(key)) return undefined;
  try {
    return said.t(key);
  } catch {
    // Words with a place to fill in, such as an amount, cannot be said here.
    return undefined;
  }
}
