import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { readNumber } from './access/card.js';
import { FormInput, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { readScan } from './api/scan.js';
import type { Asking } from './app.besides.js';
import { CardHolders, communityOfMember } from './app.holders.js';
import { groupPeoplePath, GroupPeoplePage, type Guest } from './app.invited.js';
import { cardIn } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import { Faces } from './communities/faces.js';
import { GroupPeopleService } from './initiatives/group-people.service.js';
import { InitiativesService } from './initiatives/initiatives.service.js';
import { words, type WordKey } from './languages/languages.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

/** So many cards before one yes. */
const guestsMost = 12;
const shownMost = 60;

@FormInput()
class InviteForm {
  /** What the cards say that were scanned, with spaces between. */
  @TextField({ max: guestsMost * 61 })
  cards!: string;
}

interface Inviting extends Asking {
  readonly communityId: string;
  readonly groupId: string;
}

/** Who is in a group, for its own people; whoever is in lets others in by their cards (S29). */
@ApiExcludeController()
@Controller('groups/:group/people')
export class GroupPeoplePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly people: GroupPeopleService,
    private readonly initiatives: InitiativesService,
    private readonly holders: CardHolders,
    private readonly faces: Faces,
  ) {}

  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Param('group', as(idKind)) groupId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answer({ actor, request, reply, groupId, communityId: communityOfMember(actor) }, []);
  }

  /** A card more, or several in one photograph; nobody comes in yet. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('group', as(idKind)) groupId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const inviting = { actor, request, reply, groupId, communityId: communityOfMember(actor) };
    await this.peopleOf(inviting);
    const { texts, fields } = await readScan(request);
    const before = await this.guestsOf(inviting, cardsIn(fields.cards ?? ''));
    const found = await this.guestsOf(inviting, [...cardsIn(fields.cards ?? ''), ...texts.flatMap(cardsIn)]);
    const isMore = found.guests.length > before.guests.length;
    await this.answer(inviting, found.guests, isMore ? undefined : (found.wrong ?? 'scan.none'));
  }

  /** All of them come in with one yes; whoever is in already stays so. */
  @Post()
  async admit(
    @CurrentActor() actor: Actor,
    @Param('group', as(idKind)) groupId: string,
    @Body() { cards }: InviteForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const inviting = { actor, request, reply, groupId, communityId: communityOfMember(actor) };
    const inside = new Set(await this.peopleOf(inviting));
    const { guests } = await this.guestsOf(inviting, cardsIn(cards));
    for (const { face } of guests) {
      if (inside.has(face.partyId)) continue;
      const answer = await this.people.admit(actor, inviting.communityId, groupId, face.partyId);
      if (answer.kind === 'refused') return this.refuse(inviting, answer.code);
    }
    void reply.redirect(groupPeoplePath(groupId), 303);
  }

  /** @throws NotAllowed for whoever is not in it */
  private peopleOf({ actor, communityId, groupId }: Inviting): Promise<string[]> {
    return this.people.list(actor, communityId, groupId, { limit: 201 });
  }

  /** Whose cards these are, each of them once; and in which words the last of the others was nobody's. */
  private async guestsOf(
    { actor, communityId }: Inviting,
    cards: readonly string[],
  ): Promise<{ guests: Guest[]; wrong?: WordKey }> {
    const guests = new Map<string, Guest>();
    let wrong: WordKey | undefined;
    for (const card of [...new Set(cards)].slice(0, guestsMost)) {
      const isTyped = readNumber(card) !== undefined;
      const face = isTyped ? 'helping.scan_it' : await this.holders.holderOf(actor, communityId, card);
      if (typeof face === 'string') wrong = face;
      else guests.set(face.partyId, { card, face });
    }
    return { guests: [...guests.values()], ...(wrong !== undefined && { wrong }) };
  }

  private async answer(inviting: Inviting, guests: readonly Guest[], wrong?: WordKey): Promise<void> {
    const { actor, request, reply, communityId, groupId } = inviting;
    const ids = await this.peopleOf(inviting);
    const [{ frame, csrf }, seen, inside] = await Promise.all([
      this.visitors.visit(actor, request),
      this.initiatives.find(actor, communityId, groupId),
      this.faces.of(communityId, ids.slice(0, shownMost)),
    ]);
    if (seen === undefined) throw new ProblemError('not_found');
    const people = [...inside.values()].filter(({ closed }) => !closed);
    const page = { frame: { ...frame, here: groupPeoplePath(groupId) }, csrf, group: seen.initiative };
    sendPage(
      reply,
      <GroupPeoplePage {...page} {...{ people, guests, wrong }} />,
      wrong === undefined ? 200 : 422,
    );
  }

  private async refuse({ actor, request, reply, groupId }: Inviting, code: string): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const label = words(frame.language).t('buttons.back');
    const ways = [{ icon: 'back', label, href: groupPeoplePath(groupId) }] as const;
    sendPage(reply, <RefusedPage {...frame} here={undefined} {...{ code, ways }} />, 422);
  }
}

function cardsIn(text: string): string[] {
  return text.split(/\s+/).flatMap((each) => cardIn(each) ?? []);
}
