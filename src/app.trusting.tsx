import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { AmountField, FormInput, IdField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import type { Asking } from './app.besides.js';
import { CardHolders, communityOfMember } from './app.holders.js';
import type { ShownPurse } from './app.purselooks.js';
import { OwnPurses } from './app.purses.js';
import { TrustPage, TrustWhatPage } from './app.trusted.js';
import { Visitors } from './app.visitors.js';
import { words, type WordKey } from './languages/languages.js';
import { TrustsService, type NewTrust } from './payments/trusts.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

/** Where it is on a telephone of one's own. */
const ownTrust = { path: '/me/trust', back: '/me' } as const;

@FormInput()
class TrustForm {
  @IdField()
  who!: string;

  /** What they may pay in a week; left out for who may only look. */
  @AmountField({ optional: true })
  amount?: bigint;
}

/** What the member wishes, with the purse from which they give. */
export function trustWish({ who, amount }: TrustForm, purse: ShownPurse | undefined): NewTrust {
  const person = { who: { personId: who } };
  if (amount === undefined) return { ...person, gives: 'may_see' };
  return { ...person, gives: 'may_pay', perWeek: { currency: purse?.currency.code ?? '', amount } };
}

/** Somebody whom a member trusts: their card, what they may, and one tap to end it (U08). */
@ApiExcludeController()
@Controller('me/trust')
export class TrustingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly trusts: TrustsService,
    private readonly holders: CardHolders,
    private readonly purses: OwnPurses,
  ) {}

  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.list({ actor, request, reply });
  }

  /** The card of the other was scanned; nothing is given yet. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = communityOfMember(actor);
    const { texts } = await readScan(request);
    const face = await this.holders.scanned(actor, communityId, texts);
    if (typeof face === 'string') return this.list(asking, face);
    const [{ frame, csrf }, [purse]] = await Promise.all([
      this.visitors.visit(actor, request),
      this.purses.own(actor),
    ]);
    sendPage(
      reply,
      <TrustWhatPage {...{ csrf, face, purse, ...ownTrust }} frame={{ ...frame, here: undefined }} />,
    );
  }

  @Post()
  async give(
    @CurrentActor() actor: Actor,
    @Body() form: TrustForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const wish = trustWish(form, (await this.purses.own(actor))[0]);
    const answer = await this.trusts.give(actor, communityOfMember(actor), wish);
    if (answer.kind === 'refused') return this.refuse(asking, answer.code);
    void reply.redirect(ownTrust.path, 303);
  }

  @Post(':trust/end')
  async end(
    @CurrentActor() actor: Actor,
    @Param('trust', as(idKind)) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.trusts.end(actor, communityOfMember(actor), id);
    if (answer.kind === 'refused') return this.refuse({ actor, request, reply }, answer.code);
    void reply.redirect(ownTrust.path, 303);
  }

  private async list({ actor, request, reply }: Asking, wrong?: WordKey): Promise<void> {
    const [trusts, { frame, csrf }] = await Promise.all([
      this.trusts.list(actor, communityOfMember(actor)),
      this.visitors.visit(actor, request),
    ]);
    const page = { csrf, wrong, ...ownTrust, trusts: trusts.filter(({ isOver }) => !isOver) };
    const shown = { ...frame, here: ownTrust.path };
    sendPage(reply, <TrustPage {...page} frame={shown} />, wrong === undefined ? 200 : 422);
  }

  private async refuse({ actor, request, reply }: Asking, code: string): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const label = words(frame.language).t('buttons.back');
    const ways = [{ icon: 'back', label, href: ownTrust.path }] as const;
    sendPage(reply, <RefusedPage {...frame} here={undefined} {...{ code, ways }} />, 422);
  }
}
