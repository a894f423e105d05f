import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { as } from '../api/input.pipe.js';
import { answerPage, limitOf } from '../api/paging.js';
import { CurrentActor } from './access.guard.js';
import { AuditPageView, AuditQuery, AuditView, communityKind } from './access.input.js';
import type { Actor } from './actor.js';
import { AuditService } from './audit.service.js';

/** Who did and who looked at what. */
@Controller('api/v1')
export class AuditApi {
  constructor(private readonly audit: AuditService) {}

  @Get('communities/:community/audit')
  @ApiOkResponse({ type: AuditPageView })
  list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Query() query: AuditQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditPageView> {
    return this.page(actor, communityId, query, request, reply);
  }

  /** What concerns the server itself, for its operators. */
  @Get('audit')
  @ApiOkResponse({ type: AuditPageView })
  listServer(
    @CurrentActor() actor: Actor,
    @Query() query: AuditQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditPageView> {
    return this.page(actor, null, query, request, reply);
  }

  private async page(
    actor: Actor,
    communityId: string | null,
    query: AuditQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AuditPageView> {
    const { partyId, after } = query;
    const { lines, next } = await this.audit.list(actor, {
      communityId,
      partyId,
      after,
      limit: limitOf(query),
    });
    return answerPage(request, reply, { items: lines.map(AuditView.of), next });
  }
}
