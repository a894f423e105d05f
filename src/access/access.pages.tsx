import { Body, Controller, Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FlagField } from '../api/fields.js';
import { FormInput } from '../api/objects.js';
import { ExpiredLinkPage, UsedLinkPage } from '../web/errors.js';
import { languageOf } from '../web/language-choice.js';
import { renderPage } from '../web/page.js';
import { sendPage } from '../web/page-answer.js';
import { CurrentActor, Public } from './access.guard.js';
import type { Actor } from './actor.js';
import { Arrivals } from './arrivals.js';
import type { LinkRefusal } from './links.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { PassphraseNeededPage } from './views/passphrase.js';
import { FinishedPage, FinishSurePage, NoLinkPage, SignInPage } from './views/sign-in.js';

@FormInput()
class OpenLinkForm {
  @FlagField({ optional: true })
  own?: boolean;
}

@FormInput()
class FinishForm {
  /** They were asked, and said yes. */
  @FlagField({ optional: true })
  sure?: boolean;
}

const html = 'text/html; charset=utf-8';
const kindPages = {
  link_unknown: { status: 404, View: NoLinkPage },
  link_expired: { status: 410, View: ExpiredLinkPage },
  link_used: { status: 410, View: UsedLinkPage },
  passphrase_needed: { status: 403, View: PassphraseNeededPage },
} as const satisfies Record<LinkRefusal['code'], object>;

/** Coming in by a link, and going out. */
@ApiExcludeController()
@Controller()
export class AccessPages {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly arrivals: Arrivals,
  ) {}

  /** Looks only: phones and chat programs open links by themselves. The same for every token, known or not. */
  @Public()
  @Get('l/:token')
  @Header('content-type', html)
  show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor | undefined,
  ): string {
    const csrf = actor === undefined ? undefined : this.sessions.csrfToken(actor.via);
    const action = `/l/${encodeURIComponent(token)}`;
    return renderPage(<SignInPage language={languageOf(request)} action={action} csrf={csrf} />);
  }

  @Public()
  @Post('l/:token')
  async open(
    @Param('token') token: string,
    @Body() form: OpenLinkForm,
    @CurrentActor() before: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.signIn.openLink(token, request.ip, form.own === true);
    if ('kind' in answer) return this.sayNo(answer, request, reply);
    // On a shared device somebody else may still be signed in: their session ends here.
    if (before !== undefined && before.scopes === null) await this.sessions.end(before);
    const { cookies, to } = await this.arrivals.of(answer, request.headers.cookie);
    void reply.header('set-cookie', cookies).redirect(to, 303);
  }

  /** On a shared device at once. On one's own, where a tap by mistake would cost a new link, it is asked first. */
  @Post('finish')
  async finish(
    @CurrentActor() actor: Actor,
    @Body() { sure }: FinishForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (sure !== true && (await this.sessions.isOwnDevice(actor))) {
      const csrf = this.sessions.csrfToken(actor.via);
      return sendPage(reply, <FinishSurePage language={languageOf(request)} csrf={csrf} />);
    }
    await this.sessions.end(actor);
    // What the browser kept of pages seen while signed in goes too, so that Back shows nothing (U06).
    void reply
      .header('set-cookie', this.arrivals.ended())
      .header('clear-site-data', '"cache"')
      .redirect('/finished', 303);
  }

  /** Where one is after finishing: a page that tells nothing of who was here. */
  @Public()
  @Get('finished')
  @Header('content-type', html)
  finished(@Req() request: FastifyRequest): string {
    return renderPage(<FinishedPage language={languageOf(request)} />);
  }

  private sayNo(refusal: LinkRefusal, request: FastifyRequest, reply: FastifyReply): void {
    const { status, View } = kindPages[refusal.code];
    void reply
      .status(status)
      .header('content-type', html)
      .send(renderPage(<View language={languageOf(request)} />));
  }
}
