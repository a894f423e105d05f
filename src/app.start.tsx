import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { CurrentActor, Public } from './access/access.guard.js';
import { isLive, type Actor } from './access/actor.js';
import { AmountField, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { FormInput } from './api/objects.js';
import { ProblemError } from './api/problem.js';
import { OwnCodes } from './app.codes.js';
import { codesPath, ExchangesPage, GivePage, HomePage, PursePage } from './app.home.js';
import { HomeFacts } from './app.tasks.js';
import { OwnPurses } from './app.purses.js';
import { NewSignPage, SignPage } from './app.sign.js';
import { Visitors } from './app.visitors.js';
import { HelpPage, WelcomePage } from './app.welcome.js';
import { communityIdKind } from './communities/communities.input.js';
import { readCodeToken } from './payments/tokens.js';
import { renderPage } from './web/page.js';

class GiveQuery {
  @TextField({ max: 200, optional: true })
  code?: string;
}

@FormInput()
class CodeForm {
  @AmountField({ optional: true })
  amount?: bigint;
}

/** Where everybody begins, and what is everybody's own: the purse, the code, the last exchanges. */
@ApiExcludeController()
@Controller()
export class StartPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly codes: OwnCodes,
    private readonly facts: HomeFacts,
  ) {}

  @Public()
  @Get()
  async start(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (actor?.kind === 'operator') return void reply.redirect('/set-up', 303);
    const { frame, csrf, timeZone } = await this.visitors.visit(actor, request);
    if (actor?.kind !== 'person') return send(reply, <WelcomePage {...frame} />);
    const [own, kept, wayIn, tasks] = await Promise.all([
      this.purses.own(actor),
      this.purses.kept(actor),
      this.facts.links.sentence(actor, frame.language, timeZone),
      this.facts.tasks.of(actor),
    ]);
    const now = this.facts.clock.now();
    const isSteward = actor.mandates.some((each) => each.role === 'steward' && isLive(each, now));
    send(reply, <HomePage {...{ frame, csrf, kept, isSteward, wayIn, tasks }} purse={own[0]} />);
  }

  @Public()
  @Get('help')
  async help(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    send(reply, <HelpPage {...frame} />);
  }

  /** The purse is covered everywhere else. */
  @Get('purse')
  async purse(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    send(reply, <PursePage frame={frame} purses={await this.purses.own(actor)} />);
  }

  @Get('exchanges')
  async exchanges(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const lines = await this.purses.lastLines(await this.purses.own(actor));
    send(reply, <ExchangesPage frame={frame} lines={lines} />);
  }

  /** How to give; with what was typed, on to the page of that code. */
  @Get('give')
  async give(
    @Query() { code }: GiveQuery,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const typed = code?.trim() ?? '';
    const token = readCodeToken(typed.slice(typed.lastIndexOf('/') + 1));
    if (token !== undefined) return void reply.redirect(`/p/${token}`, 303);
    const { frame } = await this.visitors.visit(actor, request);
    const wrong = code === undefined ? null : typed;
    send(reply, <GivePage frame={{ ...frame, here: '/give' }} wrong={wrong} />, wrong === null ? 200 : 422);
  }

  /** Shows the purse's code, which is made the first time; with an amount, makes one that says it. */
  @Post('c/:community/codes/:account')
  async makeCode(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { amount }: CodeForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const id =
      amount === undefined
        ? await this.codes.usual(actor, purse)
        : await this.codes.withAmount(actor, purse, amount);
    void reply.redirect(`${codesPath(purse)}/${id}`, 303);
  }

  @Get('c/:community/codes/:account/new')
  async newCode(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    send(reply, <NewSignPage {...{ frame, csrf, purse }} />);
  }

  @Get('c/:community/codes/:account/:code')
  async showCode(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('code', as(idKind)) codeId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const shown = await this.codes.show(actor, purse, codeId);
    if (shown === undefined) throw new ProblemError('not_found');
    const { frame } = await this.visitors.visit(actor, request);
    send(reply, <SignPage {...{ frame, purse, shown }} />);
  }
}

function send(reply: FastifyReply, page: VNode, status = 200): void {
  void reply.status(status).header('content-type', 'text/html; charset=utf-8').send(renderPage(page));
}
