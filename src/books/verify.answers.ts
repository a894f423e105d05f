import type { Reader } from '../database/sql.js';
import { answerDigest } from './canonical.js';
import type { Differences } from './verify.differences.js';

/** Recomputes the digest of every refused answer; no order is both refused and booked. */
export async function proveAnswers(
  reader: Reader,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  for await (const chunk of reader.chunks(
    `select a.*, x.exchange_id as booked from answers a
       left join exchanges x on x.community_id = a.community_id and x.exchange_id = a.order_id`,
  )) {
    for (const row of chunk) {
      const key = [row.community_id as string, row.order_id as string];
      const digest = answerDigest({
        communityId: row.community_id as string,
        orderId: row.order_id as string,
        actorId: row.actor_id as string,
        fingerprint: row.fingerprint as Buffer,
        refusal: row.refusal as string,
        transfer: row.transfer === null ? null : Number(row.transfer),
        answeredAt: Number(row.answered_at),
      });
      if (!digest.equals(row.digest as Buffer))
        differences.add('answers', key, 'digest', 'not as it was answered');
      if (row.booked !== null) differences.add('answers', key, 'order_id', 'refused and booked');
    }
    step(chunk.length);
  }
}
