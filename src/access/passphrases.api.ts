import { Body, Controller, Delete, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { TextField } from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { CurrentActor } from './access.guard.js';
import { communityKind } from './access.input.js';
import type { Actor } from './actor.js';
import { passphraseLength } from './passphrase.js';
import { PassphraseChangeService } from './passphrase-change.service.js';
import { PassphrasesService } from './passphrases.service.js';

class PassphraseChangeInput {
  @TextField({ max: passphraseLength.max, about: 'The one of until now.' })
  passphrase!: string;

  @TextField({ max: 10, about: 'The six digits of this moment.' })
  code!: string;

  @TextField({ max: passphraseLength.max, about: 'At least 12 characters.' })
  next!: string;
}

/** Changing a passphrase, or taking away a forgotten one; setting one up and signing in with it is for pages only. */
@Controller('api/v1/communities/:community/passphrases')
export class PassphrasesApi {
  constructor(
    private readonly passphrases: PassphrasesService,
    private readonly changes: PassphraseChangeService,
  ) {}

  /** One's own, in a session that a passphrase opened; all other sessions end. */
  @Post('change')
  @HttpCode(204)
  @ApiNoContentResponse()
  async change(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Body() input: PassphraseChangeInput,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (actor.communityId !== communityId) throw new ProblemError('not_allowed');
    answerOrThrow(await this.changes.change(actor, { ...input, address: request.ip }));
  }

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
