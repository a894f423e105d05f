import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import { may, type Actor } from './access/actor.js';
import { PursePage } from './app.pursed.js';
import { OwnPurses } from './app.purses.js';
import { Visitors } from './app.visitors.js';
import { Clock } from './database/clock.js';
import { VoucherOutlets, type Outlet } from './vouchers/voucher-outlets.js';
import { openTerms } from './vouchers/voucher-terms.js';
import { sendPage } from './web/page-answer.js';

/** How many of the last lines stand below what somebody has. */
const shownLines = 3;

/** What somebody has, what they gave and got last, and what they can do with it. */
@ApiExcludeController()
@Controller('purse')
export class PursePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly outlets: VoucherOutlets,
    private readonly clock: Clock,
  ) {}

  /** The purse is covered everywhere else. */
  @Get()
  async purse(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const [purses, outlets] = await Promise.all([this.purses.own(actor), this.outletsFor(actor)]);
    const lines = await this.purses.lastLines(purses, shownLines);
    sendPage(reply, <PursePage {...{ frame, purses, lines, outlets }} />);
  }

  private async outletsFor(actor: Actor): Promise<Outlet[]> {
    const { communityId, id: partyId } = actor;
    if (communityId === null || !may(actor, 'read_people', { communityId, partyId }, this.clock.now()))
      return [];
    return this.outlets.of(actor, { communityId, terms: openTerms });
  }
}
