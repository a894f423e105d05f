import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind, currencyCodeKind } from '../communities/communities.input.js';
import { DemurrageService } from './demurrage.service.js';
import { ExpiryService } from './expiry.service.js';
import {
  DemurragePreviewView,
  DemurrageRunInput,
  DemurrageRunView,
  ExpiryPreviewView,
  ExpiryRunView,
  RemindedInput,
  RemindedView,
} from './upkeep.input.js';

/** Demurrage and expiry of a currency: shown first, then booked. */
@Controller('api/v1/communities/:community/currencies/:currency')
export class UpkeepApi {
  constructor(
    private readonly demurrage: DemurrageService,
    private readonly expiry: ExpiryService,
  ) {}

  @Get('demurrage')
  @ApiOkResponse({ type: DemurragePreviewView })
  async demurragePreview(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) currency: string,
  ): Promise<DemurragePreviewView> {
    return answerOrThrow(await this.demurrage.preview(actor, communityId, currency));
  }

  @Post('demurrage/runs')
  @HttpCode(200)
  @ApiOkResponse({ type: DemurrageRunView })
  async demurrageRun(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) currency: string,
    @Body() { stamp }: DemurrageRunInput,
  ): Promise<DemurrageRunView> {
    return answerOrThrow(await this.demurrage.run(actor, communityId, currency, stamp));
  }

  @Get('expiry')
  @ApiOkResponse({ type: ExpiryPreviewView })
  async expiryPreview(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) currency: string,
  ): Promise<ExpiryPreviewView> {
    return answerOrThrow(await this.expiry.preview(actor, communityId, currency));
  }

  @Post('expiry/reminders')
  @HttpCode(200)
  @ApiOkResponse({ type: RemindedView })
  async reminded(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) currency: string,
    @Body() { parties }: RemindedInput,
  ): Promise<RemindedView> {
    return answerOrThrow(await this.expiry.reminded(actor, communityId, currency, parties));
  }

  @Post('expiry/runs')
  @HttpCode(200)
  @ApiOkResponse({ type: ExpiryRunView })
  async expiryRun(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) currency: string,
  ): Promise<ExpiryRunView> {
    return answerOrThrow(await this.expiry.run(actor, communityId, currency));
  }
}
