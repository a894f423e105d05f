import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FlagField, TextField } from '../api/fields.js';
import { FormInput } from '../api/objects.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { ExpiredLinkPage, UsedLinkPage } from '../web/errors.js';
import { languageOf, ownPath } from '../web/language-choice.js';
import { renderPage } from '../web/page.js';
import { sendPage } from '../web/page-answer.js';
import { CurrentActor, Public } from './access.guard.js';
import type { Actor } from './actor.js';
import { Arrivals } from './arrivals.js';
import { NotFromOurPages } from './errors.js';
import type { LinkRefusal } from './links.service.js';
import { originOf } from './origin.js';
import { OwnDevices } from './own-devices.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { PassphraseNeededPage } from './views/passphrase.js';
import { FinishedPage, FinishSurePage, NoLinkPage, SignInPage, StillPage } from './views/sign-in.js';

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

class StillQuery {
  /** Where they were. */
  @TextField({ max: 500, optional: true })
  to?: string;
}

@FormInput()
class OwnDeviceForm {
  /** Says that it was asked. */
  @TextField({ max: 30 })
  mark!: string;
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
    private readonly devices: OwnDevices,
    @Inject(CONFIG) private readonly config: Config,
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
    if (sure !== true && actor.ownDevice === true) {
      const csrf = this.sessions.csrfToken(actor.via);
      return sendPage(reply, <FinishSurePage language={languageOf(request)} csrf={csrf} />);
    }
    await this.endHere(actor, reply);
  }

  /**
   * Where a page on a shared device goes by itself when nobody touches it (U06). Only with the token of the session,
   * which no other site knows; a page that was left open by somebody before ends nobody else's.
   */
  @Public()
  @Get('finish/:token')
  async leave(
    @Param('token') token: string,
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (actor !== undefined && this.sessions.isLeavingToken(actor.via, token))
      return this.endHere(actor, reply);
    // Their session was over already: what the browser kept of them goes all the same.
    const isLeft = actor === undefined && originOf(request.headers, this.config.publicUrl) === 'ours';
    if (isLeft) this.forget(reply);
    void reply.redirect('/finished', 303);
  }

  /** The question before that, where no scripts run. */
  @Public()
  @Get('finish/:token/still')
  @Header('content-type', html)
  askStill(
    @Param('token') token: string,
    @Query() { to }: StillQuery,
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
  ): string {
    const leave = `/finish/${encodeURIComponent(token)}`;
    const page = { language: languageOf(request), hide: actor !== undefined, back: ownPath(to) };
    return renderPage(<StillPage {...page} leave={leave} />);
  }

  /** A page says that somebody is still there, who fills in a long form; the door has written it down. */
  @Public()
  @Get('still')
  still(@CurrentActor() actor: Actor | undefined, @Res() reply: FastifyReply): void {
    void reply.status(actor === undefined ? 401 : 204).send();
  }

  /** The device is theirs alone: from now on it stays signed in (U05). */
  @Post('own-device')
  async remember(
    @CurrentActor() actor: Actor,
    @Body() { mark }: OwnDeviceForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // The second of two taps.
    if (actor.ownDevice === true) return void reply.redirect('/', 303);
    const session = await this.devices.remember(actor, mark, request.headers.cookie);
    if (session === undefined) throw new NotFromOurPages();
    const { cookies } = await this.arrivals.of(session, request.headers.cookie);
    void reply.header('set-cookie', [...cookies, this.devices.askNoMore()]).redirect('/', 303);
  }

  /** Where one is after finishing: a page that tells nothing of who was here. */
  @Public()
  @Get('finished')
  @Header('content-type', html)
  finished(@Req() request: FastifyRequest): string {
    return renderPage(<FinishedPage language={languageOf(request)} />);
  }

  private async endHere(actor: Actor, reply: FastifyReply): Promise<void> {
    await this.sessions.end(actor);
    this.forget(reply);
    void reply.redirect('/finished', 303);
  }

  /** What the browser kept of pages seen while signed in goes too, so that Back shows nothing (U06). */
  private forget(reply: FastifyReply): void {
    void reply.header('set-cookie', this.arrivals.ended()).header('clear-site-data', '"cache"');
  }

  private sayNo(refusal: LinkRefusal, request: FastifyRequest, reply: FastifyReply): void {
    const { status, View } = kindPages[refusal.code];
    void reply
      .status(status)
      .header('content-type', html)
      .send(renderPage(<View language={languageOf(request)} />));
  }
}
