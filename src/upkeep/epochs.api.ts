import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { ProblemError } from '../api/problem.js';
import { RestoresService } from './restores.service.js';
import { EpochView } from './upkeep.input.js';

/** The last restore of a backup: nothing is booked after it before an operator has confirmed it. */
@Controller('api/v1/restore')
export class EpochsApi {
  constructor(private readonly restores: RestoresService) {}

  @Get()
  @ApiOkResponse({ type: EpochView })
  async show(@CurrentActor() actor: Actor): Promise<EpochView> {
    const epoch = await this.restores.last(actor);
    if (epoch === undefined) throw new ProblemError('not_found');
    return EpochView.of(epoch);
  }

  @Post('confirmation')
  @HttpCode(204)
  @ApiNoContentResponse()
  async confirm(@CurrentActor() actor: Actor): Promise<void> {
    if (!(await this.restores.confirm(actor))) throw new ProblemError('not_found');
  }
}
