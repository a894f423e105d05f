import { createHash } from 'node:crypto';

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
  const bytes = createHash('sha256')
    .update([rule, communityId, currency, period, accountId].join('\n'))
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
