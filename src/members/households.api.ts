import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { AdmissionInput, DayLimitInput, HouseholdInput, HouseholdView } from './households.input.js';
import { HouseholdsService } from './households.service.js';
import { StoppingInput } from './members.input.js';

/** Households: founded, joined by a member's yes, left in one act. */
@Controller('api/v1/communities/:community/households')
export class HouseholdsApi {
  constructor(private readonly households: HouseholdsService) {}

  @Post()
  @ApiCreatedResponse({ type: HouseholdView })
  async found(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: HouseholdInput,
  ): Promise<HouseholdView> {
    return HouseholdView.of(
      answerOrThrow(await this.households.found(actor, communityId, input.personId)).household,
    );
  }

  @Get(':household')
  @ApiOkResponse({ type: HouseholdView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('household', as(idKind)) id: string,
  ): Promise<HouseholdView> {
    return HouseholdView.of(await this.households.find(actor, communityId, id));
  }

  @Post(':household/members')
  @ApiCreatedResponse({ type: HouseholdView })
  async admit(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('household', as(idKind)) id: string,
    @Body() input: AdmissionInput,
  ): Promise<HouseholdView> {
    const limits = AdmissionInput.limits(input);
    const answer = await this.households.admit(actor, communityId, id, input.personId, limits);
    return HouseholdView.of(answerOrThrow(answer).household);
  }

  @Put(':household/members/:person/limit')
  @HttpCode(204)
  @ApiNoContentResponse()
  async setLimit(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('household', as(idKind)) id: string,
    @Param('person', as(idKind)) personId: string,
    @Body() input: DayLimitInput,
  ): Promise<void> {
    answerOrThrow(await this.households.setLimit(actor, communityId, id, personId, input));
  }

  @Delete(':household/members/me')
  @HttpCode(204)
  @ApiNoContentResponse()
  async leave(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('household', as(idKind)) id: string,
    @Query() input: StoppingInput,
  ): Promise<void> {
    answerOrThrow(await this.households.leave(actor, communityId, id, StoppingInput.wish(input)));
  }
}
