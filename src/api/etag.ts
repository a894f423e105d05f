import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/**
 * The ETag (RFC 9110, 8.8.3) of a state. It is weak: the same state may be said in several languages.
 * @param version whatever changes exactly when the answer does, such as a count and an instant
 */
export function etagOf(version: string): string {
  return `W/"${createHash('sha256').update(version).digest('base64url').slice(0, 22)}"`;
}

/**
 * Answers 304 when the caller already has this version, for what programs and pages poll.
 * @returns whether it did; there is nothing to send then
 */
export function hasAlready(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  const etag = etagOf(version);
  // It may be kept, but has to be asked about each time; and never by a cache between.
  void reply.header('etag', etag).header('cache-control', 'private, no-cache');
  if (!includes(request.headers['if-none-match'], etag)) return false;
  void reply.status(304);
  return true;
}

/**
 * Lets a change through only if the caller saw the present version.
 * @throws ProblemError precondition_required without If-Match, precondition_failed with another one
 */
export function requireSeen(request: FastifyRequest, version: string): void {
  const seen = request.headers['if-match'];
  if (seen === undefined) throw new ProblemError('precondition_required');
  if (!includes(seen, etagOf(version))) throw new ProblemError('precondition_failed');
}

/** Weak comparison: what stands between the quotes. */
function includes(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const opaque = etag.slice('W/'.length);
  return header.split(',', 50).some((one) => one.trim().replace(/^W\//, '') === opaque);
}
