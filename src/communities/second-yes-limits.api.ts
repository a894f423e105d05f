import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from './communities.input.js';
import {
  NewSecondYesLimitInput,
  SecondYesLimitList,
  SecondYesLimitQuery,
  SecondYesLimitView,
} from './second-yes-limits.input.js';
import { SecondYesLimits } from './second-yes-limits.service.js';

/** Above which amounts two treasurers of a group have to say yes. */
@Controller('api/v1/communities/:community/second-yes-limits')
export class SecondYesLimitsApi {
  constructor(private readonly limits: SecondYesLimits) {}

  /** Sets one. A lower one counts at once; a higher one or none when another treasurer has said yes. */
  @Post()
  @ApiCreatedResponse({ type: SecondYesLimitView })
  async set(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { party, currency, amount, days }: NewSecondYesLimitInput,
  ): Promise<SecondYesLimitView> {
    const wish = { partyId: party, currency, amount, ...(days !== undefined && { days }) };
    return SecondYesLimitView.of(answerOrThrow(await this.limits.set(actor, communityId, wish)).limit);
  }

  /** All that a group had, newest first. */
  @Get()
  @ApiOkResponse({ type: SecondYesLimitList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() { party }: SecondYesLimitQuery,
  ): Promise<SecondYesLimitList> {
    return { items: (await this.limits.list(actor, communityId, party)).map(SecondYesLimitView.of) };
  }

  @Post(':id/approve')
  @HttpCode(200)
  @ApiOkResponse({ type: SecondYesLimitView })
  async approve(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<SecondYesLimitView> {
    return SecondYesLimitView.of(answerOrThrow(await this.limits.approve(actor, communityId, id)).limit);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @ApiOkResponse({ type: SecondYesLimitView })
  async decline(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<SecondYesLimitView> {
    return SecondYesLimitView.of(answerOrThrow(await this.limits.decline(actor, communityId, id)).limit);
  }
}
