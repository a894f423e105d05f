import { createHash } from 'node:crypto';
import { uuidOf } from '../database/ids.js';

/**
 * The id of an order that a rule makes: the same rule for the same account and period always makes the same order, so
 * running it again books nothing twice. A UUID version 8 (RFC 9562) from SHA-256.
 */
export function ruleOrderId(
  rule: string,
  communityId: string,
  currency: string,
  period: string,
  accountId: string,
): string {
  const text = ruleText(rule, communityId, currency, period, accountId);
  return uuidOf(createHash('sha256').update(text).digest(), 8);
}

/**
 * As `ruleOrderId`, but only who has the key can work it out. For rules whose amounts tell balances: who could make
 * the id from the account would find in the journal what was taken from whom.
 * @param mac a keyed hash of 32 bytes
 */
export function secretRuleOrderId(
  mac: (text: string) => Uint8Array,
  ...about: Parameters<typeof ruleOrderId>
): string {
  return uuidOf(Buffer.from(mac(ruleText(...about))), 8);
}

function ruleText(...about: Parameters<typeof ruleOrderId>): string {
  return about.join('\n');
}
