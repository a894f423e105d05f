import { Step } from './dialects.js';

/**
 * Who made a way in for a person stands on their first page. SQLite took the audit's primary key for that, and read
 * what a whole community had done in a month; an index that holds every column asked for is what it takes instead.
 */
export class AuditCover1700000000026 extends Step {
  readonly name = 'AuditCover1700000000026';

  protected statements(): string[] {
    return [
      `drop index audit_of_parties`,
      `create index audit_of_parties on audit (community_id, subject_id, at, audit_id, act, actor_id, actor_kind)
        where subject_kind = 'party'`,
    ];
  }
}
