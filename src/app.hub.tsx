import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { FormInput, TextField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { hubLeaving, Hubs, hubPath, mePath } from './app.hubs.js';
import { DonePage, IdlePage, StopPage, TurnOnPage } from './app.hubwait.js';
import type { Kiosk } from './app.kiosks.js';
import { Visitors } from './app.visitors.js';
import { HelpPage } from './app.welcome.js';
import { translationsFor } from './web/language-choice.js';
import type { WordKey } from './languages/languages.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class HubForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;
}

/** A card as its QR code says it. */
const cardToken = /(?:^|\/)([0-9A-Za-z]{26})$/;

/** The kiosk of a hub (S63): it waits, greets in every language, and serves one card at a time. */
@Public()
@ApiExcludeController()
@Controller('hub')
export class HubPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly visitors: Visitors,
  ) {}

  /** Where it waits. Whoever was here before is gone with this page. */
  @Get()
  async wait(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { kiosks } = this.hubs;
    const kiosk = await kiosks.of(request);
    if (kiosk !== undefined) {
      if (actor?.kind === 'person') void reply.header('set-cookie', await kiosks.leave(actor));
      await this.hubs.close({ request, reply }, kiosk);
      return this.idle(request, reply, kiosk, null);
    }
    if (!kiosks.mayKeep(actor)) return void reply.redirect('/', 303);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <TurnOnPage {...{ frame, csrf }} />);
  }

  /** The helper's own session goes into the kiosk, and out of every other page of the device. */
  @Post('start')
  async start(
    @CurrentActor() actor: Actor | undefined,
    @Body() _form: HubForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (actor === undefined) return void reply.redirect('/', 303);
    const cookies = await this.hubs.kiosks.start(actor, request);
    // What the browser kept of the helper's own pages goes too, so that Back shows nothing of them (U06).
    void reply.header('set-cookie', cookies).header('clear-site-data', '"cache"').redirect(hubPath, 303);
  }

  @Get('stop')
  async askStop(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const kiosk = await this.hubs.kiosks.of(request);
    if (kiosk === undefined) return void reply.redirect('/', 303);
    sendPage(reply, <StopPage frame={await this.hubs.frame(request, kiosk)} csrf={kiosk.csrf} />);
  }

  @Post('stop')
  async stop(
    @Body() { _csrf }: HubForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { kiosks } = this.hubs;
    const kiosk = await kiosks.of(request);
    if (kiosk === undefined) return void reply.redirect('/', 303);
    kiosks.mustBeMeant(kiosk, _csrf);
    void reply.header('set-cookie', await kiosks.stop(kiosk)).redirect('/', 303);
  }

  /** A card was shown. A number that was typed is not enough, for nothing is asked before the tiles. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async card(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { kiosks } = this.hubs;
    const kiosk = await kiosks.of(request);
    if (kiosk === undefined) return void reply.redirect('/', 303);
    const { texts, fields } = await readScan(request);
    kiosks.mustBeMeant(kiosk, fields._csrf);
    const token = texts.flatMap((text) => cardToken.exec(text.trim())?.[1] ?? [])[0];
    if (token === undefined)
      return this.idle(request, reply, kiosk, texts.length === 0 ? 'scan.none' : 'hub.number_alone');
    const opened = await this.hubs.open({ request, reply }, kiosk, token);
    if (opened.kind === 'opened') return void reply.redirect(mePath, 303);
    if (opened.code === 'card_unknown') return this.idle(request, reply, kiosk, 'refusals.card_unknown');
    sendCardRefused(reply, await this.hubs.frame(request, kiosk), opened.code, { isLook: true });
  }

  /** Something was given, and the visit is over with it. */
  @Get('done')
  async done(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const kiosk = await this.hubs.kiosks.of(request);
    if (kiosk?.gift == null) return void reply.redirect(hubPath, 303);
    const frame = await this.hubs.frame(request, kiosk);
    sendPage(reply, <DonePage frame={{ ...frame, here: undefined, idle: hubLeaving }} gift={kiosk.gift} />);
  }

  @Get('help')
  async help(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const kiosk = await this.hubs.kiosks.of(request);
    if (kiosk === undefined) return void reply.redirect('/help', 303);
    const frame = { ...(await this.hubs.frame(request, kiosk)), here: undefined };
    sendPage(reply, <HelpPage {...{ ...frame, idle: hubLeaving, back: hubPath }} />);
  }

  private async idle(
    request: FastifyRequest,
    reply: FastifyReply,
    kiosk: Kiosk,
    wrong: WordKey | null,
  ): Promise<void> {
    const frame = await this.hubs.frame(request, kiosk);
    const props = { frame, csrf: kiosk.csrf, translations: translationsFor(request), wrong };
    sendPage(reply, <IdlePage {...props} />, wrong === null ? 200 : 422);
  }
}
