import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { wholeKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, PageQuery, readCursor } from '../api/paging.js';
import { communityIdKind } from '../communities/communities.input.js';
import { JournalLineView, JournalPage } from './journal.input.js';
import { JournalService } from './journal.service.js';

const positionKind = wholeKind({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** The journal of a community, in the order of booking: ids and codes only. */
@Controller('api/v1/communities/:community/journal')
export class JournalApi {
  constructor(private readonly journal: JournalService) {}

  @Get()
  @ApiOkResponse({ type: JournalPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JournalPage> {
    const [after = 0] = (readCursor(query.after, [positionKind]) ?? []) as [number?];
    const limit = limitOf(query);
    const found = await this.journal.read(actor, communityId, BigInt(after), limit + 1);
    const page = pageOf(found, limit, ({ position }) => [position]);
    const items = page.items.map((line) => JournalLineView.of(line));
    return answerPage(request, reply, { items, next: page.next });
  }
}
