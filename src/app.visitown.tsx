import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { SecretForm, secretIn, tappedIn, wayOf, type SecretWay } from './access/secret-form.js';
import { EndedCardPage, LockedCardPage } from './access/views/card.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { visitPath, withFace, type Asking, type Beside } from './app.besides.js';
import { OwnCodePage } from './app.opened.js';
import { VisitOpens } from './app.opens.js';
import { SlipPage } from './app.slip.js';
import { OwnThings } from './app.things.js';
import { VisitsHere } from './app.visithere.js';
import { CloseOwn, VisitOpenPage, VisitPage } from './app.visiting.js';
import { YearPage } from './app.year.js';
import { words } from './languages/languages.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

interface Opened {
  readonly beside: Beside;
  readonly member: Actor;
}

/** What is the member's own on the helper's screen: opened by their own secret only, closed with one tap (U07, 5C). */
@ApiExcludeController()
@Controller('helping/visits/:visit/own')
export class VisitOwnPages {
  constructor(
    private readonly here: VisitsHere,
    private readonly opens: VisitOpens,
    private readonly things: OwnThings,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.opened({ actor, request, reply }, visitId);
    if (opened === undefined) return;
    const purses = await this.things.purses(opened.member);
    sendPage(reply, <VisitOpenPage {...opened.beside.page} purses={purses} />);
  }

  /** One drawing after the other, or digits. The answer is elsewhere, so that nothing sends the secret once more. */
  @Post()
  async open(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: SecretForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const beside = await this.here.at(asking, visitId);
    if (beside === undefined) return;
    const knock = (tapped: readonly string[], wrong: SecretWay | null): void => {
      const page = <VisitPage {...beside.page} {...{ tapped, wrong }} isBare={false} done={false} />;
      sendPage(reply, page, wrong === null ? 200 : 422);
    };
    const secret = secretIn(form);
    if (secret === undefined) return knock(tappedIn(form), null);
    const answer = await this.opens.unlock(asking, beside, secret);
    if ('cookie' in answer)
      return void reply.header('set-cookie', answer.cookie).redirect(`${beside.page.path}/own`, 303);
    if (answer.code === 'secret_wrong') return knock([], wayOf(form));
    this.refuse(reply, beside, answer.code);
  }

  @Post('close')
  close(@Param('visit', as(idKind)) visitId: string, @Res() reply: FastifyReply): void {
    void reply.header('set-cookie', this.opens.closed()).redirect(visitPath(visitId), 303);
  }

  @Get('code')
  async code(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.opened({ actor, request, reply }, visitId);
    if (opened === undefined) return;
    const { page } = opened.beside;
    const code = await this.things.code(opened.member);
    if (code === undefined) return this.refuse(reply, opened.beside, 'no_such_account');
    const title = words(page.frame.language).t('helped.title');
    sendPage(
      reply,
      <OwnCodePage {...page} {...code} {...{ title }} home={`${page.path}/own`}>
        <CloseOwn {...page} />
      </OwnCodePage>,
    );
  }

  @Get('slip')
  async slip(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.opened({ actor, request, reply }, visitId);
    if (opened === undefined) return;
    const { page } = opened.beside;
    const slip = await this.things.slip(opened.member);
    sendPage(
      reply,
      <SlipPage {...page} {...slip} home={`${page.path}/own`}>
        <CloseOwn {...page} />
      </SlipPage>,
    );
  }

  @Get('year')
  async year(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.opened({ actor, request, reply }, visitId);
    if (opened === undefined) return;
    const { page, timeZone } = opened.beside;
    const hours = await this.things.year(opened.member, timeZone);
    sendPage(
      reply,
      <YearPage frame={withFace(page)} hours={hours} back={`${page.path}/own`}>
        <CloseOwn {...page} />
      </YearPage>,
    );
  }

  /** Undefined after the way back to the visit, where the secret is asked. */
  private async opened(asking: Asking, visitId: string): Promise<Opened | undefined> {
    const beside = await this.here.at(asking, visitId);
    if (beside === undefined) return undefined;
    const member = await this.opens.member(asking, beside);
    if (member !== undefined) return { beside, member };
    void asking.reply.redirect(beside.page.path, 303);
    return undefined;
  }

  private refuse(reply: FastifyReply, { page: { frame, path } }: Beside, code: string): void {
    const { language } = frame;
    if (code === 'locked') return sendPage(reply, <LockedCardPage language={language} />, 403);
    if (code === 'card_blocked') return sendPage(reply, <EndedCardPage language={language} />, 410);
    const ways = [{ icon: 'back', label: words(language).t('buttons.back'), href: path }] as const;
    sendPage(reply, <RefusedPage {...frame} {...{ code, ways }} isLook />, 422);
  }
}
