import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { hadOtherHalf } from './access/card.js';
import { CardOpeningService } from './access/card-opening.service.js';
import { SecretForm, secretIn, tappedIn, wayOf, type SecretWay } from './access/secret-form.js';
import { LockedCardPage } from './access/views/card.js';
import { FormInput, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { codeKind } from './api/kinds.js';
import { OwnCodes } from './app.codes.js';
import { KioskCodePage, KioskPursePage, KioskSecretPage, SlipPage, type OwnThing } from './app.hubbed.js';
import { Hubs, mePath, type AtHub } from './app.hubs.js';
import { OwnPurses } from './app.purses.js';
import { words } from './languages/languages.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';
import { VoucherOutlets } from './vouchers/voucher-outlets.js';
import { openTerms } from './vouchers/voucher-terms.js';

@FormInput()
class OwnThingForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** The visit for which the secret was given: a page of somebody before opens nothing for who is here now. */
  @TextField({ max: 40 })
  visit!: string;
}

const things = ['code', 'purse', 'slip'] as const satisfies readonly OwnThing[];
const linesOnSlip = 5;

/** What is the member's own at a kiosk, each time after their secret: their code, what they have, a slip of paper. */
@Public()
@ApiExcludeController()
@Controller('hub/me')
export class HubOwnPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly cards: CardOpeningService,
    private readonly purses: OwnPurses,
    private readonly codes: OwnCodes,
    private readonly outlets: VoucherOutlets,
  ) {}

  @Get(':thing')
  async ask(
    @Param('thing', as(codeKind(things))) asked: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply });
    if (here !== undefined) this.askSecret(reply, here, asked as OwnThing);
  }

  /** Shown as the answer itself: with another address it would open again without the secret. */
  @Post(':thing')
  async open(
    @Param('thing', as(codeKind(things))) asked: string,
    @Body() form: OwnThingForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply }, { token: form._csrf });
    if (here === undefined) return;
    const thing = asked as OwnThing;
    if (form.visit !== here.visitId) return void reply.redirect(mePath, 303);
    const secret = secretIn(form);
    if (secret === undefined) return this.askSecret(reply, here, thing, tappedIn(form));
    const { kiosk, communityId, seen } = here;
    const card = { communityId, cardId: seen.visit.cardId };
    const opened = await this.cards.open(card, secret, kiosk.actor);
    if (opened.kind === 'refused') {
      if (opened.code === 'secret_wrong') return this.askSecret(reply, here, thing, [], wayOf(form));
      return this.refuse(reply, here, opened.code);
    }
    // The same for looking as for paying: whoever chose the secret does not also open the purse with it.
    const { secretSetBy, secretSetAt } = opened.card;
    if (hadOtherHalf(secretSetBy, secretSetAt, kiosk.actor.id, this.hubs.now()))
      return this.refuse(reply, here, 'another_helper_needed');
    await this.show(reply, here, thing, opened.actor);
  }

  private async show(reply: FastifyReply, here: AtHub, thing: OwnThing, member: Actor): Promise<void> {
    const { page, communityId } = here;
    const purses = await this.purses.own(member);
    const [first] = purses;
    if (first === undefined) return this.refuse(reply, here, 'no_such_account');
    if (thing === 'purse') return sendPage(reply, <KioskPursePage {...page} purses={purses} />);
    if (thing === 'code') {
      const id = await this.codes.usual(member, first);
      const shown = await this.codes.show(member, first, id);
      if (shown?.url == null) return this.refuse(reply, here, 'code_expired');
      const awaited = await this.codes.awaited(shown.code, undefined);
      return sendPage(reply, <KioskCodePage {...page} {...{ awaited }} url={shown.url} />);
    }
    const [lines, outlets] = await Promise.all([
      this.purses.lastLines(purses),
      this.outlets.of(member, { communityId, terms: openTerms }),
    ]);
    sendPage(reply, <SlipPage {...page} {...{ purses, outlets }} lines={lines.slice(0, linesOnSlip)} />);
  }

  private askSecret(
    reply: FastifyReply,
    { page, visitId }: AtHub,
    thing: OwnThing,
    tapped: readonly string[] = [],
    wrong: SecretWay | null = null,
  ): void {
    const props = { ...page, visitId, thing, tapped, wrong };
    sendPage(reply, <KioskSecretPage {...props} />, wrong === null ? 200 : 422);
  }

  private refuse(reply: FastifyReply, { page: { frame } }: AtHub, code: string): void {
    if (code === 'locked') return sendPage(reply, <LockedCardPage language={frame.language} />, 403);
    const label = words(frame.language).t('buttons.back');
    sendPage(
      reply,
      <RefusedPage {...frame} code={code} ways={[{ icon: 'back', label, href: mePath }]} />,
      422,
    );
  }
}
