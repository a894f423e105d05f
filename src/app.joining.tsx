import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { readNumber } from './access/card.js';
import { CardsService } from './access/cards.service.js';
import { CodeField, FormInput, TextField } from './api/fields.js';
import { readAs } from './api/input.pipe.js';
import { codeKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { Besides, visitPath, type Asking } from './app.besides.js';
import { AgreePage, BlankCardPage, NewPicturePage, NewTonguePage, type JoiningProps } from './app.joined.js';
import { cardIn } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import { everyLanguage, words, type LanguageCode, type WordKey } from './languages/languages.js';
import { EnrolmentService } from './members/enrolment.service.js';
import { pictureKeys } from './members/person.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { RefusedPage } from './web/errors.js';
import { languageOfOther, translationsFor } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';

const handSize = 18;

class JoiningQuery {
  @CodeField(everyLanguage, { optional: true })
  language?: LanguageCode;

  @CodeField(pictureKeys, { optional: true })
  picture?: string;

  @CodeField(pictureKeys, { optional: true })
  after?: string;
}

@FormInput()
class JoiningForm {
  @CodeField(everyLanguage)
  language!: LanguageCode;

  @CodeField(pictureKeys)
  picture!: string;

  @TextField({ max: 60 })
  card!: string;
}

type Wish = Pick<JoiningForm, 'language' | 'picture'>;

/** Joining in the street: language, drawing, a blank card, and a yes that the member hears first (U01, S84). */
@ApiExcludeController()
@Controller('helping/new')
export class JoiningPages {
  constructor(
    private readonly besides: Besides,
    private readonly visitors: Visitors,
    private readonly enrolment: EnrolmentService,
    private readonly cards: CardsService,
    private readonly visits: CardVisitsService,
  ) {}

  @Get()
  async ask(
    @CurrentActor() actor: Actor,
    @Query() { language, picture, after }: JoiningQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    // The first page of helpers says who may, and to a steward how one is made.
    if (!this.besides.mayHelp(actor)) return void reply.redirect('/helping', 303);
    const communityId = this.besides.communityOf(actor);
    const page = await this.page(asking, language);
    if (language === undefined)
      return sendPage(reply, <NewTonguePage {...page} translations={translationsFor(request)} />);
    if (picture !== undefined) return sendPage(reply, <BlankCardPage {...page} {...{ language, picture }} />);
    const free = await this.enrolment.freePictures(actor, communityId);
    sendPage(reply, <NewPicturePage {...page} language={language} {...handful(free, after)} />);
  }

  /** The blank was scanned; nobody takes part yet. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = this.besides.communityOf(actor);
    const { texts, fields } = await readScan(request);
    const language = readAs(codeKind(everyLanguage), fields.language, 'language', 'text') as LanguageCode;
    const picture = readAs(codeKind(pictureKeys), fields.picture, 'picture', 'text') as string;
    const wish = { language, picture };
    const card = texts.map(cardIn).find((each) => each !== undefined);
    if (card === undefined) return this.again(asking, wish, 'scan.none');
    const found = await this.cards.scanned(actor, communityId, card);
    if (found === undefined) return this.again(asking, wish, 'refusals.no_such_card');
    if (found.state !== 'blank') return this.again(asking, wish, 'refusals.card_not_blank');
    sendPage(reply, <AgreePage {...await this.page(asking, language)} {...wish} card={card} />);
  }

  /** They heard it and said yes: the person, the card, and a visit in which they may choose a secret. */
  @Post()
  async join(
    @CurrentActor() actor: Actor,
    @Body() { card, ...wish }: JoiningForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = this.besides.communityOf(actor);
    const blank = await this.cards.scanned(actor, communityId, card);
    // The same yes again finds the card given by it.
    if (blank?.state === 'active' && blank.activatedBy === actor.id)
      return this.begin(asking, communityId, card, blank.id);
    if (blank?.state !== 'blank')
      return this.again(
        asking,
        wish,
        blank === undefined ? 'refusals.no_such_card' : 'refusals.card_not_blank',
      );
    const joined = await this.enrolment.enrol(actor, { ...wish, communityId, agreed: true });
    if (joined.kind === 'refused') return this.refuse(asking, wish, joined.code);
    const partyId = joined.person.id;
    const given = await this.cards.enrol(actor, communityId, blank.id, { partyId, secret: null });
    // Somebody gave this very card away meanwhile: they take part already, and get another card.
    if (given.kind === 'refused') return void reply.redirect(`/helping/people/${partyId}`, 303);
    return this.begin(asking, communityId, card, blank.id);
  }

  /** A number that was typed begins it only right after joining. */
  private async begin(
    { actor, reply }: Asking,
    communityId: string,
    card: string,
    cardId: string,
  ): Promise<void> {
    const opened =
      readNumber(card) === undefined
        ? await this.visits.open(actor, communityId, card)
        : await this.visits.openJoined(actor, communityId, cardId);
    if (opened.kind === 'opened')
      return void reply.redirect(`${visitPath(opened.seen.visit.id)}/secret?new=yes`, 303);
    const known = await this.cards.scanned(actor, communityId, card);
    void reply.redirect(`/helping/people/${known?.partyId ?? ''}/given`, 303);
  }

  private async again(asking: Asking, wish: Wish, wrong: WordKey): Promise<void> {
    const page = await this.page(asking, wish.language);
    sendPage(asking.reply, <BlankCardPage {...page} {...wish} wrong={wrong} />, 422);
  }

  private async refuse(asking: Asking, { language }: Wish, code: string): Promise<void> {
    const { frame } = await this.page(asking, language);
    const label = words(frame.language).t('people.other_pictures');
    const ways = [{ icon: 'again', label, href: `/helping/new?language=${language}` }] as const;
    sendPage(asking.reply, <RefusedPage {...frame} {...{ code, ways }} />, 422);
  }

  /** In the language of who joins, as soon as it was chosen. */
  private async page({ actor, request }: Asking, own: LanguageCode | undefined): Promise<JoiningProps> {
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const { actor: who, ...rest } = frame;
    const spoken = { ...rest, here: undefined, language: languageOfOther(request, own) };
    const helper = who === undefined ? {} : { helper: { who, end: '/helping/end', csrf } };
    return { frame: { ...spoken, ...helper }, csrf };
  }
}

/** As many drawings as a hand can hold, and after which the next begin; null when these are all. */
function handful(free: readonly string[], after?: string): { pictures: string[]; next: string | null } {
  const begun = after === undefined ? 0 : pictureKeys.indexOf(after) + 1;
  const left = free.filter((picture) => pictureKeys.indexOf(picture) >= begun);
  const pictures = left.slice(0, handSize);
  const again = after === undefined ? null : '';
  return { pictures, next: left.length > handSize ? pictures.at(-1)! : again };
}
