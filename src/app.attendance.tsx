import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { FormInput, TextField, UuidField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind, uuidKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { ProblemError } from './api/problem.js';
import { readScan } from './api/scan.js';
import { attendancePath } from './app.attendees.js';
import { AttendancePage, HowMuchPage, WhichDayPage, type NotOnList } from './app.attended.js';
import { EmptySheetPage, ListDonePage, SignedSheetPage } from './app.attendsheet.js';
import { AttendanceLists, type Listing } from './app.attendlists.js';
import { cardIn } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import { isWordKey, words, type WordKey } from './languages/languages.js';
import { readShownCards } from './payments/attendance.js';
import type { ListRefusal } from './payments/attendance.service.js';
import { sendPage } from './web/page-answer.js';
import { markOfCode } from './web/scan.js';

@FormInput()
class AttendanceForm {
  @UuidField()
  order!: string;

  @TextField({ max: 1000, optional: true })
  cards?: string;

  @TextField({ max: 100, optional: true })
  mark?: string;

  @TextField({ max: 40 })
  amount!: string;

  @TextField({ max: 20 })
  day!: string;

  @TextField({ max: 8, optional: true })
  seen?: string;
}

interface Asking {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Shown {
  readonly leftOut?: readonly NotOnList[];
  readonly wrong?: Wrong;
}

/** What is wrong, in sentences, and at which card. */
interface Wrong {
  readonly said: readonly WordKey[];
  readonly number?: string | null;
}

/** Who was there: a list of cards, the same for each out of the purse of a group, one yes (U30, U49, 3D). */
@ApiExcludeController()
@Controller('c/:community/attendance/:account')
export class AttendancePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly lists: AttendanceLists,
  ) {}

  @Get()
  async begin(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const listing = await this.lists.read(actor, communityId, accountId, {});
    return this.show({ actor, request, reply }, listing, {});
  }

  /** A list to fill in by hand. */
  @Get('sheet')
  async empty(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse } = await this.lists.read(actor, communityId, accountId, {});
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <EmptySheetPage {...{ frame, purse }} />);
  }

  /** Cards came in, or how much or which day was chosen, or somebody is taken off. Nothing is booked yet. */
  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async changed(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { texts, typed, fields } = await readScan(request);
    const asking = { actor, request, reply };
    const listing = await this.lists.read(actor, communityId, accountId, fields);
    if (await this.wasGiven(listing))
      return void reply.redirect(`${attendancePath(listing.purse)}/done/${listing.list.order}`, 303);
    if (listing.trouble !== null) return this.show(asking, listing, {});
    if (fields.ask === 'amount' || fields.ask === 'day') return this.ask(asking, listing, fields.ask);
    const came = texts.flatMap(readShownCards);
    if (came.length === 0) {
      const isScan = fields.code !== undefined;
      return this.show(asking, listing, isScan ? { wrong: noCode } : {});
    }
    const read = came.map((text) => ({ text, card: cardIn(text) }));
    const cards = read.flatMap(({ card }) => card ?? []);
    const unread = read.filter(({ card }) => card === undefined);
    // What the camera saw may still lie before it.
    const seen = typed === '' ? '' : markOfCode(typed);
    const { listing: next, leftOut } = await this.lists.add(listing, cards, seen);
    const others = unread.map(({ text }) => ({ text: text.slice(0, 20), why: 'no_number' as const }));
    return this.show(asking, next, { leftOut: [...leftOut, ...others] });
  }

  @Post('yes')
  async yes(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() form: AttendanceForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const listing = await this.lists.read(actor, communityId, accountId, { ...form });
    const { trouble, list, purse } = listing;
    if (trouble !== null) return this.show(asking, listing, {});
    if (list.numbers.length === 0) return this.show(asking, listing, { wrong: noCode });
    const answer = await this.lists.give(listing);
    if (answer.kind === 'given' || (await this.wasGiven(listing)))
      return void reply.redirect(`${attendancePath(purse)}/done/${list.order}`, 303);
    // A refused order stays refused: what is changed now is asked under an id of its own.
    return this.show(asking, this.lists.anew(listing), { wrong: whyNot(answer) });
  }

  /** Whoever comes back to a page that was sent begins again. */
  @Get('yes')
  async again(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse } = await this.lists.read(actor, communityId, accountId, {});
    void reply.redirect(attendancePath(purse), 303);
  }

  @Get('done/:order')
  async done(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('order', as(uuidKind)) order: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = await this.given({ actor, request, reply }, communityId, accountId, order);
    sendPage(reply, <ListDonePage {...given} />);
  }

  @Get('done/:order/sheet')
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('order', as(uuidKind)) order: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = await this.given({ actor, request, reply }, communityId, accountId, order);
    sendPage(reply, <SignedSheetPage {...given} />);
  }

  private async given({ actor, request }: Asking, communityId: string, accountId: string, order: string) {
    const { purse, given } = await this.lists.given(actor, communityId, accountId, order);
    if (given === undefined) throw new ProblemError('not_found');
    const { frame } = await this.visitors.visit(actor, request);
    return { frame, purse, order, given };
  }

  /**
   * Whoever goes back to a list that was given, and changes it, sees what was given: nobody gets it twice. Whatever
   * became of a card since, its refusal does not hide that the list was booked.
   */
  private async wasGiven({ actor, purse, list }: Listing): Promise<boolean> {
    const { communityId, id } = purse.account;
    return (await this.lists.given(actor, communityId, id, list.order)).given !== undefined;
  }

  private async ask(asking: Asking, listing: Listing, what: 'amount' | 'day'): Promise<void> {
    const Page = what === 'amount' ? HowMuchPage : WhichDayPage;
    const { props } = await this.page(asking, listing);
    sendPage(asking.reply, <Page {...props} />);
  }

  private async show(asking: Asking, listing: Listing, shown: Shown): Promise<void> {
    const { reply } = asking;
    const { trouble } = listing;
    const { props, ended } = await this.page(asking, listing);
    if (trouble?.about === 'amount')
      return sendPage(reply, <HowMuchPage {...props} wrong={trouble.word} />, 422);
    const { t } = words(props.frame.language);
    const { leftOut = [], wrong } = trouble === null ? shown : { wrong: { said: [trouble.word] } };
    const gone = ended.map((number) => ({ number, why: 'card_blocked' as const }));
    const at = wrong?.number == null ? [] : [t('attendance.at_card', { number: wrong.number })];
    const said =
      wrong === undefined ? {} : { wrong: [...wrong.said.map((word) => t(word)), ...at].join(' ') };
    const page = { ...props, leftOut: [...leftOut, ...gone], ...said };
    sendPage(reply, <AttendancePage {...page} />, wrong === undefined ? 200 : 422);
  }

  private async page({ actor, request }: Asking, asked: Listing) {
    const [{ frame, csrf }, { listing, looked, ended }] = await Promise.all([
      this.visitors.visit(actor, request),
      this.lists.look(asked),
    ]);
    const { purse, list, today } = listing;
    const here = attendancePath(purse);
    return { props: { frame: { ...frame, here }, csrf, purse, list, looked, today }, ended };
  }
}

const noCode: Wrong = { said: ['scan.none'] };

/** Why nothing was given; the list stays. */
function whyNot({ code, number }: ListRefusal): Wrong {
  const nothing: WordKey = 'attendance.nothing_given';
  if (code === 'not_enough' || code === 'needs_second')
    return { said: [`attendance.${code}`, `attendance.${code}_more`, nothing] };
  const key = `refusals.${code}`;
  return { said: [isWordKey(key) ? key : 'errors.refused', nothing], number };
}
