import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { CurrentActor } from './access.guard.js';
import { communityKind } from './access.input.js';
import type { Actor } from './actor.js';
import { PassphrasesService } from './passphrases.service.js';

/** Taking away a passphrase that was forgotten; setting one up and signing in with it is for pages only. */
@Controller('api/v1/communities/:community/passphrases')
export class PassphrasesApi {
  constructor(private readonly passphrases: PassphrasesService) {}

  @Delete(':person')
  @HttpCode(204)
  @ApiNoContentResponse()
  async reset(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('person', as(idKind)) personId: string,
  ): Promise<void> {
    answerOrThrow(await this.passphrases.reset(actor, { communityId, personId }));
  }
}
