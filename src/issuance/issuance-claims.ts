import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Claims } from '../books/claims.js';
import { Verifier } from '../books/verify.js';
import { issueGuard } from './issue.js';
import { advanceIssues, lockIssues } from './issues.store.js';
import { proveProgrammes } from './issuance.proof.js';
import { lockParties, partyGuard } from './party-limits.js';
import { repeatGuard } from './repeat.js';
import { lockRepeats } from './repeats.store.js';
import { riskGuard } from './risk-claim.js';
import { advanceClaims, lockClaims } from './risk-claims.store.js';

/** Tells the books at start of the rows that this room keeps, and how they are proved. */
@Injectable()
export class IssuanceClaims implements OnModuleInit {
  constructor(
    private readonly claims: Claims,
    private readonly verifier: Verifier,
  ) {}

  onModuleInit(): void {
    this.claims.register(issueGuard, { lock: lockIssues, advance: advanceIssues });
    this.claims.register(repeatGuard, { lock: lockRepeats, advance: nothing });
    this.claims.register(partyGuard, { lock: lockParties, advance: nothing });
    this.claims.register(riskGuard, { lock: lockClaims, advance: advanceClaims });
    this.verifier.register(proveProgrammes);
  }
}

/** What is only looked at stays as it is: the issue itself is what counts. */
function nothing(): Promise<void> {
  return Promise.resolve();
}
