import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InstantField, TextField, UuidField } from '../api/fields.js';
import { markRepeated } from '../api/idempotency.js';
import { refusalProblem } from '../api/problem.js';
import type { Answer } from '../books/answers.js';

/** What was booked, now or by the same order before. */
export class BookedView {
  @UuidField()
  exchange!: string;

  @TextField({ max: 500, about: 'The receipt, for whoever holds this address.' })
  receipt!: string;

  @InstantField()
  bookedAt!: string;
}

/** On a route that answers what was booked: 201 the first time, 200 when it is asked again. */
export function GivesBooked(): MethodDecorator {
  return applyDecorators(
    ApiCreatedResponse({ type: BookedView }),
    ApiOkResponse({ type: BookedView, description: 'The same answer as before.' }),
  );
}

/** An expected no of a room. */
interface No {
  readonly kind: 'refused';
  readonly code: string;
  readonly transfer?: number | null;
}

/** Where the live receipt is. @param publicUrl without a slash at the end */
export function receiptUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/r/${token}`;
}

/**
 * Answers what the books said to one order: 201 with the receipt, 200 when it was said before.
 * @throws ProblemError for a refusal, also one that was said before
 */
export function answerBooked(
  reply: FastifyReply,
  publicUrl: string,
  communityId: string,
  answer: Answer | No,
): BookedView {
  if (answer.kind === 'refused') {
    if ('repeated' in answer && answer.repeated) void reply.header('idempotency-hit', 'true');
    throw refusalProblem(answer);
  }
  const { exchangeId, receiptToken, bookedAt, repeated } = answer;
  void reply.header('location', `/api/v1/communities/${communityId}/exchanges/${exchangeId}`);
  if (repeated) markRepeated(reply);
  else void reply.status(201);
  return {
    exchange: exchangeId,
    receipt: receiptUrl(publicUrl, receiptToken),
    bookedAt: new Date(bookedAt).toISOString(),
  };
}
