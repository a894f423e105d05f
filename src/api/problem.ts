import type { FieldError } from './kinds.js';

/** Every problem that is not a refusal of a room, with its status. The words are under `problems.<code>`. */
export const problemStatus = {
  invalid_input: 400,
  malformed_body: 400,
  malformed_url: 400,
  idempotency_key_missing: 400,
  idempotency_key_invalid: 400,
  not_signed_in: 401,
  not_allowed: 403,
  not_from_our_pages: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  too_slow: 408,
  conflict: 409,
  exists_with_different_content: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  precondition_required: 428,
  too_many_tries: 429,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
  clock_set_back: 503,
  books_differ: 503,
  restored_unconfirmed: 503,
  database_full: 503,
  database_read_only: 503,
} as const;
export type ProblemCode = keyof typeof problemStatus;

/** A refusal by a rule of a room: understood, but no. */
const refusalStatus = 422;

/** The body of every answer that is not a success (RFC 9457), as application/problem+json. */
export interface Problem {
  /** A URL that names the problem. */
  readonly type: string;
  /** One short sentence in the reader's language. */
  readonly title: string;
  readonly status: number;
  /** Stable; programs go by it. */
  readonly code: string;
  readonly detail?: string;
  /** The request this is about; the same id stands in the log. */
  readonly instance?: string;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
  /** Which transfer of the order it is about, counted from 0. */
  readonly transfer?: number;
  /** After how many seconds it may be tried again, as in Retry-After. */
  readonly retryAfter?: number;
}

export interface ProblemDetails {
  readonly errors?: readonly FieldError[];
  readonly transfer?: number | null;
  /** Answered as Retry-After, in seconds. */
  readonly retryAfter?: number;
  /** Methods that the address knows, answered as Allow. */
  readonly allow?: readonly string[];
  readonly cause?: unknown;
}

/** Thrown by controllers, guards and pipes, never by services. The filter answers it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;

  /** @param code a ProblemCode, or the code of a refusal */
  constructor(
    readonly code: string,
    readonly details: ProblemDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.status = statusOf(code);
  }
}

/** The status of a problem's or refusal's code. */
export function statusOf(code: string): number {
  return isProblemCode(code) ? problemStatus[code] : refusalStatus;
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemStatus, code);
}

interface Refused {
  readonly kind: 'refused';
  readonly code: string;
  readonly transfer?: number | null;
}

/** The problem that a room's refusal is for a program: 422 and its own code, or the status that the code has. */
export function refusalProblem(refusal: Refused): ProblemError {
  return new ProblemError(refusal.code, { transfer: refusal.transfer ?? null });
}

/**
 * Hands on what a service answered, unless it is a refusal.
 * @throws ProblemError for a refusal
 */
export function answerOrThrow<T>(answer: T): Exclude<T, Refused> {
  if (isRefused(answer)) throw refusalProblem(answer);
  return answer as Exclude<T, Refused>;
}

function isRefused(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && (answer as { kind?: unknown }).kind === 'refused';
}
