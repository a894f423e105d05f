import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { SignInService } from './access/sign-in.service.js';
import { CodeField, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { FormInput } from './api/objects.js';
import { ProblemError } from './api/problem.js';
import { Founding, idFrom, type FoundingWish } from './app.founders.js';
import { FoundedPage, FoundPage, LinkPage } from './app.founded.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import { CommunitiesService } from './communities/communities.service.js';
import { defaultTimeZone } from './communities/community.js';
import { recipeNames, type RecipeName } from './communities/recipes.js';
import { words, type WordKey } from './languages/languages.js';
import { timeWords } from './web/dates.js';
import type { FieldError } from './web/forms.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class FoundForm {
  @TextField({ max: 80, optional: true })
  name?: string;

  @CodeField(recipeNames, { optional: true })
  recipe?: RecipeName;

  @TextField({ max: 60, optional: true })
  timeZone?: string;
}

/** Beside which field each no belongs. */
const fieldsOfRefusals: Readonly<Record<string, { field: string; words: WordKey }>> = {
  time_zone_unknown: { field: 'timeZone', words: 'refusals.time_zone_unknown' },
  community_id_not_possible: { field: 'name', words: 'errors.required' },
};

/** What whoever starts the server does once: found a community, and let its first steward in. */
@ApiExcludeController()
@Controller('set-up')
export class FoundingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly communities: CommunitiesService,
    private readonly founding: Founding,
    private readonly signIn: SignInService,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(actor, {}, [], request, reply);
  }

  @Post()
  async found(
    @CurrentActor() actor: Actor,
    @Body() form: FoundForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name = '', recipe, timeZone = defaultTimeZone } = form;
    const { frame } = await this.visitors.visit(actor, request);
    const { t } = words(frame.language);
    const missing = [
      ...(idFrom(name) === undefined ? [{ field: 'name', message: t('errors.required') }] : []),
      ...(recipe === undefined ? [{ field: 'recipe', message: t('errors.choose') }] : []),
    ];
    if (recipe === undefined || missing.length > 0) return this.answer(actor, form, missing, request, reply);
    const answer = await this.founding.found(actor, { name, recipe, timeZone, language: frame.language });
    if (answer.kind === 'founded') return void reply.redirect(`/set-up/${answer.communityId}`, 303);
    const place = fieldsOfRefusals[answer.code];
    const message = t(place?.words ?? 'errors.refused');
    await this.answer(actor, form, [{ field: place?.field ?? 'name', message }], request, reply);
  }

  /** The community is there; next is a link for whoever takes care of it. */
  @Get(':community')
  async founded(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const { community, steward } = await this.stewardOf(actor, communityId, frame.language);
    const isTooLate = await this.signIn.isTooLate(actor, communityId);
    const action = isTooLate ? null : `/set-up/${communityId}/link`;
    sendPage(reply, <FoundedPage {...{ frame, csrf, action, steward }} name={community.name} />);
  }

  /** Shown once and kept nowhere, so it is the answer itself and no redirect. */
  @Post(':community/link')
  async link(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const { community, steward } = await this.stewardOf(actor, communityId, frame.language);
    const link = await this.signIn.makeLink(actor, { communityId, personId: steward.partyId });
    if ('kind' in link) throw new ProblemError(link.code === 'no_such_person' ? 'not_found' : link.code);
    const until = timeWords(link.expiresAt, frame.language, community.timeZone);
    const back = `/set-up/${communityId}`;
    const page = { frame: { ...frame, here: undefined }, url: link.url, until, back, face: steward };
    sendPage(reply, <LinkPage {...page} title="set_up.scan" />);
  }

  private async stewardOf(actor: Actor, communityId: string, language: string) {
    const community = await this.communities.find(actor, communityId);
    if (community === undefined || actor.kind !== 'operator') throw new ProblemError('not_found');
    return { community, steward: await this.founding.steward(actor, communityId, language) };
  }

  private async answer(
    actor: Actor,
    form: Partial<FoundingWish>,
    errors: readonly FieldError[],
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const communities = await this.communities.list(actor, { limit: 50 });
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const page = <FoundPage {...{ frame, csrf, form, errors, communities }} />;
    sendPage(reply, page, errors.length === 0 ? 200 : 422);
  }
}
