import { Body, Controller, Get, Header, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FormInput, TextField } from '../api/fields.js';
import { languageOf } from '../web/language-choice.js';
import { renderPage } from '../web/page.js';
import { sendPage } from '../web/page-answer.js';
import { CurrentActor, Public } from './access.guard.js';
import type { Actor } from './actor.js';
import { Arrivals } from './arrivals.js';
import { PageFrames } from './page-frames.js';
import { passphraseLength } from './passphrase.js';
import { PassphraseSetUpService } from './passphrase-set-up.service.js';
import { PassphrasesService } from './passphrases.service.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';
import { ChoosePassphrasePage, ConfirmCodePage, FactorPage, PassphrasePage } from './views/passphrase.js';

@FormInput()
class SignInForm {
  @TextField({ max: 20 })
  number!: string;

  @TextField({ max: passphraseLength.max })
  passphrase!: string;

  @TextField({ max: 10 })
  code!: string;
}

@FormInput()
class ChooseForm {
  @TextField({ max: passphraseLength.max })
  passphrase!: string;
}

@FormInput()
class CodeForm {
  @TextField({ max: 10 })
  code!: string;
}

const html = 'text/html; charset=utf-8';

/** Coming in with a passphrase and a second factor, and setting them up. */
@ApiExcludeController()
@Controller()
export class PassphrasePages {
  constructor(
    private readonly passphrases: PassphrasesService,
    private readonly setUp: PassphraseSetUpService,
    private readonly sessions: SessionsService,
    private readonly arrivals: Arrivals,
    private readonly frames: PageFrames,
  ) {}

  @Public()
  @Get('sign-in')
  @Header('content-type', html)
  show(@Req() request: FastifyRequest, @CurrentActor() actor: Actor | undefined): string {
    return renderPage(<PassphrasePage {...this.page(actor, request)} />);
  }

  @Public()
  @Post('sign-in')
  async open(
    @Body() form: SignInForm,
    @CurrentActor() before: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { number, passphrase, code } = form;
    const answer = await this.passphrases.signIn({ number, passphrase, code, address: request.ip });
    if (!('kind' in answer)) return this.arrive(answer, before, request, reply);
    const page = this.page(before, request);
    sendPage(reply, <PassphrasePage {...page} wrong="refusals.sign_in_wrong" />, 422);
  }

  @Get('passphrase')
  @Header('content-type', html)
  choose(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): string {
    const { csrf } = this.frames.of(actor, request);
    return renderPage(<ChoosePassphrasePage {...this.page(actor, request)} csrf={csrf} />);
  }

  @Post('passphrase')
  async begin(
    @CurrentActor() actor: Actor,
    @Body() { passphrase }: ChooseForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { csrf } = this.frames.of(actor, request);
    const page = { ...this.page(actor, request), csrf };
    const answer = await this.setUp.begin(actor, passphrase);
    if (answer.kind === 'begun') return sendPage(reply, <FactorPage {...answer} {...page} />, 200);
    const wrong = `refusals.${answer.code}` as const;
    sendPage(reply, <ChoosePassphrasePage {...page} wrong={wrong} />, 422);
  }

  @Post('passphrase/confirm')
  async confirm(
    @CurrentActor() actor: Actor,
    @Body() { code }: CodeForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.setUp.confirm(actor, code);
    if (!('kind' in answer)) return this.arrive(answer, undefined, request, reply);
    const wrong = `refusals.${answer.code}` as const;
    const { csrf } = this.frames.of(actor, request);
    sendPage(reply, <ConfirmCodePage {...this.page(actor, request)} {...{ csrf, wrong }} />, 422);
  }

  private page(actor: Actor | undefined, request: FastifyRequest) {
    const finish = this.frames.finish(actor);
    return { language: languageOf(request), csrf: finish?.csrf, finish };
  }

  /** On a shared device somebody else may still be signed in: their session ends here. */
  private async arrive(
    session: OpenedSession,
    before: Actor | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    if (before !== undefined && before.scopes === null) await this.sessions.end(before);
    const { cookies, to } = await this.arrivals.of(session, request.headers.cookie);
    void reply.header('set-cookie', cookies).redirect(to, 303);
  }
}
