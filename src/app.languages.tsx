import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { CodeField, TextField } from './api/fields.js';
import { FormInput } from './api/objects.js';
import { answerOrThrow, ProblemError } from './api/problem.js';
import { ChooseLanguagePage, TranslationsPage } from './app.tongues.js';
import { Visitors } from './app.visitors.js';
import { CommunitiesService } from './communities/communities.service.js';
import { SoundsService } from './communities/sounds.service.js';
import { TranslationsService } from './communities/translations.service.js';
import { everyLanguage, languages, translations } from './languages/languages.js';
import { PersonsService } from './members/persons.service.js';
import { ownPath, translationsFor } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';

class ChoiceQuery {
  @TextField({ max: 500, optional: true })
  to?: string;
}

@FormInput()
class OwnForm {
  @CodeField([...everyLanguage, ...languages.map((code) => `nl+${code}`)])
  language!: string;

  @TextField({ max: 500, optional: true })
  to?: string;
}

@FormInput()
class TurnForm {
  @CodeField(translations.map(({ code }) => code))
  language!: string;

  @CodeField(['on', 'off'])
  turn!: 'on' | 'off';
}

@FormInput()
class FirstForm {
  @CodeField(['on', 'off'])
  turn!: 'on' | 'off';
}

/** Choosing a language, and for a steward which of them there are to choose from. */
@ApiExcludeController()
@Controller()
export class LanguagePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly translations: TranslationsService,
    private readonly communities: CommunitiesService,
    private readonly sounds: SoundsService,
    private readonly persons: PersonsService,
  ) {}

  @Public()
  @Get('language')
  async choose(
    @Query() { to }: ChoiceQuery,
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const offered = translationsFor(request);
    const mayRecord = this.sounds.mayRecord(actor);
    sendPage(reply, <ChooseLanguagePage {...{ frame, to: ownPath(to), mayRecord }} translations={offered} />);
  }

  /** What somebody chose for themselves is kept as theirs, so that their card and a kiosk speak it too. */
  @Post('language')
  async keep(
    @CurrentActor() actor: Actor,
    @Body() { language, to }: OwnForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const code = language.slice(-2);
    const offered = [...languages, ...translationsFor(request)].find((each) => each === code);
    if (offered !== undefined) await this.persons.keepLanguage(actor, offered);
    void reply.redirect(`/language/${language}?to=${encodeURIComponent(ownPath(to))}`, 303);
  }

  @Get('people/languages')
  async list(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const translations = await this.translations.list(actor, communityOf(actor));
    const community = await this.communities.find(actor, communityOf(actor));
    if (community === undefined) throw new ProblemError('not_found');
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <TranslationsPage {...{ frame, csrf, community, translations }} />);
  }

  @Post('people/languages')
  async turn(
    @CurrentActor() actor: Actor,
    @Body() { language, turn }: TurnForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    answerOrThrow(await this.translations.turn(actor, communityOf(actor), language, turn === 'on'));
    void reply.redirect('/people/languages', 303);
  }

  @Post('people/languages/first')
  async putFirst(
    @CurrentActor() actor: Actor,
    @Body() { turn }: FirstForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const languageMode = turn === 'on' ? 'first_with_translation' : 'own';
    answerOrThrow(await this.communities.change(actor, communityOf(actor), { languageMode }));
    void reply.redirect('/people/languages', 303);
  }
}

/** @throws NotAllowed for whoever belongs to no community */
function communityOf({ communityId }: Actor): string {
  if (communityId === null) throw new NotAllowed();
  return communityId;
}
