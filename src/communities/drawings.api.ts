import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { photoBody, TakesPhoto } from '../api/photo-body.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from './communities.input.js';
import { drawingKind, DrawingList, DrawingView, ErasedDrawingsView } from './drawings.input.js';
import { DrawingsService } from './drawings.service.js';

/** The pictures that a community puts in the place of ours, pictogram by pictogram. */
@Controller('api/v1/communities/:community/drawings')
export class DrawingsApi {
  constructor(private readonly drawings: DrawingsService) {}

  /** Every pictogram that may be replaced, the token first. */
  @Get()
  @ApiOkResponse({ type: DrawingList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
  ): Promise<DrawingList> {
    return { items: (await this.drawings.list(actor, communityId)).map(DrawingView.of) };
  }

  /** Puts the middle of a photograph in the place of a pictogram. Only its points are kept, small and round. */
  @Put(':name')
  @TakesPhoto()
  @ApiOkResponse({ type: DrawingView })
  async draw(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('name', as(drawingKind)) name: string,
    @Body() body: Buffer,
  ): Promise<DrawingView> {
    answerOrThrow(await this.drawings.draw(actor, communityId, name, photoBody(body)));
    const all = await this.drawings.list(actor, communityId);
    return DrawingView.of(all.find((each) => each.name === name)!);
  }

  /** Takes a drawing away: ours is shown again. */
  @Delete(':name')
  @ApiOkResponse({ type: ErasedDrawingsView })
  async erase(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('name', as(drawingKind)) name: string,
  ): Promise<ErasedDrawingsView> {
    return { erased: await this.drawings.erase(actor, communityId, name) };
  }
}
