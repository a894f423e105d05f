import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from './access.guard.js';
import { MeView, WaysInView } from './access.input.js';
import type { Actor } from './actor.js';
import { AuditService } from './audit.service.js';

/** Who a program is to this server. */
@Controller('api/v1/me')
export class MeApi {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOkResponse({ type: MeView })
  show(@CurrentActor() actor: Actor): MeView {
    return MeView.of(actor);
  }

  /** Links that others made in the last 30 days, by which a session of whoever asks could be opened. */
  @Get('ways-in')
  @ApiOkResponse({ type: WaysInView })
  async waysIn(@CurrentActor() actor: Actor): Promise<WaysInView> {
    return WaysInView.of(await this.audit.waysIn(actor));
  }
}
