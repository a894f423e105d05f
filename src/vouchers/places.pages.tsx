import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { sendPage } from '../web/page-answer.js';
import { VoucherFrames } from './voucher-frames.js';
import { VoucherPlaces } from './voucher-places.service.js';
import { PlacesPage, stationPath } from './views/station.js';

/** From the first page to where vouchers are taken. */
@ApiExcludeController()
@Controller('vouchers')
export class VoucherPlacesPages {
  constructor(
    private readonly places: VoucherPlaces,
    private readonly frames: VoucherFrames,
  ) {}

  /** Straight on where there is one place only. */
  @Get()
  async where(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const places = await this.places.of(actor, here(actor));
    const [first, second] = places;
    if (first === undefined) throw new NotAllowed();
    if (second === undefined) return void reply.redirect(stationPath(first), 303);
    const { frame } = await this.frames.of(actor, request);
    sendPage(reply, <PlacesPage {...{ frame, places }} />);
  }

  @Get('on-card')
  onCard(@CurrentActor() actor: Actor, @Res() reply: FastifyReply): void {
    void reply.redirect(`/c/${here(actor)}/vouchers-on-card`, 303);
  }
}

function here({ communityId }: Actor): string {
  if (communityId === null) throw new NotAllowed();
  return communityId;
}
