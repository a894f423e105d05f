import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerList, PageQuery } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { answerBooked, BookedView, GivesBooked } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { amountMax } from '../ledger/amount.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { ApprovalsService } from './approvals.service.js';
import {
  IssueListInput,
  IssuePage,
  IssuePreviewView,
  IssueView,
  NewIssueInput,
  ProposedIssueView,
  VoucherIssueInput,
} from './issues.input.js';
import { IssueVouchers } from './issue-vouchers.service.js';
import { IssuesService, type NewIssue } from './issues.service.js';
import { VoucherTermsInput } from '../vouchers/batches.input.js';
import { programmeCodeKind } from './programmes.input.js';

/** What is issued under a programme: made by one, approved by another, received by a third (U59, S28). */
@Controller('api/v1/communities/:community')
export class IssuesApi {
  constructor(
    private readonly issues: IssuesService,
    private readonly approvals: ApprovalsService,
    private readonly vouchers: IssueVouchers,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('programmes/:programme/issues')
  @ApiCreatedResponse({ type: ProposedIssueView })
  async propose(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() input: NewIssueInput,
  ): Promise<ProposedIssueView> {
    const acknowledged = { acceptNoOutlet: input.acceptNoOutlet === true };
    const answer = await this.issues.propose(actor, communityId, code, wishOf(input), acknowledged);
    const { issue, warnings } = answerOrThrow(answer);
    return ProposedIssueView.from(issue, warnings, this.clock.now());
  }

  /** A batch of vouchers with the issue that pays for it. Printed by the room of vouchers, active once approved. */
  @Post('programmes/:programme/voucher-issues')
  @ApiCreatedResponse({ type: ProposedIssueView })
  async proposeVouchers(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() { terms, acceptNoOutlet, ...input }: VoucherIssueInput,
  ): Promise<ProposedIssueView> {
    const wish = { ...input, terms: VoucherTermsInput.terms(terms) };
    const acknowledged = acceptNoOutlet === true ? { acceptNoOutlet } : {};
    const answer = await this.vouchers.propose(actor, communityId, code, wish, acknowledged);
    const { issue, warnings } = answerOrThrow(answer);
    return ProposedIssueView.from(issue, warnings, this.clock.now());
  }

  /** Activates the batch of an approved issue: all of it or nothing. */
  @Post('issues/:issue/activation')
  @NeedsIdempotencyKey()
  @GivesBooked()
  async activate(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.vouchers.activate(actor, communityId, orderId, issueId);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** What is wrong with a list, line by line; nothing is proposed. */
  @Post('programmes/:programme/issues/preview')
  @HttpCode(200)
  @ApiOkResponse({ type: IssuePreviewView })
  async preview(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() input: IssueListInput,
  ): Promise<IssuePreviewView> {
    const wishes = input.issues.map(wishOf);
    const { lines, total, warnings } = await this.issues.preview(actor, communityId, code, wishes);
    return { lines, total, warnings };
  }

  @Get('programmes/:programme/issues')
  @ApiOkResponse({ type: IssuePage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuePage> {
    const read = (before: string, most: number) => this.issues.list(actor, communityId, code, before, most);
    const page = await answerList({ query, request, reply }, uuidKind, read, ({ id }) => id);
    return { ...page, items: page.items.map((issue) => IssueView.of(issue, this.clock.now())) };
  }

  @Get('issues/:issue')
  @ApiOkResponse({ type: IssueView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
  ): Promise<IssueView> {
    const issue = await this.issues.show(actor, communityId, issueId);
    if (issue === undefined) throw new ProblemError('not_found');
    return IssueView.of(issue, this.clock.now());
  }

  /** The other pair of eyes says yes: the amount is set aside and promised. Asked again it answers the same. */
  @Post('issues/:issue/approval')
  @GivesBooked()
  async approve(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.approvals.approve(actor, communityId, issueId);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  @Post('issues/:issue/refusal')
  @HttpCode(204)
  @ApiNoContentResponse()
  async refuse(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
  ): Promise<void> {
    answerOrThrow(await this.approvals.refuse(actor, communityId, issueId));
  }

  /** Who receives says that it came: from now on it counts. */
  @Post('issues/:issue/receipt')
  @NeedsIdempotencyKey()
  @GivesBooked()
  async confirm(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.approvals.confirm(actor, communityId, orderId, issueId);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** Takes back what was promised and not received yet. */
  @Post('issues/:issue/withdrawal')
  @NeedsIdempotencyKey()
  @GivesBooked()
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.approvals.withdraw(actor, communityId, orderId, issueId);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }
}

function wishOf({ id, party, target, purpose, amount: each, heads = 1 }: NewIssueInput): NewIssue {
  const amount = each * BigInt(heads);
  if (amount > amountMax)
    throw new ProblemError('invalid_input', { errors: [{ pointer: '/amount', code: 'too_large' }] });
  return {
    id,
    amount,
    ...(party !== undefined && { partyId: party }),
    ...(target !== undefined && { target }),
    ...(purpose !== undefined && { purpose }),
  };
}
