import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from './access.guard.js';
import { MeView } from './access.input.js';
import type { Actor } from './actor.js';

/** Who a program is to this server. */
@Controller('api/v1/me')
export class MeApi {
  @Get()
  @ApiOkResponse({ type: MeView })
  show(@CurrentActor() actor: Actor): MeView {
    return MeView.of(actor);
  }
}
