import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import { isLive, may, type Actor } from './access/actor.js';
import { AmountField, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { FormInput } from './api/objects.js';
import { photoMax } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { readScan } from './api/scan.js';
import { OwnCodes } from './app.codes.js';
import { HomePage } from './app.home.js';
import { codesPath } from './app.keeping.js';
import { GivePage } from './app.pursed.js';
import { HomeFacts } from './app.tasks.js';
import { mayPrintKit } from './app.kits.js';
import { OwnPurses } from './app.purses.js';
import { pathOfScan } from './app.scanning.js';
import { SignPage } from './app.sign.js';
import { Visitors } from './app.visitors.js';
import { WelcomePage } from './app.welcome.js';
import { communityIdKind } from './communities/communities.input.js';
import { translationsFor } from './web/language-choice.js';
import { CardPaymentsService } from './payments/card-payments.service.js';
import { vouchersOf } from './vouchers/vouchers.service.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class CodeForm {
  @AmountField({ optional: true })
  amount?: bigint;
}

@FormInput()
class CameQuery {
  /** The last line that the page knew of. */
  @TextField({ max: 15, optional: true })
  since?: string;
}

/** Where everybody begins, and what is everybody's own: the purse, the code. */
@ApiExcludeController()
@Controller()
export class StartPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly codes: OwnCodes,
    private readonly facts: HomeFacts,
    private readonly cardPayments: CardPaymentsService,
  ) {}

  @Public()
  @Get()
  async start(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (actor?.kind === 'operator') return void reply.redirect('/set-up', 303);
    const { kiosks } = this.facts;
    if (actor === undefined && kiosks.isKiosk(request)) {
      if ((await kiosks.of(request)) !== undefined) return void reply.redirect('/hub', 303);
      // Its keeper's session is over: from now on the device is like any other.
      void reply.header('set-cookie', kiosks.forget());
    }
    const { frame, csrf, timeZone } = await this.visitors.visit(actor, request);
    if (actor?.kind !== 'person')
      return sendPage(reply, <WelcomePage {...frame} translations={translationsFor(request)} />);
    const [own, kept, wayIn, tasks] = await Promise.all([
      this.purses.own(actor),
      this.purses.kept(actor),
      this.facts.links.sentence(actor, frame.language, timeZone),
      this.facts.tasks.of(actor),
    ]);
    const received = [...own, ...kept.filter(({ isOnlyChecked }) => isOnlyChecked !== true)];
    const objected = await this.facts.tasks.objected(
      actor,
      received.map(({ account }) => account.id),
    );
    const pot = own[0] === undefined ? null : await this.purses.potPath(own[0]);
    const now = this.facts.clock.now();
    const isSteward = actor.mandates.some((each) => each.role === 'steward' && isLive(each, now));
    const helps = may(actor, 'help_member', { communityId: actor.communityId }, now);
    const vouchers = vouchersOf(actor, now);
    const page = {
      frame,
      csrf,
      kept,
      isSteward,
      helps,
      hasKit: mayPrintKit(actor, now),
      wayIn,
      tasks,
      objected,
      pot,
      vouchers,
      goOn: this.visitors.goOn(actor, request),
      // A kiosk is nobody's own.
      ownMark: kiosks.isKiosk(request) ? null : this.visitors.askOwnDevice(actor, request, reply),
    };
    sendPage(reply, <HomePage {...page} purse={own[0]} shut={actor.shut} />);
  }

  @Get('give')
  async give(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <GivePage {...{ frame, csrf }} wrong={null} />);
  }

  /** What was scanned, photographed or typed, on to its own page. Nothing is changed by it. */
  @Post('scan')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scan(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { texts, typed } = await readScan(request);
    const [path] = texts.flatMap((text) => pathOfScan(text, this.facts.config.publicUrl) ?? []);
    const to = path === undefined ? undefined : await this.onward(actor, path);
    if (to !== undefined) return void reply.redirect(to, 303);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const why = typed !== '' ? 'give.code_wrong' : texts.length === 0 ? 'scan.none' : 'scan.not_here';
    sendPage(
      reply,
      <GivePage {...{ csrf }} frame={{ ...frame, here: '/give' }} wrong={{ typed, why }} />,
      422,
    );
  }

  /** Somebody's card leads to giving them something; all else has a page of its own. */
  private async onward(actor: Actor, path: string): Promise<string | undefined> {
    const { communityId } = actor;
    if (!path.startsWith('/k/') || communityId === null) return path;
    const found = await this.cardPayments.purseOf(actor, communityId, { token: path.slice(3) });
    return found.kind === 'purse' ? `/c/${communityId}/give/${found.accountId}` : undefined;
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

  @Get('c/:community/codes/:account/:code')
  async showCode(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('code', as(idKind)) codeId: string,
    @Query() { since = '' }: CameQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const shown = await this.codes.show(actor, purse, codeId);
    if (shown === undefined) throw new ProblemError('not_found');
    const receipt = await this.codes.receiptOf(shown.code);
    if (receipt !== undefined) return void reply.redirect(`/r/${receipt}`, 303);
    const known = /^\d+$/.test(since) ? BigInt(since) : undefined;
    const awaited = await this.codes.awaited(shown.code, known);
    const cameIn = known === undefined ? [] : await this.purses.cameIn(purse, known);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <SignPage {...{ frame, csrf, purse, shown, awaited, cameIn }} />);
  }
}
