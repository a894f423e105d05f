import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind, uuidKind } from '../api/kinds.js';
import { photoMax } from '../api/photos.js';
import { readScan } from '../api/scan.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { newUuid } from '../database/ids.js';
import type { WordKey } from '../languages/languages.js';
import { sendPage } from '../web/page-answer.js';
import { isOverForEver, onceEach, readCardShown, readPile, readShown, writeShown } from './pile.js';
import { CodesForm, PileForm, TakenQuery } from './taking.input.js';
import { VoucherFrames, type VoucherFrame } from './voucher-frames.js';
import { VoucherGate } from './voucher-gate.service.js';
import type { Shown } from './voucher-finder.js';
import type { PlaceToTake } from './voucher-places.service.js';
import {
  HolderPage,
  NotTakenPage,
  NumberPage,
  StationPage,
  stationPath,
  type StationWrong,
} from './views/station.js';
import { PilePage } from './views/pile.js';
import { VoucherPage } from './views/voucher.js';

interface Taking extends VoucherFrame {
  readonly actor: Actor;
  readonly place: PlaceToTake;
  readonly reply: FastifyReply;
}

/** Taking vouchers for a group: scan, accept, and the next one; or a whole table of them with one yes (3B, 3D). */
@ApiExcludeController()
@Controller('c/:community/vouchers/:account')
export class TakingVouchersPages {
  constructor(
    private readonly gate: VoucherGate,
    private readonly frames: VoucherFrames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async station(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const taking = await this.taking(actor, communityId, accountId, request, reply);
    sendPage(reply, <StationPage {...taking} host={this.host} />);
  }

  /** For where no camera works: the number and the six digits, each in a field. */
  @Get('number')
  async number(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const taking = await this.taking(actor, communityId, accountId, request, reply);
    sendPage(reply, <NumberPage {...taking} />);
  }

  /** One voucher, or as many as are on the photograph. Nothing is changed yet, and no code stands in an address. */
  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const taking = await this.taking(actor, communityId, accountId, request, reply);
    const { texts, typed, fields } = await readScan(request);
    const { publicUrl } = this.config;
    const before = readPile(fields.codes ?? '', publicUrl);
    const inTwo = fields.serial === undefined ? [] : [`${fields.serial} ${fields.check ?? ''}`];
    const pile = onceEach([...inTwo, ...texts].flatMap((text) => readShown(text, publicUrl) ?? []));
    const [first] = pile;
    if (before.length > 0 && first === undefined) return this.withCard(taking, texts, before);
    if (first === undefined) {
      const nothing = texts.length + inTwo.length === 0;
      const why = typed !== '' ? 'give.code_wrong' : nothing ? 'scan.none' : 'vouchers.none_here';
      return this.again(taking, { why, typed });
    }
    return pile.length === 1 ? this.one(taking, first) : this.many(taking, pile);
  }

  /** What was kept on a device while there was no network. */
  @Post('many')
  async kept(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { codes }: CodesForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const taking = await this.taking(actor, communityId, accountId, request, reply);
    const pile = readPile(codes, this.config.publicUrl);
    return pile.length === 0 ? this.again(taking, { why: 'scan.none', typed: '' }) : this.many(taking, pile);
  }

  @Post('yes')
  async yes(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { order, codes, card }: PileForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const plain = await this.taking(actor, communityId, accountId, request, reply);
    const pile = readPile(codes, this.config.publicUrl);
    const place =
      card === undefined ? plain.place : await this.gate.places.withHolder(actor, plain.place, card);
    if (place === undefined) return this.askCard(plain, pile, { wrong: 'refusals.card_unknown' });
    const taking = { ...plain, place };
    const { serials, refused } = await this.gate.piles.take(actor, taking.place, order, pile);
    if (serials.length > refused.length) {
      const path = `${stationPath(taking.place)}/done/${order}?s=${serials.join('.')}`;
      return void reply.redirect(path, 303);
    }
    const [first] = refused;
    // Somebody was quicker, or it is over: the same page tells, with no name.
    if (first === undefined || isOverForEver(first.code))
      return this.many(taking, pile, { status: 422, refused: order });
    sendPage(reply, <NotTakenPage {...taking} {...{ order }} code={first.code} />, 422);
  }

  /** Where a browser asks again for what it sent without a network: the place says what was not sent yet. */
  @Get(['yes', 'many'])
  async asked(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.redirect(stationPath(await this.gate.places.one(actor, communityId, accountId)), 303);
  }

  /** What came in, above the place for the next. */
  @Get('done/:order')
  async done(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('order', as(uuidKind)) order: string,
    @Query() { s = '' }: TakenQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const taking = await this.taking(actor, communityId, accountId, request, reply);
    const taken = await this.gate.piles.taken(actor, communityId, order, s.split('.'));
    sendPage(reply, <StationPage {...taking} host={this.host} taken={{ ...taken, order }} />);
  }

  private async one(taking: Taking, shown: Shown): Promise<void> {
    const { actor, place, frame, csrf, reply } = taking;
    const look = await this.gate.looks.look(actor, place.account.communityId, shown);
    if (look.kind === 'refused') return this.again(taking, { why: 'refusals.voucher_unknown', typed: '' });
    if (look.stands?.code === 'voucher_not_yours')
      return this.askCard(taking, [shown], { part: look.batch.terms.restOnCard });
    const takers = look.takers.filter(({ accountId }) => accountId === place.account.id);
    const outlets = await this.gate.outlets.of(actor, look.batch);
    const path = stationPath(place);
    sendPage(
      reply,
      <VoucherPage
        {...{ ...frame, csrf, outlets }}
        back={path}
        station={path}
        path={`${path}/yes`}
        look={{ ...look, takers }}
        orderId={newUuid()}
        codes={writeShown(shown)}
      />,
    );
  }

  private async many(
    taking: Taking,
    pile: readonly Shown[],
    { status = 200, card, refused }: { status?: number; card?: string; refused?: string } = {},
  ): Promise<void> {
    const { actor, place } = taking;
    const looked = await this.gate.piles.look(actor, place, pile);
    const path = stationPath(place);
    const values: Record<string, string> = card === undefined ? {} : { card };
    const page = { ...taking, looked, path, values, ...(refused !== undefined && { refused }) };
    sendPage(taking.reply, <PilePage {...page} order={newUuid()} kept={path} />, status);
  }

  /** A voucher that is somebody's alone: their card is scanned beside it. */
  private askCard(
    taking: Taking,
    pile: readonly Shown[],
    more: { readonly wrong?: WordKey; readonly part?: boolean },
  ): void {
    const codes = pile.map(writeShown).join(' ');
    const page = <HolderPage {...taking} {...more} codes={codes} />;
    sendPage(taking.reply, page, more.wrong === undefined ? 200 : 422);
  }

  private async withCard(taking: Taking, texts: readonly string[], pile: readonly Shown[]): Promise<void> {
    const { publicUrl } = this.config;
    const card = texts.map((text) => readCardShown(text, publicUrl)).find((each) => each !== undefined);
    if (card === undefined) return this.askCard(taking, pile, { wrong: 'scan.none' });
    const place = await this.gate.places.withHolder(taking.actor, taking.place, card);
    if (place === undefined) return this.askCard(taking, pile, { wrong: 'refusals.card_unknown' });
    return this.many({ ...taking, place }, pile, { card });
  }

  private again(taking: Taking, wrong: StationWrong): void {
    sendPage(taking.reply, <StationPage {...taking} host={this.host} wrong={wrong} />, 422);
  }

  private get host(): string {
    return new URL(this.config.publicUrl).host;
  }

  private async taking(
    actor: Actor,
    communityId: string,
    accountId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Taking> {
    const place = await this.gate.places.one(actor, communityId, accountId);
    const here = request.method === 'GET' ? request.url : stationPath(place);
    return { ...(await this.frames.of(actor, request, here)), actor, place, reply };
  }
}
