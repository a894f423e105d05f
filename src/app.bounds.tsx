import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { CardLimitsService } from './access/card-limits.service.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { BoundsPage } from './app.bounded.js';
import { OwnPurses } from './app.purses.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import { sendPage } from './web/page-answer.js';

/** How much goes at once, on a day and without a secret, in pictures for whoever keeps or checks a purse (U32). */
@ApiExcludeController()
@Controller('c/:community/kas/:account/limits')
export class BoundsPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly cardLimits: CardLimitsService,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId, 'read_statement');
    const [{ frame }, card] = await Promise.all([
      this.visitors.visit(actor, request),
      this.cardLimits.show(actor, communityId, purse.currency.code),
    ]);
    sendPage(reply, <BoundsPage {...{ frame, purse }} card={card?.now} />);
  }
}
