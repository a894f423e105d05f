import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { SecretForm, secretIn, tappedIn } from './access/secret-form.js';
import { LockedCardPage } from './access/views/card.js';
import { AmountField, FormInput, TextField, UuidField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { Hubs, hubPath, mePath, type AtHub, type Knocking } from './app.hubs.js';
import { pathOfScan } from './app.scanning.js';
import {
  SpendAmountPage,
  SpendPage,
  SpendScanPage,
  SpendSecretPage,
  type SpendProps,
  type Spending,
} from './app.spent.js';
import type { Config } from './config.js';
import { CONFIG } from './database/database.module.js';
import { newUuid } from './database/ids.js';
import { words, type WordKey } from './languages/languages.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class HubAmountForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 60 })
  token!: string;

  @AmountField()
  amount!: bigint;
}

@FormInput()
class HubSpendForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 60 })
  token!: string;

  @UuidField()
  order!: string;

  @AmountField()
  amount!: bigint;
}

interface Again {
  readonly order?: string;
  readonly tapped?: readonly string[];
  readonly wrong?: boolean;
}

/** Giving at a kiosk, out of the purse of the card that was shown; after it the kiosk waits again. */
@Public()
@ApiExcludeController()
@Controller('hub/me/pay')
export class HubPayPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly visits: CardVisitsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const here = await this.hubs.at({ request, reply });
    if (here !== undefined) sendPage(reply, <SpendScanPage {...here.page} />);
  }

  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { texts, fields } = await readScan(request);
    const here = await this.hubs.at({ request, reply }, { token: fields._csrf });
    if (here === undefined) return;
    const token = texts.flatMap((text) => this.codeIn(text) ?? [])[0];
    const wrong: WordKey = texts.length === 0 ? 'scan.none' : 'give.code_wrong';
    if (token === undefined) return sendPage(reply, <SpendScanPage {...here.page} wrong={wrong} />, 422);
    return this.show({ request, reply }, here, { token });
  }

  @Post('amount')
  async chosen(
    @Body() form: HubAmountForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply }, { token: form._csrf });
    if (here !== undefined) await this.show({ request, reply }, here, form);
  }

  @Post('yes')
  async pay(
    @Body() form: HubSpendForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const knocking = { request, reply };
    const here = await this.hubs.at(knocking, { token: form._csrf });
    if (here === undefined) return;
    const { token, order, amount } = form;
    const tapped = tappedIn(form);
    const secret = secretIn(form) ?? null;
    if (secret === null && tapped.length > 0) return this.askSecret(knocking, here, form, { order, tapped });
    const { kiosk, communityId, visitId } = here;
    // Looked at before it is booked, for the page that says what was given.
    const look = await this.visits.look(kiosk.actor, communityId, visitId, { code: token, amount });
    if (look.kind === 'refused') return this.refuse(knocking, here, look.code);
    const wish = { orderId: order, code: token, amount, secret };
    const answer = await this.visits.pay(kiosk.actor, communityId, visitId, wish);
    if (answer.kind === 'posted') {
      await this.visits.end(kiosk.actor, communityId, visitId);
      const { scale, token: unit } = look.currency;
      const gift = { amount: String(amount), scale, unit };
      const cookie = this.hubs.kiosks.cookieFor(request, { visit: null, gift });
      return void reply
        .removeHeader('set-cookie')
        .header('set-cookie', cookie)
        .redirect(`${hubPath}/done`, 303);
    }
    // A refused order stays refused: with the secret it is asked anew.
    if (answer.code === 'secret_needed' || answer.code === 'over_card_limit')
      return this.askSecret(knocking, here, form);
    if (answer.code === 'secret_wrong') return this.askSecret(knocking, here, form, { order, wrong: true });
    this.refuse(knocking, here, answer.code);
  }

  /** The token of a payment code of ours, scanned as an address or typed. */
  private codeIn(text: string): string | undefined {
    const path = pathOfScan(text, this.config.publicUrl);
    return path?.startsWith('/p/') === true ? path.slice(3) : undefined;
  }

  private async show(knocking: Knocking, here: AtHub, spending: Spending): Promise<void> {
    const page = await this.page(knocking, here, spending);
    if (page === undefined) return;
    const Shown = page.look.amount === null ? SpendAmountPage : SpendPage;
    sendPage(knocking.reply, <Shown {...page} />);
  }

  private async askSecret(
    knocking: Knocking,
    here: AtHub,
    spending: Spending,
    { order = newUuid(), tapped = [], wrong = false }: Again = {},
  ): Promise<void> {
    const page = await this.page(knocking, here, spending);
    if (page === undefined) return;
    sendPage(knocking.reply, <SpendSecretPage {...page} {...{ order, tapped, wrong }} />, wrong ? 422 : 200);
  }

  /** Undefined after the page that says why not. */
  private async page(
    knocking: Knocking,
    here: AtHub,
    { token, amount }: Spending,
  ): Promise<SpendProps | undefined> {
    const { kiosk, communityId, visitId, page, community } = here;
    const asked = { code: token, ...(amount !== undefined && { amount }) };
    const look = await this.visits.look(kiosk.actor, communityId, visitId, asked);
    if (look.kind !== 'refused') return { ...page, token, look, community };
    this.refuse(knocking, here, look.code);
    return undefined;
  }

  private refuse({ reply }: Knocking, { page: { frame } }: AtHub, code: string): void {
    if (code === 'locked') return sendPage(reply, <LockedCardPage language={frame.language} />, 403);
    const label = words(frame.language).t('buttons.back');
    sendPage(
      reply,
      <RefusedPage {...frame} code={code} ways={[{ icon: 'back', label, href: mePath }]} />,
      422,
    );
  }
}
