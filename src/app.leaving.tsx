import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { Arrivals } from './access/arrivals.js';
import { NotFromOurPages } from './access/errors.js';
import { FormInput, IdField, TextField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import type { Asking } from './app.besides.js';
import { CardHolders, communityOfMember } from './app.holders.js';
import { Leavers } from './app.leavers.js';
import { LeavePage, LeaveYesPage, LeftPage, OwesPage } from './app.left.js';
import { Visitors } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { words, type WordKey } from './languages/languages.js';
import { ForgettingService } from './members/forgetting.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class LeaveForm {
  /** Judged at the door as long as somebody is signed in. */
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** Who gets what is left; the pot when left out. */
  @IdField({ optional: true })
  to?: string;

  @TextField({ max: 2000 })
  who!: string;
}

/** Where it is on a telephone of one's own. */
const ownStop = { path: '/me/stop', back: '/me', home: '/purse' } as const;

/** Stopping and being forgotten: where the rest goes, yes, and a proof on paper (S23, U69). */
@ApiExcludeController()
@Controller('me/stop')
export class LeavingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly forgetting: ForgettingService,
    private readonly holders: CardHolders,
    private readonly arrivals: Arrivals,
    private readonly leavers: Leavers,
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
  toPot(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.askSure({ actor, request, reply }, null);
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
    const { texts } = await readScan(request);
    const face = await this.holders.scanned(actor, communityOfMember(actor), texts);
    return typeof face === 'string' ? this.show(asking, face) : this.askSure(asking, face);
  }

  /**
   * The proof is the answer itself: there is nobody signed in any more to whom another page could be shown. For a
   * second tap that is so from the beginning, and it gets the same proof.
   */
  @Public()
  @Post('yes')
  async leave(
    @CurrentActor() actor: Actor | undefined,
    @Body() { to, who }: LeaveForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId, personId, ...said } = this.leavers.open(who);
    if (actor !== undefined) {
      if (communityOfMember(actor) !== communityId || actor.id !== personId) throw new NotFromOurPages();
      const wish = { to: to === undefined ? ('pot' as const) : { partyId: to }, potTakesOver: false };
      const answer = await this.forgetting.erase(actor, communityId, personId, wish);
      if (answer.kind === 'refused') return this.refuse({ actor, request, reply }, answer.code);
    }
    const at = await this.forgetting.forgottenAt(communityId, personId);
    if (at === null) return void reply.redirect('/', 303);
    void reply.header('set-cookie', this.arrivals.ended()).header('clear-site-data', '"cache"');
    sendPage(reply, <LeftPage {...said} at={at} toPot={to === undefined} />);
  }

  private async show({ actor, request, reply }: Asking, wrong?: WordKey): Promise<void> {
    const communityId = communityOfMember(actor);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    if (await this.forgetting.owes(actor, communityId))
      return sendPage(reply, <OwesPage {...{ frame, ...ownStop }} />);
    const page = { frame: { ...frame, here: ownStop.path }, csrf, wrong };
    sendPage(reply, <LeavePage {...page} {...ownStop} />, wrong === undefined ? 200 : 422);
  }

  private async askSure({ actor, request, reply }: Asking, to: Face | null): Promise<void> {
    const communityId = communityOfMember(actor);
    const { frame, csrf, timeZone } = await this.visitors.visit(actor, request);
    const { language, community = '' } = frame;
    const who = this.leavers.seal({ communityId, personId: actor.id, language, community, timeZone });
    sendPage(reply, <LeaveYesPage {...{ frame, csrf, to, who, ...ownStop }} />);
  }

  private async refuse({ actor, request, reply }: Asking, code: string): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const { t } = words(frame.language);
    const ways = [
      { icon: 'help', label: t('buttons.help'), href: '/help' },
      { icon: 'back', label: t('buttons.back'), href: '/me' },
    ] as const;
    sendPage(reply, <RefusedPage {...frame} here={undefined} {...{ code, ways }} />, 422);
  }
}
