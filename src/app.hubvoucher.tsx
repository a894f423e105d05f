import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { FormInput, TextField, UuidField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { PutPage, voucherPath } from './app.hubbed.js';
import { HubHome } from './app.hubhome.js';
import { Hubs, mePath, type AtHub } from './app.hubs.js';
import type { Config } from './config.js';
import { CONFIG } from './database/database.module.js';
import { newUuid } from './database/ids.js';
import { words } from './languages/languages.js';
import { isOverForEver, onceEach, readPile, readShown } from './vouchers/pile.js';
import { CodesForm } from './vouchers/taking.input.js';
import { PilePage } from './vouchers/views/pile.js';
import type { Shown } from './vouchers/voucher-finder.js';
import { VoucherPiles } from './vouchers/voucher-piles.service.js';
import { VoucherPlaces, type PlaceToTake } from './vouchers/voucher-places.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class PutForm extends CodesForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** The visit for which it was shown: at a device for everybody it is nobody else's yes. */
  @TextField({ max: 40 })
  visit!: string;

  @UuidField()
  order!: string;
}

/** A voucher on the card that was shown at a kiosk: card, voucher, yes (3A). Who looks after the kiosk takes it in. */
@Public()
@ApiExcludeController()
@Controller('hub/me/voucher')
export class HubVoucherPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly home: HubHome,
    private readonly places: VoucherPlaces,
    private readonly piles: VoucherPiles,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  back(@Res() reply: FastifyReply): void {
    void reply.redirect(mePath, 303);
  }

  /** A voucher was scanned, or several on one photograph. Nothing is changed yet. */
  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { texts, fields } = await readScan(request);
    const here = await this.hubs.at({ request, reply }, { token: fields._csrf });
    if (here === undefined) return;
    if (fields.visit !== here.visitId) return void reply.redirect(mePath, 303);
    const pile = onceEach(texts.flatMap((text) => readShown(text, this.config.publicUrl) ?? []));
    const noVoucher = texts.length === 0 ? 'scan.none' : 'vouchers.none_here';
    const place = pile.length === 0 ? undefined : await this.placeOf(here);
    if (place === undefined) return this.home.show(reply, here, { noVoucher });
    await this.ask(reply, here, place, pile);
  }

  /** The same yes once more books nothing twice. */
  @Post('yes')
  async yes(
    @Body() form: PutForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply }, { token: form._csrf });
    if (here === undefined) return;
    const place = form.visit === here.visitId ? await this.placeOf(here) : undefined;
    if (place === undefined) return void reply.redirect(mePath, 303);
    const { actor, communityId } = here.kiosk;
    const pile = readPile(form.codes, this.config.publicUrl);
    const { serials, refused } = await this.piles.take(actor, place, form.order, pile);
    if (serials.length > refused.length) {
      const { worth, left } = await this.piles.taken(actor, communityId, form.order, serials);
      const { scale, token: unit } = place.currency;
      const gift = { way: 'in', order: form.order, amount: String(worth), scale, unit, left } as const;
      const cookie = this.hubs.kiosks.cookieFor(request, { visit: here.visitId, gift });
      void reply.removeHeader('set-cookie').header('set-cookie', cookie);
      return void reply.redirect(`${voucherPath}/done`, 303);
    }
    const [first] = refused;
    if (first === undefined || isOverForEver(first.code)) return this.ask(reply, here, place, pile, 422);
    const { frame } = here.page;
    const ways = [{ icon: 'back', label: words(frame.language).t('buttons.back'), href: mePath }] as const;
    sendPage(reply, <RefusedPage {...frame} code={first.code} ways={ways} />, 422);
  }

  @Get('done')
  async done(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const here = await this.hubs.at({ request, reply });
    if (here === undefined) return;
    const { gift } = here.kiosk;
    if (gift?.way !== 'in') return void reply.redirect(mePath, 303);
    sendPage(reply, <PutPage {...here.page} gift={gift} />);
  }

  /** What it is worth, and yes or no; what was used before is there to talk about. */
  private async ask(
    reply: FastifyReply,
    { kiosk, page, timeZone, visitId }: AtHub,
    place: PlaceToTake,
    pile: readonly Shown[],
    status = 200,
  ): Promise<void> {
    const looked = await this.piles.look(kiosk.actor, place, pile);
    const props = { ...page, timeZone, place, looked, path: voucherPath, order: newUuid() };
    sendPage(reply, <PilePage {...props} values={{ visit: visitId }} />, status);
  }

  private placeOf({ kiosk, communityId, seen }: AtHub): Promise<PlaceToTake | undefined> {
    return this.places.ofHolder(kiosk.actor, communityId, seen.visit.memberId);
  }
}
