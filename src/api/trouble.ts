import { HttpException } from '@nestjs/common';
import { isProblemCode, ProblemError, type ProblemCode, type ProblemDetails } from './problem.js';

const sqlCodes: ReadonlyArray<readonly [RegExp, ProblemCode]> = [
  [/^(SQLITE_FULL|53100)$/, 'database_full'],
  [/^(SQLITE_READONLY.*|25006)$/, 'database_read_only'],
  [/^(SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR).*|08...|57P0.|53[0234]00|40001|40P01)$/, 'unavailable'],
  [/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT)$/, 'unavailable'],
];

const fastifyCodes: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_BAD_URL: 'malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'malformed_url',
  FST_ERR_ASYNC_CONSTRAINT: 'malformed_url',
};

const byStatus: Readonly<Record<number, ProblemCode>> = {
  401: 'not_signed_in',
  403: 'not_allowed',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  409: 'conflict',
  410: 'gone',
  412: 'precondition_failed',
  413: 'too_large',
  414: 'malformed_url',
  415: 'unsupported_media_type',
  428: 'precondition_required',
  429: 'too_many_tries',
  503: 'unavailable',
};

/** What anything that was thrown is for the one who asked. Nothing of its message gets out. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HttpException) {
    const cause = codeOf(error.cause);
    const code = (cause !== undefined && fastifyCodes[cause]) || byStatus[error.getStatus()];
    return new ProblemError(code ?? (error.getStatus() < 500 ? 'malformed_body' : 'internal'), {
      cause: error,
    });
  }
  return new ProblemError(troubleCode(error), detailsOf(error));
}

function detailsOf(error: unknown): ProblemDetails {
  const seconds = (error as { retryAfterSeconds?: unknown } | null)?.retryAfterSeconds;
  return { cause: error, ...(typeof seconds === 'number' && { retryAfter: seconds }) };
}

/** The code for what other rooms and the database throw; `internal` for what nobody foresaw. */
function troubleCode(error: unknown): ProblemCode {
  // By their code alone: what a native module throws may be an Error of another realm.
  for (let at = error, depth = 0; isThing(at) && depth < 4; at = at.cause, depth++) {
    const code = codeOf((at as { driverError?: unknown }).driverError ?? at);
    if (code === undefined) continue;
    // Errors of other rooms carry a code of the closed list; this frame imports none of those rooms.
    if (isProblemCode(code)) return code;
    const found = fastifyCodes[code] ?? sqlCodes.find(([pattern]) => pattern.test(code))?.[1];
    if (found !== undefined) return found;
  }
  return 'internal';
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function isThing(value: unknown): value is { readonly cause?: unknown } {
  return typeof value === 'object' && value !== null;
}
