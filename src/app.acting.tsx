import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, type KnownRequest } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { FlagField } from './api/fields.js';
import { as, readAs } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { ActForm, ActAmountForm, Actings, leftOf, type Acting } from './app.actings.js';
import { ActingPage, ActingPursePage } from './app.acted.js';
import type { Asking } from './app.besides.js';
import { communityOfMember } from './app.holders.js';
import type { Knocking } from './app.hubs.js';
import { payeeOf, ScannedPayees } from './app.payees.js';
import { usualAmounts } from './app.sign.js';
import { SpendAmountPage, SpendPage, SpendScanPage } from './app.spent.js';
import { Visitors } from './app.visitors.js';
import { CurrenciesService } from './communities/currencies.service.js';
import { words } from './languages/languages.js';
import { TrustsService } from './payments/trusts.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

class ActingQuery {
  @FlagField({ optional: true })
  done?: boolean;
}

/** What somebody does for the member who trusts them: look, or give within the week's limit (U08). */
@ApiExcludeController()
@Controller('for/:trust')
export class ActingPages {
  constructor(
    private readonly actings: Actings,
    private readonly payees: ScannedPayees,
    private readonly trusts: TrustsService,
    private readonly currencies: CurrenciesService,
    private readonly visitors: Visitors,
  ) {}

  @Get()
  async show(
    @Query() { done }: ActingQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const acting = await this.at({ request, reply });
    if (acting === undefined) return;
    sendPage(reply, <ActingPage {...acting.page} seen={acting.seen} done={done === true} />);
  }

  /** Every look stands in what the member can read. */
  @Get('purse')
  async look(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const acting = await this.at({ request, reply });
    if (acting === undefined) return;
    const { actor, communityId, seen, page } = acting;
    const [found, currencies] = await Promise.all([
      this.trusts.look(actor, communityId, seen.trust.id),
      this.currencies.all(communityId),
    ]);
    if (found.kind === 'refused') return this.refuse(acting, found.code);
    sendPage(reply, <ActingPursePage {...page} purses={found.items} currencies={currencies} />);
  }

  @Get('pay')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const acting = await this.at({ request, reply });
    if (acting !== undefined) sendPage(reply, <SpendScanPage {...acting.page} />);
  }

  @Post('pay')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const acting = await this.at({ request, reply });
    if (acting === undefined) return;
    const { texts } = await readScan(request);
    const token = await this.payees.in(acting.actor, acting.communityId, texts);
    if (typeof token === 'string') return this.choose(acting, token);
    sendPage(reply, <SpendScanPage {...acting.page} wrong={token.wrong} />, 422);
  }

  @Post('pay/amount')
  async chosen(
    @Body() { token, amount }: ActAmountForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const acting = await this.at({ request, reply });
    if (acting !== undefined) await this.choose(acting, token, amount);
  }

  @Post('pay/yes')
  async pay(
    @Body() { token, amount, order: orderId, visit }: ActForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const acting = await this.at({ request, reply });
    if (acting === undefined) return;
    const { actor, communityId, seen } = acting;
    if (visit !== seen.trust.id) return this.refuse(acting, 'stale_preview');
    const payment = { orderId, amount, ...payeeOf(token) };
    const answer = await this.trusts.pay(actor, communityId, visit, payment);
    if (answer.kind === 'refused') return this.refuse(acting, answer.code);
    void reply.redirect(`${acting.page.path}?done=yes`, 303);
  }

  /** By who is trusted; over is over, and may be said twice. */
  @Post('end')
  async end(
    @CurrentActor() actor: Actor,
    @Param('trust', as(idKind)) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.trusts.end(actor, communityOfMember(actor), id);
    if (answer.kind === 'refused') return this.over({ actor, request, reply }, answer.code);
    void reply.redirect('/', 303);
  }

  /** How much where the code does not say it, else whether it is right; never more than the week has left. */
  private async choose(acting: Acting, token: string, amount?: bigint): Promise<void> {
    const { actor, communityId, seen, page, reply } = acting;
    const asked = { ...payeeOf(token), ...(amount !== undefined && { amount }) };
    const look = await this.trusts.preview(actor, communityId, seen.trust.id, asked);
    if (look.kind === 'refused') return this.refuse(acting, look.code);
    const left = leftOf(seen) ?? 0n;
    const { perPayment } = look.currency;
    const most = perPayment === null || perPayment > left ? left : perPayment;
    const within = { ...look, currency: { ...look.currency, perPayment: most } };
    const fits = look.amount === null ? usualAmounts(within).length > 0 : look.amount <= left;
    if (!fits) return this.refuse(acting, 'over_trust_limit');
    const Shown = look.amount === null ? SpendAmountPage : SpendPage;
    sendPage(reply, <Shown {...page} visitId={seen.trust.id} token={token} look={within} isFor />);
  }

  private refuse({ reply, page: { frame, path } }: Acting, code: string): void {
    sendCardRefused(reply, frame, code, { back: path });
  }

  /** Undefined after the page that says that it is over. */
  private async at({ request, reply }: Knocking): Promise<Acting | undefined> {
    const { trust } = request.params as { readonly trust: string };
    // The door lets nobody in here who is not signed in.
    const asking = { actor: (request as KnownRequest).actor!, request, reply };
    const acting = await this.actings.at(asking, readAs(idKind, trust, 'trust', 'text') as string);
    if (acting.kind === 'acting') return acting;
    await this.over(asking, acting.code);
    return undefined;
  }

  private async over({ actor, request, reply }: Asking, code: string): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const label = words(frame.language).t('buttons.to_start');
    const ways = [{ icon: 'home', label, href: '/' }] as const;
    sendPage(reply, <RefusedPage {...frame} here={undefined} {...{ code, ways }} />, 410);
  }
}
