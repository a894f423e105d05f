import { Body, Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { csvBody, TakesCsv } from '../api/csv-body.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { Clock } from '../database/clock.js';
import { readIssueFile } from './issue-file.js';
import { IssueFilePreviewView, IssueFileQuery, ProposedListView } from './issue-files.input.js';
import { IssueFiles } from './issue-files.service.js';
import { IssueView } from './issues.input.js';
import { programmeCodeKind } from './programmes.input.js';

/**
 * Many issues from a CSV file with the columns party, amount, purpose and heads: party is the id or the name of a group
 * or partner, amount is in whole units, heads multiplies it by the people of a household without saying who.
 */
@Controller('api/v1/communities/:community/programmes/:programme/issue-files')
export class IssueFilesApi {
  constructor(
    private readonly files: IssueFiles,
    private readonly clock: Clock,
  ) {}

  /** What is wrong with a file, line by line, in words; nothing is proposed. */
  @Post('preview')
  @HttpCode(200)
  @TakesCsv()
  @ApiOkResponse({ type: IssueFilePreviewView })
  async preview(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() body: Buffer,
    @Req() request: FastifyRequest,
  ): Promise<IssueFilePreviewView> {
    const file = readIssueFile(csvBody(body));
    return IssueFilePreviewView.of(await this.files.preview(actor, communityId, code, file), request);
  }

  /** Proposes every line, or nothing with 422 `issue_list_wrong`; the preview says which lines are wrong. */
  @Post()
  @TakesCsv()
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: ProposedListView })
  async propose(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @IdempotencyKey() key: string,
    @Query() { acceptNoOutlet = false }: IssueFileQuery,
    @Body() body: Buffer,
  ): Promise<ProposedListView> {
    const file = readIssueFile(csvBody(body));
    const answer = await this.files.propose(actor, communityId, code, key, file, { acceptNoOutlet });
    const { issues, warnings } = answerOrThrow(answer);
    const now = this.clock.now();
    return { items: issues.map((issue) => IssueView.of(issue, now)), warnings };
  }
}
