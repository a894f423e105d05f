import { Step } from './dialects.js';

/**
 * A steward reads the audit without what people paid and asked. That is nearly all of it, so the rest has an index of
 * its own; payments, which are not in it, cost nothing more.
 */
export class AuditIndex1700000000010 extends Step {
  readonly name = 'AuditIndex1700000000010';

  protected statements(): string[] {
    return [
      `create index audit_of_communities on audit (community_id, at, audit_id)
        where act not in ('pay_from', 'ask_payment')`,
    ];
  }
}
