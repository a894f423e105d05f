import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import { may, type Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { SignInService } from './access/sign-in.service.js';
import { CodeField, IdField, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { FormInput } from './api/objects.js';
import { ProblemError } from './api/problem.js';
import { LinkPage } from './app.founded.js';
import { NewPersonPage, PeoplePage, PersonPage } from './app.cards.js';
import { Roster } from './app.roster.js';
import { Visitors } from './app.visitors.js';
import { Clock } from './database/clock.js';
import { everyLanguage, isWordKey, words, type LanguageCode } from './languages/languages.js';
import { EnrolmentService } from './members/enrolment.service.js';
import { colourKeys, nicknameMax, pictureKeys } from './members/person.js';
import { timeWords } from './web/dates.js';
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

/** What a steward does for people: let somebody new take part, and make links to come in by. */
@ApiExcludeController()
@Controller('people')
export class PeoplePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly roster: Roster,
    private readonly enrolment: EnrolmentService,
    private readonly signIn: SignInService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { after }: PeopleQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { cards, next } = await this.roster.page(actor, this.communityOf(actor), after);
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <PeoplePage {...{ frame, cards, next }} />);
  }

  @Get('new')
  async ask(
    @CurrentActor() actor: Actor,
    @Query() { after }: PicturesQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const free = await this.enrolment.freePictures(actor, this.communityOf(actor));
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
    const communityId = this.communityOf(actor);
    const answer = await this.enrolment.enrol(actor, { ...form, communityId });
    if (answer.kind === 'enrolled') return void reply.redirect(`/people/${answer.person.id}`, 303);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const free = await this.enrolment.freePictures(actor, communityId);
    const translations = translationsFor(request);
    const key = `refusals.${answer.code}`;
    const message = words(frame.language).t(isWordKey(key) ? key : 'errors.refused');
    const errors = [{ field: 'picture', message }];
    sendPage(reply, <NewPersonPage {...{ frame, csrf, errors, translations }} {...handful(free)} />, 422);
  }

  @Get(':person')
  async show(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const face = await this.faceOf(actor, personId);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <PersonPage {...{ frame, csrf, face }} />);
  }

  /** Shown once and kept nowhere, so it is the answer itself and no redirect. */
  @Post(':person/link')
  async link(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const face = await this.faceOf(actor, personId);
    const link = await this.signIn.makeLink(actor, { communityId: this.communityOf(actor), personId });
    if ('kind' in link) throw new ProblemError('not_found');
    const { frame, timeZone } = await this.visitors.visit(actor, request);
    const until = timeWords(link.expiresAt, frame.language, timeZone);
    const page = { frame: { ...frame, here: undefined }, url: link.url, until, back: '/people', face };
    sendPage(reply, <LinkPage {...page} title="people.link_title" />);
  }

  private async faceOf(actor: Actor, personId: string) {
    const face = await this.roster.face(actor, this.communityOf(actor), personId);
    if (face === undefined) throw new ProblemError('not_found');
    return face;
  }

  /** @throws NotAllowed for whoever looks after no people */
  private communityOf(actor: Actor): string {
    const { communityId } = actor;
    if (communityId === null || !may(actor, 'manage_people', { communityId }, this.clock.now())) {
      throw new NotAllowed();
    }
    return communityId;
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
