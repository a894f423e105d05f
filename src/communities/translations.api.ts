import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from './communities.input.js';
import { languageKind, TranslationList, TranslationView } from './translations.input.js';
import { TranslationsService } from './translations.service.js';

/** The languages that stand beside Dutch, which a steward turns on and off. */
@Controller('api/v1/communities/:community/translations')
export class TranslationsApi {
  constructor(private readonly translations: TranslationsService) {}

  @Get()
  @ApiOkResponse({ type: TranslationList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) id: string,
  ): Promise<TranslationList> {
    return { items: (await this.translations.list(actor, id)).map(TranslationView.of) };
  }

  @Put(':language')
  @ApiOkResponse({ type: TranslationView })
  turnOn(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) id: string,
    @Param('language', as(languageKind)) code: string,
  ): Promise<TranslationView> {
    return this.turn(actor, id, code, true);
  }

  @Delete(':language')
  @ApiOkResponse({ type: TranslationView })
  turnOff(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) id: string,
    @Param('language', as(languageKind)) code: string,
  ): Promise<TranslationView> {
    return this.turn(actor, id, code, false);
  }

  private async turn(actor: Actor, id: string, code: string, on: boolean): Promise<TranslationView> {
    return TranslationView.of(answerOrThrow(await this.translations.turn(actor, id, code, on)).translation);
  }
}
