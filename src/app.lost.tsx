import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import type { Card } from './access/card.js';
import { CardStockService } from './access/card-stock.service.js';
import { CardsService } from './access/cards.service.js';
import { FormInput, IdField, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { readScan } from './api/scan.js';
import { Besides, type Asking } from './app.besides.js';
import { CardGivenPage, GiveCardPage, LostCardPage, type LostProps } from './app.desk.js';
import { Roster } from './app.roster.js';
import { cardIn } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import { words, type WordKey } from './languages/languages.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class BlockForm {
  @IdField()
  card!: string;
}

@FormInput()
class CardForm {
  @TextField({ max: 60 })
  card!: string;
}

/** A lost card: found by the drawing, ended, and a blank works in its place (U03). What the member has stays. */
@ApiExcludeController()
@Controller('helping/people/:person')
export class LostCardPages {
  constructor(
    private readonly besides: Besides,
    private readonly visitors: Visitors,
    private readonly roster: Roster,
    private readonly cards: CardsService,
    private readonly stock: CardStockService,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, <LostCardPage {...await this.page({ actor, request, reply }, personId)} />);
  }

  @Post('block')
  async block(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Body() { card }: BlockForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const held = await this.held(actor, personId);
    if (!held.some(({ id }) => id === card)) throw new ProblemError('not_found');
    const answer = await this.cards.block(actor, this.besides.communityOf(actor), card);
    // It was ended meanwhile: that is what was asked.
    if (answer.kind === 'refused' && answer.code !== 'card_not_in_use')
      return this.refuse(asking, answer.code);
    void reply.redirect(`/helping/people/${personId}`, 303);
  }

  /** The new card was scanned; nothing is changed yet. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const { texts } = await readScan(request);
    const card = texts.map(cardIn).find((each) => each !== undefined);
    if (card === undefined) return this.again(asking, personId, 'scan.none');
    const found = await this.cards.scanned(actor, this.besides.communityOf(actor), card);
    if (found === undefined) return this.again(asking, personId, 'refusals.no_such_card');
    if (found.state !== 'blank') return this.again(asking, personId, 'refusals.card_not_blank');
    sendPage(reply, <GiveCardPage {...await this.page(asking, personId)} card={card} />);
  }

  @Post('give')
  async give(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Body() { card }: CardForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = this.besides.communityOf(actor);
    const blank = await this.cards.scanned(actor, communityId, card);
    if (blank === undefined) return this.refuse(asking, 'no_such_card');
    const done = `/helping/people/${personId}/given`;
    // The same yes again finds the card with the one to whom it was given.
    if (blank.partyId === personId && blank.state === 'active') return void reply.redirect(done, 303);
    const [last] = (await this.held(actor, personId)).filter(({ state }) => state === 'blocked');
    const answer =
      last === undefined
        ? await this.cards.enrol(actor, communityId, blank.id, { partyId: personId, secret: null })
        : await this.cards.replace(actor, communityId, last.id, blank.id);
    if (answer.kind === 'refused') return this.refuse(asking, answer.code);
    void reply.redirect(done, 303);
  }

  @Get('given')
  async given(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, <CardGivenPage {...await this.page({ actor, request, reply }, personId)} />);
  }

  private held(actor: Actor, partyId: string): Promise<Card[]> {
    return this.stock.list(actor, this.besides.communityOf(actor), { partyId, after: '', limit: 50 });
  }

  private async again(asking: Asking, personId: string, wrong: WordKey): Promise<void> {
    sendPage(asking.reply, <LostCardPage {...await this.page(asking, personId)} wrong={wrong} />, 422);
  }

  private async page({ actor, request }: Asking, personId: string): Promise<LostProps> {
    const communityId = this.besides.communityOf(actor);
    const face = await this.roster.face(actor, communityId, personId);
    if (face === undefined) throw new ProblemError('not_found');
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const active = (await this.held(actor, personId)).find(({ state }) => state === 'active');
    return { frame: { ...frame, here: undefined }, csrf, face, blockable: active?.id ?? null };
  }

  private async refuse({ actor, request, reply }: Asking, code: string): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const ways = [
      { icon: 'back', label: words(frame.language).t('buttons.back'), href: '/helping' },
    ] as const;
    sendPage(reply, <RefusedPage {...frame} here={undefined} {...{ code, ways }} />, 422);
  }
}
