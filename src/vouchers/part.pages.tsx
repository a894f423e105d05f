import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
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
import { readAmount, type Amount } from '../ledger/amount.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { readCardShown, readPile } from './pile.js';
import { PartForm, PartYesForm } from './taking.input.js';
import type { Shown } from './voucher-finder.js';
import { VoucherFrames, type VoucherFrame } from './voucher-frames.js';
import { VoucherParts } from './voucher-parts.service.js';
import { VoucherPlaces, type PlaceToTake } from './voucher-places.service.js';
import { PartAmountPage, PartCardPage, PartConfirmPage, PartDonePage } from './views/part.js';
import { partPath } from './views/part-offer.js';
import { stationPath } from './views/station.js';

interface Parting extends VoucherFrame {
  readonly actor: Actor;
  readonly place: PlaceToTake;
  readonly reply: FastifyReply;
}

interface Looked extends Parting {
  readonly shown: Shown;
  readonly codes: string;
  readonly worth: Amount;
}

/** A part of a voucher at a shop, and the rest onto the card of who gave it: how much, the card, yes (U37, 3D). */
@ApiExcludeController()
@Controller('c/:community/vouchers/:account/part')
export class PartPages {
  constructor(
    private readonly places: VoucherPlaces,
    private readonly parts: VoucherParts,
    private readonly frames: VoucherFrames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whoever comes back to a page that was sent begins again: no code stands in an address. */
  @Get(['', 'card', 'yes'])
  async again(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.redirect(stationPath(await this.places.one(actor, communityId, accountId)), 303);
  }

  /** How much; and once that is known, the place to scan the card. */
  @Post()
  async amount(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { codes, amount, other = '' }: PartForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parting = await this.parting(actor, communityId, accountId, request, reply);
    const looked = await this.look(parting, codes);
    if (looked === undefined) return;
    if (amount === undefined && other.trim() === '') return sendPage(reply, <PartAmountPage {...looked} />);
    const said = other.trim() === '' ? amount : readAmount(other, parting.place.currency.scale);
    const wrong = whyNot(said, looked);
    if (wrong !== null) return sendPage(reply, <PartAmountPage {...looked} wrong={wrong} />, 422);
    sendPage(reply, <PartCardPage {...looked} amount={said!} />);
  }

  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async card(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parting = await this.parting(actor, communityId, accountId, request, reply);
    const { texts, fields } = await readScan(request);
    const looked = await this.look(parting, fields.codes ?? '');
    if (looked === undefined) return;
    const amount = /^\d{1,16}$/.test(fields.amount ?? '') ? BigInt(fields.amount!) : undefined;
    const wrong = whyNot(amount, looked);
    if (wrong !== null) return sendPage(reply, <PartAmountPage {...looked} wrong={wrong} />, 422);
    const { publicUrl } = this.config;
    const code = texts.map((text) => readCardShown(text, publicUrl)).find((each) => each !== undefined);
    const place = code === undefined ? undefined : await this.places.ofCard(actor, communityId, code);
    if (code === undefined || place === undefined) {
      const why = code === undefined ? 'scan.none' : 'refusals.card_unknown';
      return sendPage(reply, <PartCardPage {...looked} amount={amount!} wrong={why} />, 422);
    }
    // Whose voucher it is, is judged now that the card is known.
    const again = await this.look(
      { ...parting, place: { ...parting.place, holder: place.face } },
      looked.codes,
    );
    if (again === undefined) return;
    const page = { ...again, amount: amount!, card: { code, place }, order: newUuid() };
    sendPage(reply, <PartConfirmPage {...page} />);
  }

  @Post('yes')
  async yes(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { codes, amount, card: code, order: orderId }: PartYesForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parting = await this.parting(actor, communityId, accountId, request, reply);
    const { place } = parting;
    const [shown] = readPile(codes, this.config.publicUrl);
    const card = await this.places.ofCard(actor, communityId, code);
    if (shown === undefined || card === undefined)
      return this.refuse(parting, shown === undefined ? 'voucher_unknown' : 'card_unknown');
    const answer = await this.parts.take(actor, place, card, { orderId, shown, amount });
    if (answer.kind !== 'posted') return this.refuse(parting, answer.code);
    const path = partPath({ communityId, accountId });
    void reply.redirect(`${path}/done/${orderId}`, 303);
  }

  @Get('done/:order')
  async done(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('order', as(uuidKind)) order: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { place, frame } = await this.parting(actor, communityId, accountId, request, reply);
    const taken = await this.parts.taken(place, order);
    sendPage(reply, <PartDonePage {...{ frame, place, taken }} />);
  }

  /** @returns undefined when it was answered already why no part of it can be taken */
  private async look(parting: Parting, text: string): Promise<Looked | undefined> {
    const [shown] = readPile(text, this.config.publicUrl);
    const { actor, place } = parting;
    const looked = shown === undefined ? undefined : await this.parts.look(actor, place, shown);
    if (looked?.kind === 'part') return { ...parting, shown: shown!, codes: text, worth: looked.worth };
    this.refuse(parting, looked?.code ?? 'voucher_unknown');
    return undefined;
  }

  /** Why not, and the way back to the place: the whole voucher may still be taken there. */
  private refuse({ frame, place, reply }: Parting, code: string): void {
    const back = stationPath(place);
    sendPage(reply, <RefusedPage {...frame} {...{ back, code }} />, 422);
  }

  private async parting(
    actor: Actor,
    communityId: string,
    accountId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Parting> {
    const place = await this.places.one(actor, communityId, accountId);
    const here = request.method === 'GET' ? request.url : stationPath(place);
    return { ...(await this.frames.of(actor, request, here)), actor, place, reply };
  }
}

/** What is wrong with an amount as a part of a voucher; null when nothing is. */
function whyNot(amount: Amount | undefined, { worth, place }: Looked): WordKey | null {
  if (amount === undefined || amount <= 0n) return 'errors.amount_wrong';
  if (amount >= worth) return 'vouchers.part_less';
  return amount % place.currency.step === 0n ? null : 'errors.amount_wrong';
}
