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
  ) {}

  @Public()
  @Get('sign-in')
  @Header('content-type', html)
  show(@Req() request: FastifyRequest, @CurrentActor() actor: Actor | undefined): string {
    return renderPage(<PassphrasePage language={languageOf(request)} csrf={this.csrfOf(actor)} />);
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
    const language = languageOf(request);
    const csrf = this.csrfOf(before);
    sendPage(reply, <PassphrasePage {...{ language, csrf }} wrong="refusals.sign_in_wrong" />, 422);
  }

  @Get('passphrase')
  @Header('content-type', html)
  choose(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): string {
    const csrf = this.sessions.csrfToken(actor.via);
    return renderPage(<ChoosePassphrasePage language={languageOf(request)} csrf={csrf} />);
  }

  @Post('passphrase')
  async begin(
    @CurrentActor() actor: Actor,
    @Body() { passphrase }: ChooseForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = languageOf(request);
    const csrf = this.sessions.csrfToken(actor.via);
    const answer = await this.setUp.begin(actor, passphrase);
    if (answer.kind === 'begun')
      return sendPage(reply, <FactorPage {...{ ...answer, language, csrf }} />, 200);
    const wrong = `refusals.${answer.code}` as const;
    sendPage(reply, <ChoosePassphrasePage {...{ language, csrf, wrong }} />, 422);
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
    const csrf = this.sessions.csrfToken(actor.via);
    sendPage(reply, <ConfirmCodePage {...{ language: languageOf(request), csrf, wrong }} />, 422);
  }

  private csrfOf(actor: Actor | undefined): string | undefined {
    return actor === undefined ? undefined : this.sessions.csrfToken(actor.via);
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
