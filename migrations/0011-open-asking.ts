import { Step } from './dialects.js';

/** What an account asks and is still open is counted before it asks more; what is long over costs nothing then. */
export class OpenAsking1700000000011 extends Step {
  readonly name = 'OpenAsking1700000000011';

  protected statements(): string[] {
    return ['payment_requests', 'payment_codes'].map(
      (asked) => `create index ${asked}_open on ${asked} (community_id, account_id, expires_at)
        where state = 'open'`,
    );
  }
}
