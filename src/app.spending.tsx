import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { SecretForm, secretIn, tappedIn } from './access/secret-form.js';
import { LockedCardPage } from './access/views/card.js';
import { AmountField, FormInput, TextField, UuidField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { Besides, visitPath, type Asking, type Beside } from './app.besides.js';
import {
  SpendAmountPage,
  SpendPage,
  SpendScanPage,
  SpendSecretPage,
  type SpendProps,
  type Spending,
} from './app.spent.js';
import { pathOfScan } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import { CommunitiesService } from './communities/communities.service.js';
import type { Config } from './config.js';
import { CONFIG } from './database/database.module.js';
import { newUuid } from './database/ids.js';
import { words, type WordKey } from './languages/languages.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class AmountForm {
  @TextField({ max: 60 })
  token!: string;

  @AmountField()
  amount!: bigint;
}

@FormInput()
class SpendForm extends SecretForm {
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

/** The member pays at the helper's screen, out of their own purse; above what a card may alone, with their secret (U07). */
@ApiExcludeController()
@Controller('helping/visits/:visit/pay')
export class SpendingPages {
  constructor(
    private readonly besides: Besides,
    private readonly visitors: Visitors,
    private readonly visits: CardVisitsService,
    private readonly communities: CommunitiesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async ask(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const beside = await this.at({ actor, request, reply }, visitId);
    if (beside !== undefined) sendPage(reply, <SpendScanPage {...beside.page} />);
  }

  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const beside = await this.at(asking, visitId);
    if (beside === undefined) return;
    const { texts } = await readScan(request);
    const paths = texts.map((text) => pathOfScan(text, this.config.publicUrl));
    const token = paths.find((path) => path?.startsWith('/p/'))?.slice('/p/'.length);
    const wrong: WordKey = texts.length === 0 ? 'scan.none' : 'give.code_wrong';
    if (token === undefined) return sendPage(reply, <SpendScanPage {...beside.page} wrong={wrong} />, 422);
    return this.show(asking, beside, { token });
  }

  /** How much, where the code does not say it. */
  @Post('amount')
  async chosen(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: AmountForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const beside = await this.at(asking, visitId);
    if (beside !== undefined) await this.show(asking, beside, form);
  }

  @Post('yes')
  async pay(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: SpendForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const beside = await this.at(asking, visitId);
    if (beside === undefined) return;
    const { token, order, amount } = form;
    const tapped = tappedIn(form);
    const secret = secretIn(form) ?? null;
    if (secret === null && tapped.length > 0) return this.askSecret(asking, beside, form, { order, tapped });
    const wish = { orderId: order, code: token, amount, secret };
    const answer = await this.visits.pay(actor, beside.communityId, visitId, wish);
    if (answer.kind === 'posted') return void reply.redirect(`${visitPath(visitId)}?done=yes`, 303);
    // A refused order stays refused: with the secret it is asked anew.
    if (answer.code === 'secret_needed' || answer.code === 'over_card_limit')
      return this.askSecret(asking, beside, form);
    if (answer.code === 'secret_wrong') return this.askSecret(asking, beside, form, { order, wrong: true });
    return this.refuse(asking, beside, answer.code);
  }

  private async show(asking: Asking, beside: Beside, spending: Spending): Promise<void> {
    const page = await this.page(asking, beside, spending);
    if (page === undefined) return;
    const Shown = page.look.amount === null ? SpendAmountPage : SpendPage;
    sendPage(asking.reply, <Shown {...page} />);
  }

  private async askSecret(
    asking: Asking,
    beside: Beside,
    spending: Spending,
    again: Again = {},
  ): Promise<void> {
    const page = await this.page(asking, beside, spending);
    if (page === undefined) return;
    const { order = newUuid(), tapped = [], wrong = false } = again;
    sendPage(asking.reply, <SpendSecretPage {...page} {...{ order, tapped, wrong }} />, wrong ? 422 : 200);
  }

  /** Undefined after the page that says why not. */
  private async page(
    asking: Asking,
    beside: Beside,
    { token, amount }: Spending,
  ): Promise<SpendProps | undefined> {
    const { communityId, visitId, page } = beside;
    const asked = { code: token, ...(amount !== undefined && { amount }) };
    const look = await this.visits.look(asking.actor, communityId, visitId, asked);
    if (look.kind === 'refused') {
      this.refuse(asking, beside, look.code);
      return undefined;
    }
    const community = await this.communities.look(communityId);
    return { ...page, token, look, community: community?.name ?? '' };
  }

  private refuse({ reply }: Asking, { page }: Beside, code: string): void {
    const { frame, path } = page;
    if (code === 'locked') return sendPage(reply, <LockedCardPage language={frame.language} />, 403);
    const label = words(frame.language).t('buttons.back');
    sendPage(reply, <RefusedPage {...frame} code={code} ways={[{ icon: 'back', label, href: path }]} />, 422);
  }

  private async at(asking: Asking, visitId: string): Promise<Beside | undefined> {
    const beside = await this.besides.at(asking, visitId);
    if (beside.kind === 'beside') return beside;
    const { frame } = await this.visitors.visit(asking.actor, asking.request);
    sendPage(asking.reply, <RefusedPage {...frame} here={undefined} code={beside.code} />, 410);
    return undefined;
  }
}
