import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import { refuse } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { Clock } from '../database/clock.js';
import type { Amount } from '../ledger/amount.js';
import { ActivationService } from '../vouchers/activation.service.js';
import type { Batch } from '../vouchers/batch.js';
import { BatchesService, type Made } from '../vouchers/batches.service.js';
import type { No } from '../vouchers/voucher.js';
import type { VoucherTerms } from '../vouchers/voucher-terms.js';
import { issueGuard, stateOfIssue, writeStep, type Issue } from './issue.js';
import { IssuesService, type Acknowledged, type IssueRefusal } from './issues.service.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import type { IssueWarning } from './programme-outlets.js';
import { whereOfOwner, type ExpiryEnd, type Programme } from './programme.js';
import { ProgrammesService } from './programmes.service.js';

export interface NewVoucherIssue {
  /** UUID version 7, made by who asks. */
  readonly id: string;
  readonly purpose?: string;
  /** What each voucher is worth, in smallest units. */
  readonly each: Amount;
  /** 1 to 10,000. */
  readonly count: number;
  readonly terms: VoucherTerms;
}

export type VoucherIssueRefusal =
  IssueRefusal | No | { kind: 'refused'; code: 'issue_lapsed' | 'issue_decided' };

/** The room of vouchers, as this one uses it. */
@Injectable()
export class VoucherRoom {
  constructor(
    readonly making: BatchesService,
    readonly activation: ActivationService,
  ) {}
}

/** Batches of vouchers that a programme pays for: proposed with their issue, active only once that is approved. */
@Injectable()
export class IssueVouchers {
  constructor(
    private readonly programmes: ProgrammesService,
    private readonly issues: IssuesService,
    private readonly accounts: ProgrammeAccounts,
    private readonly batches: VoucherRoom,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a batch and proposes the issue that pays for it. Terms that name who takes the vouchers name outlets too.
   * @throws NotAllowed
   */
  async propose(
    actor: Actor,
    communityId: string,
    code: string,
    wish: NewVoucherIssue,
    { acceptNoOutlet = namesOutlets(wish.terms) }: Acknowledged = {},
  ): Promise<
    { kind: 'proposed'; issue: Issue; batch: Batch; warnings: IssueWarning[] } | VoucherIssueRefusal
  > {
    const programme = await this.mustMake(actor, communityId, code);
    const { id, purpose, each, count } = wish;
    const issue = {
      id,
      target: 'vouchers' as const,
      amount: each * BigInt(count),
      ...(purpose && { purpose }),
    };
    const { lines, warnings } = await this.issues.preview(actor, communityId, code, [issue]);
    if (lines[0] !== undefined) return refuse(lines[0].code);
    if (warnings[0] !== undefined && !acceptNoOutlet) return refuse(warnings[0]);
    const known = await this.issues.show(actor, communityId, id);
    const made =
      known?.batchId == null ? await this.make(actor, programme, wish) : await this.again(actor, known);
    if (made.kind === 'refused') return made;
    const { batch } = made;
    const whole = { ...issue, batchId: batch.id };
    const answer = await this.issues.propose(actor, communityId, code, whole, { acceptNoOutlet: true });
    return answer.kind === 'refused' ? answer : { ...answer, batch };
  }

  /**
   * Activates the batch of an approved issue: batch and issue go together, or not at all. Safe to repeat.
   * @param orderId UUID version 7, made by who asks
   * @throws NotAllowed
   */
  async activate(
    actor: Actor,
    communityId: string,
    orderId: string,
    issueId: string,
  ): Promise<Answer | VoucherIssueRefusal> {
    const issue = await this.issues.show(actor, communityId, issueId);
    if (issue?.batchId == null) throw new NotAllowed();
    await this.mustMake(actor, communityId, issue.programme);
    const now = this.clock.now();
    const state = stateOfIssue(issue, now);
    if (state === 'lapsed') return refuse('issue_lapsed');
    if (issue.fromId === null || issue.accountId === null) return refuse('issue_decided');
    const { fromId, accountId, promisedUntil } = issue;
    const step = { state: 'received', by: actor.id, fromId, accountId, until: promisedUntil ?? 0 } as const;
    const guard = { kind: issueGuard, key: issueId, expect: 'promised', next: writeStep(step) };
    const row = auditRow(actor, 'make_vouchers', 'issue', issueId, communityId, now);
    return this.batches.activation.activateFor(actor, communityId, orderId, issue.batchId, {
      guards: [guard],
      appends: [{ table: auditTable, row }],
      endsHold: { exchangeId: issueId, index: 0 },
    });
  }

  /** The batch of an issue that is proposed again. */
  private async again(actor: Actor, { communityId, batchId }: Issue): Promise<Made> {
    const shown = await this.batches.making.show(actor, communityId, batchId!);
    if (shown === undefined) throw new NotAllowed();
    return { kind: 'made', batch: shown.batch };
  }

  private async make(
    actor: Actor,
    programme: Programme,
    wish: NewVoucherIssue,
  ): Promise<Made | VoucherIssueRefusal> {
    const { communityId, code, currency, ownerId, current } = programme;
    const terms = current!.terms;
    const purpose = wish.purpose ?? this.issues.usualPurpose(programme) ?? '';
    const sourceId = await this.accounts.budget(programme, purpose);
    const own = await this.accounts.all(programme);
    const outstandingId = own.find(({ kind }) => kind === 'vouchers')?.accountId;
    if (sourceId === undefined || outstandingId === undefined) return refuse('no_such_purpose');
    return this.batches.making.makeFor(actor, communityId, {
      ...{ partyId: ownerId, currency, programme: code, issueId: wish.id },
      ...{ sourceId, outstandingId, returnId: sourceId },
      ...{ amount: wish.each, count: wish.count },
      terms: withExpiry(wish.terms, terms.expiry, terms.graceDays, terms.until),
    });
  }

  private async mustMake(actor: Actor, communityId: string, code: string): Promise<Programme> {
    const programme = await this.programmes.find(actor, communityId, code);
    if (!may(actor, 'make_programme', whereOfOwner(programme), this.clock.now())) throw new NotAllowed();
    return programme;
  }
}

function namesOutlets({ acceptors }: VoucherTerms): boolean {
  return acceptors.kind === 'parties' && acceptors.ids.length > 0;
}

/** Where unused value goes is the programme's to say, and until when unless the wish says so. */
function withExpiry(terms: VoucherTerms, expiry: ExpiryEnd, graceDays: number, until: string): VoucherTerms {
  if (expiry === 'never') return { ...terms, validUntil: null, expiresTo: null };
  const expiresTo = expiry === 'pot' ? 'pot' : 'return';
  return { ...terms, expiresTo, graceDays, validUntil: terms.validUntil ?? until };
}
