import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageMax, pageOf, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { CurrentActor } from './access.guard.js';
import { communityKind } from './access.input.js';
import type { Actor } from './actor.js';
import { CardStockService } from './card-stock.service.js';
import {
  BlanksInput,
  BlanksView,
  BlankView,
  CardPage,
  CardQuery,
  CardView,
  EnrolInput,
  ReplaceInput,
  ScannedInput,
  SecretInput,
} from './cards.input.js';
import { CardsService, type CardAnswer } from './cards.service.js';

/** The cards of a community, for helpers and stewards. What opens a card is on its sheet only, and in no answer here. */
@Controller('api/v1/communities/:community/cards')
export class CardsApi {
  constructor(
    private readonly stock: CardStockService,
    private readonly cards: CardsService,
  ) {}

  /** Makes blank cards. */
  @Post()
  @ApiCreatedResponse({ type: BlanksView })
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Body() { count }: BlanksInput,
  ): Promise<BlanksView> {
    const { blanks } = answerOrThrow(await this.stock.make(actor, communityId, count));
    return { items: blanks.map(BlankView.of) };
  }

  @Get()
  @ApiOkResponse({ type: CardPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Query() query: CardQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardPage> {
    const [after] = (readCursor(query.after, [idKind]) ?? ['']) as string[];
    const { state, partyId } = query;
    // Of one person there are few, and they come all at once.
    const limit = partyId === undefined ? limitOf(query) : pageMax;
    const cards = await this.stock.list(actor, communityId, {
      ...{ after: after!, limit: limit + 1 },
      ...(state !== undefined && { state }),
      ...(partyId !== undefined && { partyId }),
    });
    const page = answerPage(
      request,
      reply,
      pageOf(cards, limit, ({ id }) => [id]),
    );
    return { ...page, items: page.items.map(CardView.of) };
  }

  /** The card behind a scanned code, whatever its state. */
  @Post('scanned')
  @HttpCode(200)
  @ApiOkResponse({ type: CardView })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Body() { token }: ScannedInput,
  ): Promise<CardView> {
    const card = await this.cards.scanned(actor, communityId, token);
    if (card === undefined) throw new ProblemError('not_found');
    return CardView.of(card);
  }

  /** Gives a blank to a person. */
  @Post(':id/enrol')
  @HttpCode(200)
  @ApiOkResponse({ type: CardView })
  async enrol(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() { partyId, secret }: EnrolInput,
  ): Promise<CardView> {
    return viewOf(await this.cards.enrol(actor, communityId, id, { partyId, secret }));
  }

  @Post(':id/block')
  @HttpCode(200)
  @ApiOkResponse({ type: CardView })
  async block(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<CardView> {
    return viewOf(await this.cards.block(actor, communityId, id));
  }

  /** A lost card: it ends, and the blank works in its place with the same secret. */
  @Post(':id/replace')
  @HttpCode(200)
  @ApiOkResponse({ type: CardView })
  async replace(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() { blankId }: ReplaceInput,
  ): Promise<CardView> {
    return viewOf(await this.cards.replace(actor, communityId, id, blankId));
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOkResponse({ type: CardView })
  async close(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<CardView> {
    return viewOf(await this.cards.close(actor, communityId, id));
  }

  @Post(':id/secret')
  @HttpCode(200)
  @ApiOkResponse({ type: CardView })
  async setSecret(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() { secret }: SecretInput,
  ): Promise<CardView> {
    return viewOf(await this.cards.setSecret(actor, communityId, id, secret));
  }
}

function viewOf(answer: CardAnswer): CardView {
  return CardView.of(answerOrThrow(answer).card);
}
