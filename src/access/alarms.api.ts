import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { as } from '../api/input.pipe.js';
import { CurrentActor } from './access.guard.js';
import { AlarmListView, AlarmView, communityKind } from './access.input.js';
import type { Actor } from './actor.js';
import { GuessesService } from './guesses.service.js';

/** What the people of a community are warned of. */
@Controller('api/v1/communities/:community/alarms')
export class AlarmsApi {
  constructor(private readonly guesses: GuessesService) {}

  @Get()
  @ApiOkResponse({ type: AlarmListView })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
  ): Promise<AlarmListView> {
    return { items: (await this.guesses.alarms(actor, communityId)).map(AlarmView.of) };
  }
}
