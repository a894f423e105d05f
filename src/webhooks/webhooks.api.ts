import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind, uuidKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, PageQuery, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import {
  MadeWebhookView,
  NewWebhookInput,
  PingView,
  ReplayInput,
  WebhookList,
  WebhookTryPage,
  WebhookTryView,
  WebhookView,
} from './webhooks.input.js';
import { WebhooksService } from './webhooks.service.js';

/** Programs elsewhere that are told what was booked, signed as Standard Webhooks 1.0. */
@Controller('api/v1/communities/:community/webhooks')
export class WebhooksApi {
  constructor(private readonly webhooks: WebhooksService) {}

  /** Has an address told. The answer holds its secret, this once. */
  @Post()
  @ApiCreatedResponse({ type: MadeWebhookView })
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { url, kinds, after }: NewWebhookInput,
  ): Promise<MadeWebhookView> {
    const wish = { url, kinds, after: after === undefined ? undefined : BigInt(after) };
    const { webhook, secret } = answerOrThrow(await this.webhooks.make(actor, communityId, wish));
    return { ...WebhookView.of(webhook), secret };
  }

  @Get()
  @ApiOkResponse({ type: WebhookList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
  ): Promise<WebhookList> {
    return { items: (await this.webhooks.list(actor, communityId)).map((each) => WebhookView.of(each)) };
  }

  @Delete(':webhook')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('webhook', as(idKind)) id: string,
  ): Promise<void> {
    answerOrThrow(await this.webhooks.remove(actor, communityId, id));
  }

  @Post(':webhook/pause')
  @HttpCode(200)
  @ApiOkResponse({ type: WebhookView })
  async pause(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('webhook', as(idKind)) id: string,
  ): Promise<WebhookView> {
    return WebhookView.of(answerOrThrow(await this.webhooks.pause(actor, communityId, id)).webhook);
  }

  @Post(':webhook/resume')
  @HttpCode(200)
  @ApiOkResponse({ type: WebhookView })
  async resume(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('webhook', as(idKind)) id: string,
  ): Promise<WebhookView> {
    return WebhookView.of(answerOrThrow(await this.webhooks.resume(actor, communityId, id)).webhook);
  }

  /** Tells it everything again from a position on, under the same ids. */
  @Post(':webhook/replay')
  @HttpCode(200)
  @ApiOkResponse({ type: WebhookView })
  async replay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('webhook', as(idKind)) id: string,
    @Body() { after }: ReplayInput,
  ): Promise<WebhookView> {
    const answer = await this.webhooks.replay(actor, communityId, id, BigInt(after));
    return WebhookView.of(answerOrThrow(answer).webhook);
  }

  /** Sends it a test, and says how that ended. */
  @Post(':webhook/ping')
  @HttpCode(200)
  @ApiOkResponse({ type: PingView })
  async ping(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('webhook', as(idKind)) id: string,
  ): Promise<PingView> {
    const { outcome, status } = answerOrThrow(await this.webhooks.ping(actor, communityId, id));
    return { outcome, status };
  }

  /** What was tried, newest first: when, how long, with which answer. */
  @Get(':webhook/deliveries')
  @ApiOkResponse({ type: WebhookTryPage })
  async deliveries(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('webhook', as(idKind)) id: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookTryPage> {
    const [after] = (readCursor(query.after, [uuidKind]) ?? []) as [string?];
    const limit = limitOf(query);
    const found = await this.webhooks.tries(actor, communityId, id, { after, limit: limit + 1 });
    if (found === undefined) throw new ProblemError('not_found');
    const page = pageOf(found, limit, (one) => [one.id]);
    const items = page.items.map((one) => WebhookTryView.of(one));
    return answerPage(request, reply, { items, next: page.next });
  }
}
