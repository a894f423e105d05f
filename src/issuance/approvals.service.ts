import { Injectable } from '@nestjs/common';
import { may, type Act, type Actor, type Where } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { IssueOrders, type Move } from './issue-orders.js';
import { issueGuard, stateOfIssue, writeStep, type Issue, type IssueStep } from './issue.js';
import * as store from './issues.store.js';
import type { IssueTrouble } from './issue-trouble.js';
import { IssuesService } from './issues.service.js';
import { guardsOfParty } from './party-limits.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import { whereOfOwner, type Programme } from './programme.js';
import * as programmes from './programmes.store.js';
import { repeatGuard, type Repeat } from './repeat.js';

export type ApprovalRefusal = AccessRefusal<
  IssueTrouble | 'maker_may_not_approve' | 'issue_decided' | 'issue_lapsed' | 'activate_the_vouchers'
>;

const dayMs = 86_400_000;

/** What a step moves, from which state, and what else must be so. */
type Step = Pick<Move, 'kind' | 'orderId' | 'transfer' | 'guards' | 'asksAnew'> & {
  readonly expect: 'proposed' | 'promised';
  /** Whose order it is; of who asks if left out. */
  readonly actorId?: string;
};

interface Found {
  readonly issue: Issue;
  readonly programme: Programme;
}

/**
 * The other pair of eyes, and the yes of who receives. An approval sets the amount aside from the budget, so that
 * nothing is promised twice; it counts as issued only when who receives it says that it came (S28, U59).
 */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly issues: IssuesService,
    private readonly accounts: ProgrammeAccounts,
    private readonly orders: IssueOrders,
  ) {}

  /**
   * Approves an issue; never by who made it, whatever else they may do meanwhile, and never by the command line. Asked
   * again it answers the same.
   * @returns posted; refused `maker_may_not_approve`, `issue_decided`, by what `IssuesService` says, or by the ledger:
   * `not_enough` when the budget is too small
   * @throws NotAllowed
   */
  async approve(actor: Actor, communityId: string, issueId: string): Promise<Answer | ApprovalRefusal> {
    const found = await this.mustDecide(actor, communityId, issueId);
    const { issue, programme } = found;
    if (issue.madeBy === actor.id) return refuse('maker_may_not_approve');
    if (issue.kept === 'refused') return refuse('issue_decided');
    if (issue.kept === 'proposed') {
      const trouble = await this.issues.troubleNow(programme, issue);
      if (trouble !== null) return refuse(trouble);
    }
    const step = await this.stepOf(actor, found);
    if (step === undefined) return refuse('party_closed');
    return this.post(actor, 'decide_programme', found, step, promised(issue, step));
  }

  /**
   * Promises the issue of one month, by the yes that somebody gave to all months of its repeat. Only timed work asks,
   * and the books see to it that the repeat is approved and not stopped.
   * @returns posted; refused as `approve`, and `issue_decided` when the repeat was stopped
   * @throws NotAllowed
   */
  async promiseMonth(actor: Actor, repeat: Repeat, issueId: string): Promise<Answer | ApprovalRefusal> {
    const found = await this.find(repeat.communityId, issueId);
    const by = repeat.decidedBy;
    if (actor.kind !== 'system' || found?.issue.repeatId !== repeat.id || by === null) throw new NotAllowed();
    const step = await this.stepOf(actor, found, by);
    if (step === undefined) return refuse('party_closed');
    const running = { kind: repeatGuard, key: repeat.id, expect: 'approved', next: 'approved' };
    const what = promised(found.issue, step);
    const guards = [...what.guards, running];
    return this.post(actor, 'decide_programme', found, step, { ...what, guards, actorId: by });
  }

  /** Says no to an issue that waits. @throws NotAllowed */
  async refuse(
    actor: Actor,
    communityId: string,
    issueId: string,
  ): Promise<{ kind: 'refused_now' } | ApprovalRefusal> {
    const { issue } = await this.mustDecide(actor, communityId, issueId);
    const now = this.clock.now();
    const done = await this.database.transaction(async (tx) => {
      const changed = await store.refuseIssue(tx, communityId, issue.id, actor.id, now);
      if (changed) await audit(tx, auditRow(actor, 'decide_programme', 'issue', issue.id, communityId, now));
      return changed;
    });
    return done ? { kind: 'refused_now' } : refuse('issue_decided');
  }

  /**
   * Who receives says that it came: from now on it counts. Vouchers are received by activating them.
   * @param orderId UUID version 7, made by who asks; the same id again gets the same answer
   * @throws NotAllowed
   */
  async confirm(
    actor: Actor,
    communityId: string,
    orderId: string,
    issueId: string,
  ): Promise<Answer | ApprovalRefusal> {
    const found = await this.find(communityId, issueId);
    if (found === undefined) throw new NotAllowed();
    const { act, where } = receiverOf(found);
    const now = this.clock.now();
    if (!may(actor, act, where, now)) throw new NotAllowed();
    if (found.issue.target === 'vouchers') return refuse('activate_the_vouchers');
    if (stateOfIssue(found.issue, now) === 'lapsed') return refuse('issue_lapsed');
    return this.end(actor, act, found, orderId, 'received');
  }

  /**
   * Takes back what was promised and not received yet; the amount is free in the budget again.
   * @throws NotAllowed
   */
  async withdraw(
    actor: Actor,
    communityId: string,
    orderId: string,
    issueId: string,
  ): Promise<Answer | ApprovalRefusal> {
    const found = await this.must(actor, 'make_programme', communityId, issueId);
    return this.end(actor, 'make_programme', found, orderId, 'withdrawn');
  }

  private async end(
    actor: Actor,
    act: Act,
    { issue, programme }: Found,
    orderId: string,
    state: 'received' | 'withdrawn',
  ): Promise<Answer | ApprovalRefusal> {
    const { fromId, accountId, promisedUntil, amount } = issue;
    if (issue.kept === 'proposed' || fromId === null || accountId === null) return refuse('issue_decided');
    const step: IssueStep = { state, by: actor.id, fromId, accountId, until: promisedUntil ?? 0 };
    const received = state === 'received';
    return this.post(actor, act, { issue, programme }, step, {
      kind: received ? 'issue' : 'release',
      orderId,
      expect: 'promised',
      guards: [],
      transfer: { amount: received ? amount : 0n, endsHold: { exchangeId: issue.id, index: 0 } },
    });
  }

  private async post(
    actor: Actor,
    act: Act,
    { issue, programme }: Found,
    step: IssueStep,
    what: Step,
  ): Promise<Answer | ApprovalRefusal> {
    const { expect, guards, ...move } = what;
    const guard = { kind: issueGuard, key: issue.id, expect, next: writeStep(step) };
    const row = auditRow(actor, act, 'issue', issue.id, issue.communityId, this.clock.now());
    const whole = { actorId: actor.id, ...move, guards: [guard, ...guards], row };
    const answer = await this.orders.post(issue, programme, step, whole);
    const gone = answer.kind === 'refused' && answer.code === 'code_already_used';
    return gone ? { ...answer, code: 'issue_decided' } : answer;
  }

  /** What approving makes of the issue; the same when it is asked again. Undefined when who receives has stopped. */
  private async stepOf(
    actor: Actor,
    { issue, programme }: Found,
    by = actor.id,
  ): Promise<IssueStep | undefined> {
    if (issue.fromId !== null && issue.accountId !== null) {
      const { fromId, accountId, promisedUntil } = issue;
      return { state: 'promised', by: issue.decidedBy!, fromId, accountId, until: promisedUntil! };
    }
    const fromId = await this.accounts.budget(programme, issue.purpose);
    const accountId = await this.accounts.receiving(actor, programme, issue);
    if (fromId === undefined || accountId === undefined) return undefined;
    const until = this.clock.now() + programme.current!.terms.promiseDays * dayMs;
    return { state: 'promised', by, fromId, accountId, until };
  }

  private mustDecide(actor: Actor, communityId: string, issueId: string): Promise<Found> {
    if (actor.kind === 'system') throw new NotAllowed();
    return this.must(actor, 'decide_programme', communityId, issueId);
  }

  private async must(
    actor: Actor,
    act: 'decide_programme' | 'make_programme',
    communityId: string,
    issueId: string,
  ): Promise<Found> {
    const found = await this.find(communityId, issueId);
    const { programme } = found ?? {};
    if (found === undefined || programme === undefined) throw new NotAllowed();
    if (!may(actor, act, whereOfOwner(programme), this.clock.now())) throw new NotAllowed();
    return found;
  }

  private async find(communityId: string, issueId: string): Promise<Found | undefined> {
    const { reader } = this.database;
    const issue = await store.findIssue(reader, communityId, issueId);
    if (issue === undefined) return undefined;
    return { issue, programme: (await programmes.findProgramme(reader, communityId, issue.programme))! };
  }
}

/** What is the same for every promise: it is held once, and within what the party may get. */
function promised(issue: Issue, { until }: IssueStep): Step {
  const transfer = { amount: issue.amount, holdUntil: until };
  const guards = guardsOfParty(issue);
  return { kind: 'issue', orderId: issue.id, expect: 'proposed', guards, transfer, asksAnew: true };
}

/** Who says that it came: of a group or partner whoever keeps its purse, of a risk fund who makes the programme. */
function receiverOf({ issue, programme }: Found): { act: Act; where: Where } {
  const { communityId, target, partyId } = issue;
  if (target === 'group' || target === 'partner') {
    const partyKind = target === 'group' ? 'initiative' : 'institution';
    return { act: 'confirm_issue', where: { communityId, partyId, partyKind } };
  }
  return {
    act: 'make_programme',
    where: whereOfOwner(programme),
  };
}
