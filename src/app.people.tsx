import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { GuessesService } from './access/guesses.service.js';
import { CodeField, IdField, TextField } from './api/fields.js';
import { FormInput } from './api/objects.js';
import { NewPersonPage, PeoplePage } from './app.cards.js';
import { Roster } from './app.roster.js';
import { Visitors } from './app.visitors.js';
import { everyLanguage, isWordKey, words, type LanguageCode } from './languages/languages.js';
import { EnrolmentService } from './members/enrolment.service.js';
import { colourKeys, nicknameMax, pictureKeys } from './members/person.js';
import { translationsFor } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';

const handSize = 18;

class PeopleQuery {
  @IdField({ optional: true })
  after?: string;
}

class PicturesQuery {
  @CodeField(pictureKeys, { optional: true })
  after?: string;
}

@FormInput()
class NewPersonForm {
  @CodeField(everyLanguage)
  language!: LanguageCode;

  @CodeField(pictureKeys, { optional: true })
  picture?: string;

  @CodeField(colourKeys, { optional: true })
  colour?: string;

  @TextField({ max: nicknameMax, optional: true })
  nickname?: string;
}

/** What a steward does for people: see their cards, and let somebody new take part. */
@ApiExcludeController()
@Controller('people')
export class PeoplePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly roster: Roster,
    private readonly enrolment: EnrolmentService,
    private readonly guesses: GuessesService,
  ) {}

  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { after }: PeopleQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = this.roster.communityOf(actor);
    const { cards, next } = await this.roster.page(actor, communityId, after);
    const warnings = await this.guesses.warnings(actor, communityId);
    const { frame, timeZone } = await this.visitors.visit(actor, request);
    sendPage(reply, <PeoplePage {...{ frame, cards, next, warnings, timeZone }} />);
  }

  @Get('new')
  async ask(
    @CurrentActor() actor: Actor,
    @Query() { after }: PicturesQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const free = await this.enrolment.freePictures(actor, this.roster.communityOf(actor));
    const translations = translationsFor(request);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(
      reply,
      <NewPersonPage {...{ frame, csrf, translations }} {...handful(free, after)} errors={[]} />,
    );
  }

  @Post()
  async enrol(
    @CurrentActor() actor: Actor,
    @Body() form: NewPersonForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = this.roster.communityOf(actor);
    const answer = await this.enrolment.enrol(actor, { ...form, communityId, agreed: true });
    if (answer.kind === 'enrolled') return void reply.redirect(`/people/${answer.person.id}`, 303);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const free = await this.enrolment.freePictures(actor, communityId);
    const translations = translationsFor(request);
    const key = `refusals.${answer.code}`;
    const message = words(frame.language).t(isWordKey(key) ? key : 'errors.refused');
    const errors = [{ field: 'picture', message }];
    sendPage(reply, <NewPersonPage {...{ frame, csrf, errors, translations }} {...handful(free)} />, 422);
  }
}

/** As many pictures as a hand can hold: all of them would be too long a page for a small telephone. */
function handful(free: readonly string[], after?: string): { pictures: string[]; next: string | null } {
  const begun = after === undefined ? 0 : pictureKeys.indexOf(after) + 1;
  const left = free.filter((picture) => pictureKeys.indexOf(picture) >= begun);
  const pictures = left.slice(0, handSize);
  // After the last handful comes the first again.
  const again = after === undefined ? null : '';
  return { pictures, next: left.length > handSize ? pictures.at(-1)! : again };
}
