import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { CodeField, FormInput, TextField, UuidField } from './api/fields.js';
import { wrongPath } from './app.hubbed.js';
import { Hubs, mePath, type AtHub } from './app.hubs.js';
import { OwnThings } from './app.things.js';
import { SaidWrongPage, WrongPage } from './app.wrong.js';
import { words } from './languages/languages.js';
import type { Reason } from './ledger/order.js';
import { ObjectionsService } from './payments/objections.service.js';
import { notRightReasons } from './receipts/views/afterwards.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class HubWrongForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** The visit for which it was shown. */
  @TextField({ max: 40 })
  visit!: string;

  @UuidField()
  exchange!: string;

  @CodeField(notRightReasons)
  reason!: Reason;
}

/** At a kiosk: what one gave last is not right, and why; whoever got it decides (U27). */
@Public()
@ApiExcludeController()
@Controller('hub/me/wrong')
export class HubWrongPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly things: OwnThings,
    private readonly objections: ObjectionsService,
  ) {}

  /** Which one, and what can be not right about it; afterwards what was said. */
  @Get()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const here = await this.hubs.at({ request, reply });
    if (here === undefined) return;
    const { page, visitId } = here;
    const member = await this.hubs.opened(here);
    const last =
      member === undefined
        ? undefined
        : await this.things.lastGiven(member, await this.things.purses(member));
    const { line, wrong = false, objection = null } = last ?? {};
    if (line !== undefined && objection !== null)
      return sendPage(reply, <SaidWrongPage {...page} {...{ line, objection }} />);
    if (line === undefined || !wrong) return void reply.redirect(mePath, 303);
    sendPage(reply, <WrongPage {...page} {...{ line, visitId }} />);
  }

  @Post()
  async say(
    @Body() { _csrf, visit, exchange, reason }: HubWrongForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = await this.hubs.at({ request, reply }, { token: _csrf });
    if (here === undefined) return;
    const member = visit === here.visitId ? await this.hubs.opened(here) : undefined;
    if (member === undefined) return void reply.redirect(mePath, 303);
    const answer = await this.objections.object(member, here.communityId, exchange, reason);
    if ('kind' in answer) return this.refuse(reply, here, answer.code);
    void reply.redirect(wrongPath, 303);
  }

  private refuse(reply: FastifyReply, { page: { frame } }: AtHub, code: string): void {
    const ways = [{ icon: 'back', label: words(frame.language).t('buttons.back'), href: mePath }] as const;
    sendPage(reply, <RefusedPage {...frame} {...{ code, ways }} isLook />, 422);
  }
}
