import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { hasAlready } from '../api/etag.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { Clock } from '../database/clock.js';
import {
  NewRequestInput,
  RequestList,
  RequestQuery,
  RequestView,
  ShownRequestView,
} from './requests.input.js';
import { RequestsService, type ShownRequest } from './requests.service.js';

@Controller('api/v1/communities/:community/payment-requests')
export class RequestsApi {
  constructor(
    private readonly requests: RequestsService,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiCreatedResponse({ type: ShownRequestView })
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewRequestInput,
  ): Promise<ShownRequestView> {
    return this.view(answerOrThrow(await this.requests.make(actor, communityId, input)));
  }

  /** What one is asked and is still open, or what an account asks. Can be polled with If-None-Match. */
  @Get()
  @ApiOkResponse({ type: RequestList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: RequestQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestList | undefined> {
    const found = await this.find(actor, communityId, query);
    const now = this.clock.now();
    const items = found.map((each) => RequestView.of(each, now));
    const version = items.map(({ id, state }) => `${id} ${state}`).join();
    return hasAlready(request, reply, version) ? undefined : { items };
  }

  /** How a request stands, for who asked and who is asked. Can be polled with If-None-Match. */
  @Get(':id')
  @ApiOkResponse({ type: ShownRequestView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ShownRequestView | undefined> {
    const shown = await this.requests.show(actor, communityId, id);
    if (shown === undefined) throw new ProblemError('not_found');
    const view = this.view(shown);
    return hasAlready(request, reply, `${id} ${view.state}`) ? undefined : view;
  }

  /** Says no, or takes the request back. */
  @Post(':id/decline')
  @HttpCode(200)
  @ApiOkResponse({ type: RequestView })
  async decline(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<RequestView> {
    const answer = answerOrThrow(await this.requests.decline(actor, communityId, id));
    if (answer === undefined) throw new ProblemError('not_found');
    return RequestView.of(answer, this.clock.now());
  }

  private find(actor: Actor, communityId: string, { party, account, payerAccount }: RequestQuery) {
    if (account !== undefined) return this.requests.askedBy(actor, communityId, account);
    if (payerAccount !== undefined) return this.requests.openForAccount(actor, communityId, payerAccount);
    return this.requests.openFor(actor, communityId, party ?? actor.id);
  }

  private view({ request, url }: ShownRequest): ShownRequestView {
    return { ...RequestView.of(request, this.clock.now()), url };
  }
}
