import type { FastifyReply } from 'fastify';
import type { Answer } from '../books/answers.js';
import { answerBooked, type BookedView } from '../communities/booked.answer.js';
import type { No } from './voucher.js';

/** As `answerBooked`; of a voucher that was used, the header `voucher-used-at` says when. @throws ProblemError */
export function answerRedeemed(
  reply: FastifyReply,
  publicUrl: string,
  communityId: string,
  answer: Answer | No,
): BookedView {
  if ('usedAt' in answer && answer.usedAt !== undefined) {
    void reply.header('voucher-used-at', new Date(answer.usedAt).toISOString());
  }
  return answerBooked(reply, publicUrl, communityId, answer);
}
