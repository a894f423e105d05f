import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { CardsService } from './access/cards.service.js';
import { NotAllowed } from './access/errors.js';
import { CodeField, FormInput, TextField, UuidField } from './api/fields.js';
import { as, readAs } from './api/input.pipe.js';
import { codeKind, textKind, uuidKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { readScan } from './api/scan.js';
import { Besides, type Asking } from './app.besides.js';
import {
  GroupMadePage,
  groupPictures,
  groupSights,
  GroupSightPage,
  GroupSurePage,
  NameGroupPage,
  newGroupPath,
  TreasurerCardPage,
  type GroupPicture,
  type GroupSightChoice,
} from './app.newgroup.js';
import { Roster } from './app.roster.js';
import { cardIn } from './app.scanning.js';
import { Visitors, type Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { newUuid } from './database/ids.js';
import { FoundingService } from './initiatives/founding.service.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { sideOf } from './languages/pairs.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

const nameMax = 60;

@FormInput()
class NameForm {
  @UuidField()
  order!: string;

  @TextField({ max: nameMax, optional: true })
  name?: string;

  @CodeField(groupPictures)
  picture!: GroupPicture;
}

@FormInput()
class SightForm {
  @UuidField()
  order!: string;

  @TextField({ max: nameMax })
  name!: string;

  @CodeField(groupPictures)
  picture!: GroupPicture;

  @CodeField(groupSights)
  visibility!: GroupSightChoice;
}

@FormInput()
class FoundForm extends SightForm {
  @TextField({ max: 60 })
  card!: string;
}

/**
 * A group begins with somebody who sits beside its people (S27): what it is called, who knows of it, who keeps its
 * purse, yes. What was chosen travels in the forms; nothing is kept before the yes.
 */
@ApiExcludeController()
@Controller('groups')
export class NewGroupPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly founding: FoundingService,
    private readonly cards: CardsService,
    private readonly roster: Roster,
    private readonly besides: Besides,
  ) {}

  @Get('new')
  async begin(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await this.page({ actor, request, reply });
    sendPage(reply, <NameGroupPage {...page} order={newUuid()} />);
  }

  /** Whoever writes no name chose one with the drawing. */
  @Post('new/look')
  async look(
    @CurrentActor() actor: Actor,
    @Body() { order, name, picture }: NameForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await this.page({ actor, request, reply });
    const called = name ?? nameFrom(picture, page.frame.language);
    sendPage(reply, <GroupSightPage {...page} {...{ order, picture }} name={called} />);
  }

  @Post('new/sight')
  async sight(
    @CurrentActor() actor: Actor,
    @Body() form: SightForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, <TreasurerCardPage {...await this.page({ actor, request, reply })} {...form} />);
  }

  @Post('new/card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = this.communityOf(actor);
    const { texts, fields } = await readScan(request);
    const form = formFrom(fields);
    const card = texts.map(cardIn).find((each) => each !== undefined);
    if (card === undefined) return this.again(asking, form, 'scan.none');
    const face = await this.holderOf(actor, communityId, card);
    if (typeof face === 'string') return this.again(asking, form, face);
    sendPage(reply, <GroupSurePage {...await this.page(asking)} {...form} {...{ card, face }} />);
  }

  /** The same yes again leads to the same group. */
  @Post('new')
  async found(
    @CurrentActor() actor: Actor,
    @Body() form: FoundForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = this.communityOf(actor);
    const { order, name, picture, visibility, card } = form;
    const face = await this.holderOf(actor, communityId, card);
    if (typeof face === 'string') return this.again(asking, form, face);
    const treasurers = [face.partyId];
    const wish = { order, name, picture, visibility, treasurers, colour: 'green' };
    const answer = await this.founding.found(actor, communityId, wish);
    if (answer.kind === 'refused') return this.refuse(asking, answer.code);
    if (answer.withoutMandate.length > 0) return this.refuse(asking, 'too_many_mandates');
    void reply.redirect(`/groups/made/${order}`, 303);
  }

  /** For whoever founded it today: a hidden group tells even them nothing later. */
  @Get('made/:order')
  async made(
    @CurrentActor() actor: Actor,
    @Param('order', as(uuidKind)) order: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = this.communityOf(actor);
    const made = await this.founding.foundToday(actor, communityId, order);
    if (made === undefined) throw new ProblemError('not_found');
    const { initiative, people } = made;
    const [first] = people;
    const { frame } = await this.page({ actor, request, reply });
    const face = first === undefined ? undefined : await this.roster.face(actor, communityId, first);
    const picture = groupPictures.find((each) => each === initiative.picture) ?? 'group';
    const ways = {
      link: this.roster.looksAfter(actor),
      secret: this.besides.mayHelp(actor),
      people: people.includes(actor.id),
    };
    const { id, name } = initiative;
    sendPage(reply, <GroupMadePage {...{ frame, id, name, picture, ways }} treasurer={face ?? null} />);
  }

  /** Whose card it is, or in which words there is nobody. */
  private async holderOf(actor: Actor, communityId: string, shown: string): Promise<Face | WordKey> {
    const card = await this.cards.scanned(actor, communityId, shown);
    if (card === undefined) return 'refusals.no_such_card';
    if (card.state === 'blank') return 'helping.is_blank';
    if (card.state !== 'active' || card.partyId === null) return 'refusals.card_blocked';
    if (!this.founding.mayKeep(actor, communityId, card.partyId)) return 'refusals.helper_keeps_no_purse';
    return (await this.roster.face(actor, communityId, card.partyId)) ?? 'refusals.card_unknown';
  }

  private async again(asking: Asking, form: SightForm, wrong: WordKey): Promise<void> {
    const { order, name, picture, visibility } = form;
    const page = { ...(await this.page(asking)), order, name, picture, visibility };
    sendPage(asking.reply, <TreasurerCardPage {...page} wrong={wrong} />, 422);
  }

  private async refuse(asking: Asking, code: string): Promise<void> {
    const { frame } = await this.page(asking);
    const label = words(frame.language).t('buttons.again');
    const ways = [{ icon: 'again', label, href: newGroupPath }] as const;
    sendPage(asking.reply, <RefusedPage {...frame} {...{ code, ways }} />, 422);
  }

  /** Another language begins anew: what was chosen stands in the page only. */
  private async page({ actor, request }: Asking): Promise<{ frame: Frame; csrf: string }> {
    this.communityOf(actor);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    return { frame: { ...frame, here: newGroupPath }, csrf };
  }

  /** @throws NotAllowed for whoever founds no groups */
  private communityOf(actor: Actor): string {
    const { communityId } = actor;
    if (communityId === null || !this.founding.mayFound(actor, communityId)) throw new NotAllowed();
    return communityId;
  }
}

/** What came along with the card, judged as any other form. */
function formFrom({ order, name, picture, visibility }: Readonly<Record<string, string>>): SightForm {
  return {
    order: readAs(uuidKind, order, 'order', 'text') as string,
    name: readAs(textKind({ max: nameMax }), name, 'name', 'text') as string,
    picture: readAs(codeKind(groupPictures), picture, 'picture', 'text') as GroupPicture,
    visibility: readAs(codeKind(groupSights), visibility, 'visibility', 'text') as GroupSightChoice,
  };
}

/** In the language of the community where two stand beside each other: a name is said in one. */
function nameFrom(picture: GroupPicture, language: AnyLanguage): string {
  return sideOf(words(language).t(`grouping.as_${picture}`), 'first');
}
