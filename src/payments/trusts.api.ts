import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { answerBooked, BookedView } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { languageOf } from '../web/language-choice.js';
import {
  NewTrustInput,
  ShownSecretInput,
  TrustList,
  TrustPaymentInput,
  TrustPurseList,
  TrustPurseView,
  TrustView,
} from './trusts.input.js';
import { TrustsService, type NewTrust, type ShownSecret, type TrustAnswer } from './trusts.service.js';
import { trustView } from './views/trust.js';

/** One other person whom a member lets look at their purse, or pay a little out of it each week. */
@Controller('api/v1/communities/:community/trusts')
export class TrustsApi {
  constructor(
    private readonly trusts: TrustsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Gives it for three months, to one person at a time. */
  @Post()
  @ApiCreatedResponse({ type: TrustView })
  async give(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewTrustInput,
    @Req() request: FastifyRequest,
  ): Promise<TrustView> {
    const shown = shownIn(input);
    return this.view(await this.trusts.give(actor, communityId, wishIn(input), shown), request);
  }

  /** Whom one trusts and who trusts one, newest first. */
  @Get()
  @ApiOkResponse({ type: TrustList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
  ): Promise<TrustList> {
    const found = await this.trusts.list(actor, communityId);
    return { items: found.map((seen) => trustView(seen, languageOf(request))) };
  }

  /** Three months more, from now. */
  @Post(':id/renew')
  @HttpCode(200)
  @ApiOkResponse({ type: TrustView })
  async renew(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() input: ShownSecretInput,
    @Req() request: FastifyRequest,
  ): Promise<TrustView> {
    return this.view(await this.trusts.renew(actor, communityId, id, shownIn(input)), request);
  }

  /** Ends it at once, by either of the two. */
  @Post(':id/end')
  @HttpCode(200)
  @ApiOkResponse({ type: TrustView })
  async end(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() input: ShownSecretInput,
    @Req() request: FastifyRequest,
  ): Promise<TrustView> {
    return this.view(await this.trusts.end(actor, communityId, id, shownIn(input)), request);
  }

  /** What the member who trusts one has. They can read who looked. */
  @Get(':id/purses')
  @ApiOkResponse({ type: TrustPurseList })
  async look(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<TrustPurseList> {
    const { items } = answerOrThrow(await this.trusts.look(actor, communityId, id));
    return { items: items.map(TrustPurseView.of) };
  }

  /** Pays out of the purse of the member who trusts one, within what they said for a week. */
  @Post(':id/payments')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @IdempotencyKey() orderId: string,
    @Body() input: TrustPaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.trusts.pay(actor, communityId, id, { ...input, orderId });
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  private view(answer: TrustAnswer, request: FastifyRequest): TrustView {
    return trustView(answerOrThrow(answer).seen, languageOf(request));
  }
}

function wishIn({ person, personCard, gives, currency, perWeek }: NewTrustInput): NewTrust {
  if ((person === undefined) === (personCard === undefined))
    throw new ProblemError('invalid_input', { errors: [{ pointer: '/person', code: 'missing' }] });
  const who = person !== undefined ? { personId: person } : { card: tokenOf(personCard!) };
  const isLimited = currency !== undefined && perWeek !== undefined;
  return { who, gives, ...(isLimited && { perWeek: { currency, amount: perWeek } }) };
}

function shownIn({ card, secret }: ShownSecretInput): ShownSecret | undefined {
  if (card === undefined) return undefined;
  return { card: { token: tokenOf(card) }, secret: secret ?? '' };
}

/** The token alone, or the whole address that a QR code says. */
function tokenOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
