import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { CodeField, TextField } from './api/fields.js';
import { FormInput } from './api/objects.js';
import { soundFormOf } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { RecordPage, SoundsPage, type LanguageSounds, type RecordProps } from './app.recording.js';
import { Visitors } from './app.visitors.js';
import { soundMax } from './communities/sound.js';
import { SoundsService, type RecordedClip } from './communities/sounds.service.js';
import { isWordKey, languages, words, type LanguageCode } from './languages/languages.js';
import { translationsFor } from './web/language-choice.js';
import { letListen, sendPage } from './web/page-answer.js';
import { sendSound } from './web/sounds.js';

class ClipQuery {
  @TextField({ max: 100, optional: true })
  clip?: string;

  /** The clip that was just kept: the next one is asked for. */
  @TextField({ max: 100, optional: true })
  after?: string;
}

@FormInput()
class RemoveForm {
  @TextField({ max: 100, optional: true })
  clip?: string;

  @CodeField(['yes'], { optional: true })
  all?: 'yes';
}

/** A form around a recording may be this much larger than it. */
const formMax = soundMax + 100_000;

/** Where people of a community give its pages their voices, and where those are heard (U13). */
@ApiExcludeController()
@Controller('sounds')
export class SoundPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly sounds: SoundsService,
  ) {}

  @Get()
  async all(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = communityOf(actor);
    const tongues: LanguageSounds[] = [];
    for (const code of [...languages, ...translationsFor(request)]) {
      const clips = (await this.sounds.list(actor, communityId, code)) ?? [];
      const recorded = clips.filter(({ recordedAt }) => recordedAt !== null).length;
      const heard = clips.filter(({ recordedAt, isDelivered }) => recordedAt !== null || isDelivered).length;
      tongues.push({ code, clips: clips.length, recorded, heard });
    }
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <SoundsPage {...{ frame, tongues }} />);
  }

  /** A recording. It is one's own community's, so a shared cache keeps none, and after a day it is asked for again. */
  @Public()
  @Get('clips/:language/:clip')
  async hear(
    @CurrentActor() actor: Actor | undefined,
    @Param('language') language: string,
    @Param('clip') clip: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [, name = '', hash = ''] = /^([\w.]{1,100})\.([0-9a-f]{16})$/.exec(clip) ?? [];
    const sound = await this.sounds.hear(actor?.communityId ?? null, language, name, hash);
    if (sound === undefined) throw new ProblemError('not_found');
    void sendSound(request, reply, { ...sound, keep: 'private, max-age=86400, immutable' });
  }

  /** The clip that is asked for, else the first that nobody here recorded yet. */
  @Get(':language')
  async ask(
    @CurrentActor() actor: Actor,
    @Param('language') language: string,
    @Query() asked: ClipQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(actor, { language, ...asked }, request, reply);
  }

  @Post(':language')
  @RouteConfig({ sound: true, bodyLimit: formMax })
  async keep(
    @CurrentActor() actor: Actor,
    @Param('language') language: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { fields, sound } = soundFormOf(request);
    const clip = fields.clip ?? '';
    const answer = await this.sounds.record(
      actor,
      { communityId: communityOf(actor), language, clip },
      sound,
    );
    if (answer.kind === 'recorded') return void reply.redirect(`/sounds/${language}?after=${clip}`, 303);
    if (answer.code === 'no_such_clip' || answer.code === 'not_found') throw new ProblemError('not_found');
    await this.show(actor, { language, clip, refusal: answer.code }, request, reply);
  }

  @Post(':language/remove')
  async remove(
    @CurrentActor() actor: Actor,
    @Param('language') language: string,
    @Body() { clip, all }: RemoveForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (clip === undefined && all === undefined) throw new ProblemError('not_found');
    await this.sounds.erase(actor, communityOf(actor), language, all === 'yes' ? null : clip!);
    void reply.redirect(clip === undefined ? '/sounds' : `/sounds/${language}?clip=${clip}`, 303);
  }

  private async show(
    actor: Actor,
    { language, refusal, ...asked }: ClipQuery & { language: string; refusal?: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const clips = await this.sounds.list(actor, communityOf(actor), language);
    const at = clips === undefined ? -1 : placeOf(clips, asked);
    if (clips === undefined || at < 0) throw new ProblemError('not_found');
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const key = `refusals.${refusal}`;
    const wrong = isWordKey(key) ? words(frame.language).t(key) : undefined;
    const props: RecordProps = { frame, csrf, code: language as LanguageCode, clips, at, wrong };
    letListen(reply);
    sendPage(reply, <RecordPage {...props} />, refusal === undefined ? 200 : 422);
  }
}

/** The clip that is named, or the first without a recording after the one just kept. -1 when it is not there. */
function placeOf(clips: readonly RecordedClip[], { clip, after }: ClipQuery): number {
  if (clip !== undefined) return clips.findIndex(({ name }) => name === clip);
  const kept = clips.findIndex(({ name }) => name === after);
  const next = clips.findIndex(({ recordedAt }, i) => i > kept && recordedAt === null);
  return next >= 0
    ? next
    : Math.max(
        0,
        clips.findIndex(({ recordedAt }) => recordedAt === null),
      );
}

/** @throws NotAllowed for whoever belongs to no community */
function communityOf({ communityId }: Actor): string {
  if (communityId === null) throw new NotAllowed();
  return communityId;
}
