import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { FormInput, TextField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { Hubs, hubPath, mePath, type AtHub, type Knocking } from './app.hubs.js';
import type { Kiosk } from './app.kiosks.js';
import { SpendAmountForm, SpendForm, Spendings, type Spender } from './app.spends.js';
import type { Booked } from './books/answers.js';
import { ExchangesReading } from './books/exchanges.reading.js';
import { CurrenciesService } from './communities/currencies.service.js';

@FormInput()
class PotForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;
}

/** Giving at a kiosk, out of the purse of the card that was shown; after it the kiosk waits again. */
@Public()
@ApiExcludeController()
@Controller('hub/me/pay')
export class HubPayPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly spendings: Spendings,
    private readonly exchanges: ExchangesReading,
    private readonly currencies: CurrenciesService,
  ) {}

  @Get()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const here = await this.hubs.at({ request, reply });
    if (here !== undefined) await this.spendings.begin(spenderAt(here, reply));
  }

  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { texts, fields } = await readScan(request);
    const here = await this.hubs.at({ request, reply }, { token: fields._csrf });
    if (here !== undefined) await this.spendings.scanned(spenderAt(here, reply), texts);
  }

  @Post('pot')
  async toPot(
    @Body() { _csrf }: PotForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply }, { token: _csrf });
    if (here !== undefined) await this.spendings.toPot(spenderAt(here, reply));
  }

  @Post('amount')
  async chosen(
    @Body() form: SpendAmountForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply }, { token: form._csrf });
    if (here !== undefined) await this.spendings.show(spenderAt(here, reply), form);
  }

  @Post('yes')
  async pay(
    @Body() form: SpendForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const knocking = { request, reply };
    const kiosk = await this.hubs.meant(request, form._csrf);
    if (kiosk === undefined) return void reply.redirect(hubPath, 303);
    const here = kiosk.visitId === form.visit ? await this.hubs.inFront(knocking, kiosk) : undefined;
    if (here === undefined) return this.again(knocking, kiosk, form);
    const booked = await this.spendings.pay(spenderAt(here, reply), form);
    if (booked !== undefined) await this.thank(knocking, kiosk, form, booked);
  }

  /** The visit ended with the first tap: the next one shows the same. Whoever is in front by now is left alone. */
  private async again(knocking: Knocking, kiosk: Kiosk, form: SpendForm): Promise<void> {
    const isOther = kiosk.visitId !== null && kiosk.visitId !== form.visit;
    if (isOther) return void knocking.reply.redirect(mePath, 303);
    if (kiosk.gift?.order === form.order) return void knocking.reply.redirect(`${hubPath}/done`, 303);
    const booked = await this.spendings.paidBefore(kiosk, form);
    if (booked === undefined) return void knocking.reply.redirect(hubPath, 303);
    await this.thank(knocking, kiosk, form, booked);
  }

  /** What was given goes on in the kiosk's own cookie, for the page that says so. */
  private async thank(
    { request, reply }: Knocking,
    { actor, communityId }: Kiosk,
    { visit, order }: SpendForm,
    { exchangeId }: Booked,
  ): Promise<void> {
    const [, [transfer]] = await Promise.all([
      this.hubs.end(actor, communityId, visit),
      this.exchanges.transfersOf(communityId, exchangeId),
    ]);
    const { amount, currency } = transfer!;
    const { scale, token: unit } = (await this.currencies.find(communityId, currency))!;
    const gift = { way: 'out', order, amount: String(amount), scale, unit } as const;
    const cookie = this.hubs.kiosks.cookieFor(request, { visit: null, gift });
    void reply.removeHeader('set-cookie').header('set-cookie', cookie).redirect(`${hubPath}/done`, 303);
  }
}

function spenderAt({ kiosk, communityId, visitId, page }: AtHub, reply: FastifyReply): Spender {
  const { actor: helper, openSince } = kiosk;
  return { helper, communityId, visitId, page, reply, ...(openSince !== null && { openSince }) };
}
