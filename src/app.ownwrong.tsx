import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { CodeField, FormInput, TextField, UuidField } from './api/fields.js';
import { OpenPlaces, ownAddresses } from './app.openplaces.js';
import { OwnThings } from './app.things.js';
import { SaidWrongPage, WrongPage } from './app.wrong.js';
import type { Reason } from './ledger/order.js';
import { ObjectionsService } from './payments/objections.service.js';
import { notRightReasons } from './receipts/views/afterwards.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class WrongForm {
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

/** On a screen that is not the member's own: what they gave last is not right, and why; whoever got it decides (U27). */
@Public()
@ApiExcludeController()
@Controller(ownAddresses('wrong'))
export class OwnWrongPages {
  constructor(
    private readonly places: OpenPlaces,
    private readonly things: OwnThings,
    private readonly objections: ObjectionsService,
  ) {}

  /** Which one, and what can be not right about it; afterwards what was said. */
  @Get()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.at({ request, reply });
    if (open === undefined) return;
    const { page, member } = open;
    const { line, wrong = false, objection = null } = (await this.things.lastGiven(member)) ?? {};
    if (line !== undefined && objection !== null)
      return sendPage(reply, <SaidWrongPage {...page} {...{ line, objection }} />);
    if (line === undefined || !wrong) return void reply.redirect(page.home, 303);
    sendPage(reply, <WrongPage {...page} line={line} />);
  }

  @Post()
  async say(
    @Body() form: WrongForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.places.at({ request, reply }, form);
    if (open === undefined) return;
    const { page, member, communityId } = open;
    const { home, frame } = page;
    const answer = await this.objections.object(member, communityId, form.exchange, form.reason);
    if ('kind' in answer) return sendCardRefused(reply, frame, answer.code, { back: home, isLook: true });
    void reply.redirect(`${home}/wrong`, 303);
  }
}
