import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { communityIdKind } from '../communities/communities.input.js';
import { MonthsQuery, TotalsView } from './totals.input.js';
import { TotalsService } from './totals.service.js';

/** The sums of a community: what is in circulation and what moved. */
@Controller('api/v1/communities/:community/totals')
export class TotalsApi {
  constructor(private readonly totals: TotalsService) {}

  @Get()
  @ApiOkResponse({ type: TotalsView })
  show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() { from, to }: MonthsQuery,
  ): Promise<TotalsView> {
    return this.totals.totals(actor, communityId, { from, to });
  }
}
