import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Claims } from '../books/claims.js';
import { Verifier } from '../books/verify.js';
import { issueGuard } from './issue.js';
import { advanceIssues, lockIssues } from './issues.store.js';
import { proveProgrammes } from './issuance.proof.js';

/** Tells the books at start of the rows that this room keeps, and how they are proved. */
@Injectable()
export class IssuanceClaims implements OnModuleInit {
  constructor(
    private readonly claims: Claims,
    private readonly verifier: Verifier,
  ) {}

  onModuleInit(): void {
    this.claims.register(issueGuard, { lock: lockIssues, advance: advanceIssues });
    this.verifier.register(proveProgrammes);
  }
}
