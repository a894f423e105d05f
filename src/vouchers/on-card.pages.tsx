import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { photoMax } from '../api/photos.js';
import { readScan } from '../api/scan.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { newUuid } from '../database/ids.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { isOverForEver, onceEach, readCardShown, readPile, readShown, writeShown } from './pile.js';
import { OnCardForm, TakenQuery } from './taking.input.js';
import { VoucherFrames } from './voucher-frames.js';
import { VoucherGate } from './voucher-gate.service.js';
import type { Shown } from './voucher-finder.js';
import { OnCardDonePage, OnCardPage, type ScannedCard } from './views/on-card.js';
import { PilePage } from './views/pile.js';
import type { WordKey } from '../languages/languages.js';

/** Putting vouchers on somebody's card, on the device of a helper or of a place: card, voucher, yes (3A, S34). */
@ApiExcludeController()
@Controller('c/:community/vouchers-on-card')
export class OnCardPages {
  constructor(
    private readonly gate: VoucherGate,
    private readonly frames: VoucherFrames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async begin(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.gate.places.mustTake(actor, communityId);
    const frame = await this.frames.of(actor, request);
    sendPage(reply, <OnCardPage {...frame} path={pathOf(communityId)} />);
  }

  /** A card, a voucher, or both on one photograph. Nothing is changed yet, and no code stands in an address. */
  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.gate.places.mustTake(actor, communityId);
    const { texts, typed, fields } = await readScan(request);
    const { publicUrl } = this.config;
    const before = readPile(fields.codes ?? '', publicUrl);
    const pile = onceEach([...before, ...texts.flatMap((text) => readShown(text, publicUrl) ?? [])]);
    const shown = texts.map((text) => readCardShown(text, publicUrl)).find((each) => each !== undefined);
    const card = await this.cardOf(actor, communityId, shown ?? fields.card ?? '');
    const path = pathOf(communityId);
    const frame = await this.frames.of(actor, request, path);
    if (card !== undefined && pile.length > 0) return this.ask(actor, { ...frame, card, pile, reply });
    const wrong = whyNot({ texts, typed, shown, found: card !== undefined, some: pile.length > 0 });
    const codes = pile.map(writeShown).join(' ');
    const page = (
      <OnCardPage {...frame} {...{ path, codes }} {...(card && { card })} {...(wrong && { wrong })} />
    );
    sendPage(reply, page, wrong === undefined ? 200 : 422);
  }

  @Post('yes')
  async yes(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { order, codes, card: code }: OnCardForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const path = pathOf(communityId);
    const frame = await this.frames.of(actor, request, path);
    const card = await this.cardOf(actor, communityId, code);
    if (card === undefined) {
      return sendPage(
        reply,
        <OnCardPage {...frame} {...{ path, codes }} wrong="refusals.card_unknown" />,
        422,
      );
    }
    const pile = readPile(codes, this.config.publicUrl);
    const { serials, refused } = await this.gate.piles.take(actor, card.place, order, pile);
    if (serials.length > refused.length)
      return void reply.redirect(`${path}/done/${order}?s=${serials.join('.')}`, 303);
    const [first] = refused;
    if (first === undefined || isOverForEver(first.code))
      return this.ask(actor, { ...frame, card, pile, reply }, 422);
    sendPage(reply, <RefusedPage {...frame.frame} back={path} code={first.code} />, 422);
  }

  @Get('done/:order')
  async done(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('order', as(uuidKind)) order: string,
    @Query() { s = '' }: TakenQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const taken = await this.gate.piles.taken(actor, communityId, order, s.split('.'));
    const { frame } = await this.frames.of(actor, request);
    sendPage(reply, <OnCardDonePage {...{ frame, taken, order }} path={pathOf(communityId)} />);
  }

  private async ask(
    actor: Actor,
    asked: Awaited<ReturnType<VoucherFrames['of']>> & {
      readonly card: ScannedCard;
      readonly pile: readonly Shown[];
      readonly reply: FastifyReply;
    },
    status = 200,
  ): Promise<void> {
    const { card, pile, reply, ...frame } = asked;
    const { place, code } = card;
    const looked = await this.gate.piles.look(actor, place, pile);
    const path = pathOf(place.account.communityId);
    const page = (
      <PilePage {...frame} {...{ place, looked, path }} order={newUuid()} values={{ card: code }} />
    );
    sendPage(reply, page, status);
  }

  private async cardOf(actor: Actor, communityId: string, code: string): Promise<ScannedCard | undefined> {
    if (code === '') return undefined;
    const place = await this.gate.places.ofCard(actor, communityId, code);
    return place === undefined ? undefined : { code, place };
  }
}

function pathOf(communityId: string): string {
  return `/c/${communityId}/vouchers-on-card`;
}

/** Why there is nothing to ask yet; undefined where the way simply goes on. */
function whyNot(scan: {
  readonly texts: readonly string[];
  readonly typed: string;
  readonly shown: string | undefined;
  readonly found: boolean;
  /** Whether vouchers were read, now or before. */
  readonly some: boolean;
}): WordKey | undefined {
  if (scan.shown !== undefined) return scan.found ? undefined : 'refusals.card_unknown';
  if (scan.texts.length === 0) return 'scan.none';
  if (scan.some) return undefined;
  if (scan.typed !== '') return 'give.code_wrong';
  return 'vouchers.none_here';
}
