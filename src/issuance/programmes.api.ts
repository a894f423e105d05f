import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { answerList, PageQuery } from '../api/paging.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind, given } from '../communities/communities.input.js';
import {
  DecisionInput,
  NewProgrammeInput,
  programmeCodeKind,
  ProgrammePage,
  ProgrammeView,
  TermsInput,
  VersionListView,
  VersionView,
} from './programmes.input.js';
import { ProgrammesService } from './programmes.service.js';
import { SheetView } from './sheet.input.js';
import { SheetService } from './sheet.service.js';

/** Programmes under which a local government brings value into circulation. */
@Controller('api/v1/communities/:community/programmes')
export class ProgrammesApi {
  constructor(
    private readonly programmes: ProgrammesService,
    private readonly sheets: SheetService,
  ) {}

  /** Proposes a programme; somebody else of the institution approves it. */
  @Post()
  @ApiCreatedResponse({ type: ProgrammeView })
  async propose(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewProgrammeInput,
  ): Promise<ProgrammeView> {
    const { owner: ownerId, terms = {}, ...asked } = input;
    const wish = { recipients: null, ...given(terms), ...asked, ownerId };
    const answer = await this.programmes.propose(actor, communityId, wish);
    return ProgrammeView.of(answerOrThrow(answer).programme, true);
  }

  @Get()
  @ApiOkResponse({ type: ProgrammePage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProgrammePage> {
    const read = (after: string, most: number) => this.programmes.list(actor, communityId, after, most);
    const page = await answerList({ query, request, reply }, programmeCodeKind, read, ({ code }) => code);
    const items = page.items.map((each) => ProgrammeView.of(each, this.programmes.isInside(actor, each)));
    return { ...page, items };
  }

  /** The sheet: what was decided, and where the budget is now. */
  @Get(':programme')
  @ApiOkResponse({ type: SheetView })
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
  ): Promise<SheetView> {
    const sheet = await this.sheets.sheet(actor, communityId, code);
    return SheetView.of(sheet, this.programmes.isInside(actor, sheet.programme));
  }

  /** Every version: who proposed and who approved what, and when. */
  @Get(':programme/versions')
  @ApiOkResponse({ type: VersionListView })
  async versions(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
  ): Promise<VersionListView> {
    return { items: (await this.programmes.versions(actor, communityId, code)).map(VersionView.of) };
  }

  /** Proposes other terms; what is left out stays. */
  @Post(':programme/versions')
  @ApiCreatedResponse({ type: ProgrammeView })
  async change(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() input: TermsInput,
  ): Promise<ProgrammeView> {
    const answer = await this.programmes.change(actor, communityId, code, given(input));
    return ProgrammeView.of(answerOrThrow(answer).programme, true);
  }

  /** Approves or refuses the version that waits; never by who made it. */
  @Post(':programme/decisions')
  @ApiCreatedResponse({ type: ProgrammeView })
  async decide(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() { version, approve }: DecisionInput,
  ): Promise<ProgrammeView> {
    const answer = await this.programmes.decide(actor, communityId, code, version, approve);
    return ProgrammeView.of(answerOrThrow(answer).programme, true);
  }
}
