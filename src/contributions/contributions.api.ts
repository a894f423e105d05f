import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Step } from './contribution.js';
import { ContributionLists, type ContributionList, type PageAsk } from './contribution-lists.service.js';
import {
  AgreeInput,
  ContributionPage,
  ContributionQuery,
  ContributionView,
  NewContributionInput,
  TakeOverInput,
} from './contributions.input.js';
import { ContributionsService, type Said } from './contributions.service.js';
import { TakenOverService } from './taken-over.service.js';

/** Who brings what: each reader finds what is for them to know. */
@Controller('api/v1/communities/:community/contributions')
export class ContributionsApi {
  constructor(
    private readonly contributions: ContributionsService,
    private readonly takenOver: TakenOverService,
    private readonly lists: ContributionLists,
  ) {}

  /** Says what one party brings to another. It counts once the other side has said yes. */
  @Post()
  @ApiCreatedResponse({ type: ContributionView })
  async say(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewContributionInput,
  ): Promise<ContributionView> {
    return this.said(actor, answerOrThrow(await this.contributions.say(actor, communityId, input)));
  }

  /** Takes over an exchange that the books know, such as an issue or a loan. */
  @Post('from-exchange')
  @ApiCreatedResponse({ type: ContributionView })
  async takeOver(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: TakeOverInput,
  ): Promise<ContributionView> {
    return this.said(actor, answerOrThrow(await this.takenOver.takeOver(actor, communityId, input)));
  }

  /** Of a party, or under a programme; newest first. */
  @Get()
  @ApiOkResponse({ type: ContributionPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: ContributionQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContributionPage> {
    const [after] = (readCursor(query.after, [uuidKind]) ?? []) as [string?];
    const limit = limitOf(query);
    const list = await this.find(actor, communityId, query, { after, limit: limit + 1 });
    const page = answerPage(
      request,
      reply,
      pageOf(list.items, limit, ({ contribution }) => [contribution.id]),
    );
    const { warnings, others } = list;
    return { items: page.items.map((each) => ContributionView.of(each)), next: page.next, warnings, others };
  }

  @Get(':id')
  @ApiOkResponse({ type: ContributionView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ContributionView> {
    const seen = await this.lists.find(actor, communityId, id);
    if (seen === undefined) throw new ProblemError('not_found');
    return ContributionView.of(seen);
  }

  /** Says yes for one's own side. A condition must have been shown or read aloud. */
  @Post(':id/agree')
  @HttpCode(200)
  @ApiOkResponse({ type: ContributionView })
  agree(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
    @Body() { conditionSeen }: AgreeInput,
  ): Promise<ContributionView> {
    return this.step(actor, communityId, id, 'agree', conditionSeen);
  }

  /** Says no, or takes back what the other side has not said yes to. */
  @Post(':id/refuse')
  @HttpCode(200)
  @ApiOkResponse({ type: ContributionView })
  refuse(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ContributionView> {
    return this.step(actor, communityId, id, 'refuse');
  }

  /** Says that it came, by who receives. */
  @Post(':id/given')
  @HttpCode(200)
  @ApiOkResponse({ type: ContributionView })
  given(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ContributionView> {
    return this.step(actor, communityId, id, 'given');
  }

  /** Says that it is back, by who gave. */
  @Post(':id/returned')
  @HttpCode(200)
  @ApiOkResponse({ type: ContributionView })
  returned(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ContributionView> {
    return this.step(actor, communityId, id, 'returned');
  }

  /** Ends it: by either side, but by who gave while it is still to come back. */
  @Post(':id/end')
  @HttpCode(200)
  @ApiOkResponse({ type: ContributionView })
  end(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ContributionView> {
    return this.step(actor, communityId, id, 'end');
  }

  /** Takes away the words for what is brought. */
  @Delete(':id/title')
  @HttpCode(204)
  @ApiNoContentResponse()
  async forgetTitle(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<void> {
    answerOrThrow(await this.contributions.forgetTitle(actor, communityId, id));
  }

  private async step(
    actor: Actor,
    communityId: string,
    id: string,
    step: Step,
    conditionSeen?: boolean,
  ): Promise<ContributionView> {
    const answer = await this.contributions.step(actor, communityId, id, step, conditionSeen);
    return this.said(actor, answerOrThrow(answer));
  }

  private async said(actor: Actor, { contribution }: Said): Promise<ContributionView> {
    return ContributionView.of(await this.lists.shown(actor, contribution));
  }

  private async find(
    actor: Actor,
    communityId: string,
    { party, programme }: ContributionQuery,
    ask: PageAsk,
  ): Promise<ContributionList> {
    if (party === undefined && programme !== undefined) {
      return this.lists.ofProgramme(actor, communityId, programme, ask);
    }
    const list = await this.lists.ofParty(actor, communityId, party ?? actor.id, ask);
    if (list === undefined) throw new ProblemError('not_found');
    return list;
  }
}
