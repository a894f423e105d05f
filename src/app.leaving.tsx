import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { Arrivals } from './access/arrivals.js';
import { NotAllowed } from './access/errors.js';
import { FormInput, IdField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import type { Asking } from './app.besides.js';
import { CardHolders } from './app.holders.js';
import { LeavePage, LeaveYesPage, LeftPage } from './app.left.js';
import { Visitors } from './app.visitors.js';
import { Clock } from './database/clock.js';
import { words, type WordKey } from './languages/languages.js';
import { ForgettingService } from './members/forgetting.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class LeaveForm {
  /** Who gets what is left; the pot when left out. */
  @IdField({ optional: true })
  to?: string;
}

/** Stopping and being forgotten: where the rest goes, yes, and a proof on paper (S23, U69). */
@ApiExcludeController()
@Controller('me/stop')
export class LeavingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly forgetting: ForgettingService,
    private readonly holders: CardHolders,
    private readonly arrivals: Arrivals,
    private readonly clock: Clock,
  ) {}

  @Get()
  ask(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show({ actor, request, reply });
  }

  @Get('pot')
  async toPot(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    communityOf(actor);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <LeaveYesPage {...{ frame, csrf }} to={null} />);
  }

  /** The card of who gets the rest was scanned; nothing is changed yet. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async toSomebody(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = communityOf(actor);
    const face = await this.holders.scanned(actor, communityId, request);
    if (typeof face === 'string') return this.show(asking, face);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <LeaveYesPage frame={{ ...frame, here: undefined }} csrf={csrf} to={face} />);
  }

  /** The proof is the answer itself: there is nobody signed in any more to whom another page could be shown. */
  @Post('yes')
  async leave(
    @CurrentActor() actor: Actor,
    @Body() { to }: LeaveForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = communityOf(actor);
    const { frame, timeZone } = await this.visitors.visit(actor, request);
    const wish = { to: to === undefined ? ('pot' as const) : { partyId: to }, potTakesOver: false };
    const answer = await this.forgetting.erase(actor, communityId, actor.id, wish);
    if (answer.kind === 'refused') {
      const label = words(frame.language).t('buttons.help');
      const ways = [
        { icon: 'help', label, href: '/help' },
        { icon: 'back', label: words(frame.language).t('buttons.back'), href: '/me' },
      ] as const;
      return sendPage(reply, <RefusedPage {...frame} here={undefined} code={answer.code} ways={ways} />, 422);
    }
    const { language, community } = frame;
    const at = this.clock.now();
    void reply.header('set-cookie', this.arrivals.ended()).header('clear-site-data', '"cache"');
    sendPage(
      reply,
      <LeftPage {...{ language, at, timeZone }} community={community ?? ''} toPot={to === undefined} />,
    );
  }

  private async show({ actor, request, reply }: Asking, wrong?: WordKey): Promise<void> {
    communityOf(actor);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const page = { frame: { ...frame, here: '/me/stop' }, csrf, wrong };
    sendPage(reply, <LeavePage {...page} />, wrong === undefined ? 200 : 422);
  }
}

function communityOf({ communityId, kind }: Actor): string {
  if (communityId === null || kind !== 'person') throw new NotAllowed();
  return communityId;
}
