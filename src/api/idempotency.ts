import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidKind } from './kinds.js';
import { ProblemError } from './problem.js';

/**
 * The order id of a call that moves money, from the header Idempotency-Key. The draft of the IETF puts it between
 * quotes; without quotes is fine too.
 * @returns a UUID version 7, lower case
 * @throws ProblemError idempotency_key_missing, idempotency_key_invalid
 */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  if (header === undefined || header === '') throw new ProblemError('idempotency_key_missing');
  const text = String(header).trim();
  const key = (/^"(.*)"$/.exec(text)?.[1] ?? text).toLowerCase();
  const errors: [] = [];
  if (uuidKind.read(key, errors, 'text') === undefined) throw new ProblemError('idempotency_key_invalid');
  return key;
}

/** The order id of this call: `pay(@IdempotencyKey() orderId: string, …)`. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  readIdempotencyKey(context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key']),
);

/** On a route with an IdempotencyKey: names the header in the API document. */
export function NeedsIdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        'A UUID version 7 made by the caller; it is the id of the order. Repeat it to repeat the call.',
      schema: { type: 'string', format: 'uuid' },
    }),
  );
}

/** Says that this answer was given before: 200 instead of 201, and a header. */
export function markRepeated(reply: FastifyReply): void {
  void reply.status(200).header('idempotency-hit', 'true');
}
