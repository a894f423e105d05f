import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { FormInput, TextField } from '../api/fields.js';
import { languageOf } from '../web/language-choice.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { CurrentActor, Public } from './access.guard.js';
import type { Actor } from './actor.js';
import { Arrivals } from './arrivals.js';
import { CardOpeningService } from './card-opening.service.js';
import { CardStockService } from './card-stock.service.js';
import { readShownCard } from './cookie.js';
import { PageFrames } from './page-frames.js';
import { SecretForm, secretIn, tappedIn, wayOf, type SecretWay } from './secret-form.js';
import { SessionsService } from './sessions.service.js';
import { readLinkToken } from './token.js';
import { BlankCardPage, OpenCardPage } from './views/card.js';
import { sendCardOver } from './views/card-refused.js';

@FormInput()
class OpenCardForm extends SecretForm {
  /** Of the card for which the form was shown. */
  @TextField({ max: 60, optional: true })
  mark?: string;
}

/** Coming in by one's own card. */
@ApiExcludeController()
@Controller()
export class CardPages {
  constructor(
    private readonly opening: CardOpeningService,
    private readonly stock: CardStockService,
    private readonly sessions: SessionsService,
    private readonly arrivals: Arrivals,
    private readonly frames: PageFrames,
  ) {}

  /**
   * What a phone opens that scanned a card. Its token goes on in a cookie, so that no history keeps an address by which
   * the next one at this device could show the card again.
   */
  @Public()
  @Get('k/:token')
  scanned(@Param('token') token: string, @Res() reply: FastifyReply): void {
    const cookie = this.arrivals.shown(readLinkToken(token) ?? '');
    void reply.header('set-cookie', cookie).redirect('/k', 303);
  }

  /**
   * Looks only, and is the same for every card, known or not; but who is signed in learns what to do with a blank one.
   */
  @Public()
  @Get('k')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentActor() actor?: Actor,
  ): Promise<void> {
    const token = readShownCard(request.headers.cookie);
    // Without a card that was scanned just now there is nothing to open: the first page says how to begin.
    if (token === undefined) return void reply.redirect('/', 303);
    if (actor !== undefined && (await this.opening.isBlankFor(actor, token))) {
      const page = { language: languageOf(request), finish: this.frames.finish(actor) };
      return sendPage(reply, <BlankCardPage {...page} helps={this.stock.mayGive(actor)} />);
    }
    sendPage(reply, this.form(request, actor, token));
  }

  @Public()
  @Post('k')
  async open(
    @Body() form: OpenCardForm,
    @CurrentActor() before: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = readShownCard(request.headers.cookie);
    if (token === undefined) return void reply.redirect('/', 303);
    // Another card was scanned with this browser in between: a secret is never tried on that one.
    if (!this.sessions.isCsrfToken(shownAs(token), form.mark))
      return sendPage(reply, <RefusedPage language={languageOf(request)} code="other_card" />, 409);
    const secret = secretIn(form);
    // Fewer than three were tapped: nothing was tried yet, and the next nine look the same for every card.
    if (secret === undefined) return sendPage(reply, this.form(request, before, token, { form }), 200);
    const device = { id: '-', via: 'own_phone', address: request.ip };
    const answer = await this.opening.openSession(token, secret, device, false);
    if ('kind' in answer) {
      if (sendCardOver(reply, languageOf(request), answer.code)) return;
      return sendPage(reply, this.form(request, before, token, { wrong: wayOf(form) }), 422);
    }
    // On a shared device somebody else may still be signed in: their session ends here.
    if (before !== undefined && before.scopes === null) await this.sessions.end(before);
    const { cookies, to } = await this.arrivals.ofCard(answer, request.headers.cookie, before !== undefined);
    void reply.header('set-cookie', cookies).redirect(to, 303);
  }

  private form(
    request: FastifyRequest,
    actor: Actor | undefined,
    token: string,
    { form, wrong = null }: { form?: OpenCardForm; wrong?: SecretWay | null } = {},
  ): VNode {
    const csrf = actor === undefined ? undefined : this.sessions.csrfToken(actor.via);
    const action = '/k';
    const mark = this.sessions.csrfToken(shownAs(token));
    const tapped = form === undefined ? [] : tappedIn(form);
    return <OpenCardPage {...{ language: languageOf(request), action, csrf, mark, tapped, wrong }} />;
  }
}

/** What the mark of a form stands for that opens this card; no session is called so. */
function shownAs(token: string): string {
  return `shown card ${token}`;
}
