import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { photoFormOf, photoMax } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { DrawingsPage, DrawPage } from './app.drawn.js';
import { Visitors } from './app.visitors.js';
import { DrawingsService } from './communities/drawings.service.js';
import { isWordKey, words } from './languages/languages.js';
import { sendPage } from './web/page-answer.js';

/** Where a community puts its own drawings in the place of ours, and where they are served (S59, pitfall 24). */
@ApiExcludeController()
@Controller()
export class DrawingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly drawings: DrawingsService,
  ) {}

  /** A drawing. It is one's own community's, so a shared cache keeps none, and after a day it is asked for again. */
  @Public()
  @Get('drawings/:file')
  async picture(
    @CurrentActor() actor: Actor | undefined,
    @Param('file') file: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [, name = '', hash = ''] = /^(\w{1,40})\.([0-9a-f]{16})\.png$/.exec(file) ?? [];
    const picture = await this.drawings.show(actor?.communityId ?? null, name, hash);
    if (picture === undefined) throw new ProblemError('not_found');
    void reply
      .headers({
        'content-type': 'image/png',
        'cache-control': 'private, max-age=86400, immutable',
        'x-content-type-options': 'nosniff',
      })
      .send(picture);
  }

  @Get('people/drawings')
  async all(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const drawn = await this.drawings.list(actor, communityOf(actor));
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <DrawingsPage {...{ frame, drawn }} />);
  }

  @Get('people/drawings/:name')
  async one(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(actor, name, request, reply);
  }

  @Post('people/drawings/:name')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async draw(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { photo } = photoFormOf(request);
    const answer = await this.drawings.draw(actor, communityOf(actor), name, photo);
    if (answer.kind === 'drawn') return void reply.redirect(`/people/drawings/${name}`, 303);
    if (answer.code === 'no_such_drawing' || answer.code === 'not_found') throw new ProblemError('not_found');
    await this.show(actor, name, request, reply, answer.code);
  }

  @Post('people/drawings/:name/remove')
  async remove(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.drawings.erase(actor, communityOf(actor), name);
    void reply.redirect('/people/drawings', 303);
  }

  private async show(
    actor: Actor,
    name: string,
    request: FastifyRequest,
    reply: FastifyReply,
    refusal?: string,
  ): Promise<void> {
    const all = await this.drawings.list(actor, communityOf(actor));
    const drawn = all.find((each) => each.name === name);
    if (drawn === undefined) throw new ProblemError('not_found');
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const key = `refusals.${refusal}`;
    const wrong = isWordKey(key) ? words(frame.language).t(key) : undefined;
    const status = refusal === undefined ? 200 : 422;
    sendPage(reply, <DrawPage {...{ frame, csrf, drawn, wrong }} />, status);
  }
}

/** @throws NotAllowed for whoever belongs to no community */
function communityOf({ communityId }: Actor): string {
  if (communityId === null) throw new NotAllowed();
  return communityId;
}
