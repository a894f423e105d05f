import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { soundBody, TakesSound } from '../api/sound-body.js';
import { communityIdKind } from './communities.input.js';
import { soundMax } from './sound.js';
import { clipKind, ClipList, ClipView, ErasedSoundsView } from './sounds.input.js';
import { SoundsService, type RecordedClip } from './sounds.service.js';
import { languageKind } from './translations.input.js';

/** What people of a community spoke in for its pages, clip by clip. */
@Controller('api/v1/communities/:community/sounds/:language')
export class SoundsApi {
  constructor(private readonly sounds: SoundsService) {}

  /** Every clip of a language, the most used first, with who speaks it now. */
  @Get()
  @ApiOkResponse({ type: ClipList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('language', as(languageKind)) language: string,
  ): Promise<ClipList> {
    return { items: (await this.clips(actor, communityId, language)).map(ClipView.of) };
  }

  /** Keeps a recording in the place of the one before. */
  @Put(':clip')
  @TakesSound(soundMax)
  @ApiOkResponse({ type: ClipView })
  async record(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('language', as(languageKind)) language: string,
    @Param('clip', as(clipKind)) clip: string,
    @Body() body: Buffer,
  ): Promise<ClipView> {
    answerOrThrow(await this.sounds.record(actor, { communityId, language, clip }, soundBody(body)));
    const clips = await this.clips(actor, communityId, language);
    return ClipView.of(clips.find(({ name }) => name === clip)!);
  }

  /** Removes a recording: what comes with the service is heard again. */
  @Delete(':clip')
  @ApiOkResponse({ type: ErasedSoundsView })
  async erase(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('language', as(languageKind)) language: string,
    @Param('clip', as(clipKind)) clip: string,
  ): Promise<ErasedSoundsView> {
    return { erased: await this.sounds.erase(actor, communityId, language, clip) };
  }

  /** Removes all recordings in a language. */
  @Delete()
  @ApiOkResponse({ type: ErasedSoundsView })
  async eraseAll(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('language', as(languageKind)) language: string,
  ): Promise<ErasedSoundsView> {
    return { erased: await this.sounds.erase(actor, communityId, language, null) };
  }

  private async clips(actor: Actor, communityId: string, language: string): Promise<RecordedClip[]> {
    const clips = await this.sounds.list(actor, communityId, language);
    if (clips === undefined) throw new ProblemError('not_found');
    return clips;
  }
}
