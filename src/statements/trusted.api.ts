import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { TrustsService } from '../payments/trusts.service.js';
import { lineNumberKind, PeriodQuery, StatementView, wishOf } from './statements.input.js';
import { StatementsService } from './statements.service.js';

/** What a member lets somebody see who is trusted. Every look stands in the audit. */
@Controller('api/v1/communities/:community/trusts/:trust/accounts/:account')
export class TrustedApi {
  constructor(
    private readonly trusts: TrustsService,
    private readonly statements: StatementsService,
  ) {}

  @Get('statement')
  @ApiOkResponse({ type: StatementView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('trust', as(idKind)) trustId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() query: PeriodQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatementView> {
    const trusted = answerOrThrow(await this.trusts.actorFor(actor, communityId, trustId)) as Actor;
    const [last] = (readCursor(query.after, [lineNumberKind]) ?? []) as [number?];
    const limit = limitOf(query);
    const ask = { after: last === undefined ? undefined : BigInt(last), limit };
    const part = await this.statements.statement(trusted, communityId, accountId, wishOf(query), ask);
    const page = pageOf(part.lines, limit, ({ number }) => [number]);
    answerPage(request, reply, page);
    return StatementView.of(part.head, page.items, page.next);
  }
}
