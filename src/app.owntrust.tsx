import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { SecretForm, secretIn, tappedIn, wayOf } from './access/secret-form.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { AmountField, FormInput, IdField, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { CardHolders } from './app.holders.js';
import { flowHere, type Knock } from './app.opened.js';
import { OpenPlaces, ownAddresses, type OpenHere } from './app.openplaces.js';
import { OwnPurses } from './app.purses.js';
import { TrustPage, TrustSecretPage, TrustWhatPage } from './app.trusted.js';
import { trustWish } from './app.trusting.js';
import type { WordKey } from './languages/languages.js';
import { TrustsService } from './payments/trusts.service.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class EndForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 40 })
  visit!: string;
}

@FormInput()
class TrustForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 40 })
  visit!: string;

  @IdField()
  who!: string;

  @AmountField({ optional: true })
  amount?: bigint;
}

/**
 * Whom a member trusts, on a screen that is not their own (U08). To end it they tap once; to give it their secret is the
 * yes, so that nobody beside them appoints themselves.
 */
@Public()
@ApiExcludeController()
@Controller(ownAddresses('trust'))
export class OwnTrustPages {
  constructor(
    private readonly places: OpenPlaces,
    private readonly trusts: TrustsService,
    private readonly holders: CardHolders,
    private readonly purses: OwnPurses,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.withSecret({ request, reply });
    if (open !== undefined) await this.list(open);
  }

  /** The card of the other was scanned; nothing is given yet. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { texts, fields } = await readScan(request);
    const open = await this.places.withSecret({ request, reply }, fields);
    if (open === undefined) return;
    const { member, communityId, page } = open;
    const face = await this.holders.scanned(member, communityId, texts);
    if (typeof face === 'string') return this.list(open, face);
    if (face.partyId === open.helper.id) return this.list(open, 'refusals.another_helper_needed');
    const [purse] = await this.purses.own(member);
    const { frame, csrf } = page;
    sendPage(reply, <TrustWhatPage {...{ frame, csrf, face, purse, ...flowHere(page, 'trust') }} />);
  }

  /** What the other may was tapped, and then the secret: the last tap gives it. */
  @Post()
  async give(
    @Body() form: TrustForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.places.withSecret({ request, reply }, form);
    if (open === undefined) return;
    const { communityId, cardId, member, helper, page } = open;
    const secret = secretIn(form);
    if (secret === undefined) return this.askSecret(open, form, { tapped: tappedIn(form), wrong: null });
    const wish = trustWish(form, (await this.purses.own(member))[0]);
    const shown = { card: { communityId, cardId }, secret };
    const answer = await this.trusts.give(helper, communityId, wish, shown);
    if (answer.kind === 'trust' || (await this.isGiven(open, form, answer.code)))
      return void reply.redirect(`${page.home}/trust`, 303);
    if (answer.code === 'secret_wrong') return this.askSecret(open, form, { tapped: [], wrong: wayOf(form) });
    this.refuse(open, answer.code);
  }

  @Post(':trust/end')
  async end(
    @Param('trust', as(idKind)) id: string,
    @Body() form: EndForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.places.withSecret({ request, reply }, form);
    if (open === undefined) return;
    const answer = await this.trusts.end(open.member, open.communityId, id);
    if (answer.kind === 'refused') return this.refuse(open, answer.code);
    void reply.redirect(`${open.page.home}/trust`, 303);
  }

  private async askSecret(open: OpenHere, { who, amount }: TrustForm, knock: Knock): Promise<void> {
    const { reply, communityId, member, page } = open;
    const [face, [purse]] = await Promise.all([this.holders.of(communityId, who), this.purses.own(member)]);
    if (face === undefined) return this.list(open, 'refusals.card_unknown');
    const weekly = amount === undefined || purse === undefined ? undefined : { ...purse.has, amount };
    const { frame, csrf } = page;
    const props = { frame, csrf, face, amount: weekly, ...flowHere(page, 'trust'), ...knock };
    sendPage(reply, <TrustSecretPage {...props} />, knock.wrong === null ? 200 : 422);
  }

  /** The second of two taps: what it asks for stands already. */
  private async isGiven(
    { member, communityId }: OpenHere,
    { who, amount }: TrustForm,
    code: string,
  ): Promise<boolean> {
    if (code !== 'already_trusts_somebody') return false;
    const all = await this.trusts.list(member, communityId);
    return all.some(
      ({ trust, isOver }) => !isOver && trust.trustedId === who && trust.perWeek?.amount === amount,
    );
  }

  private async list(open: OpenHere, wrong?: WordKey): Promise<void> {
    const { reply, communityId, member, page } = open;
    const all = await this.trusts.list(member, communityId);
    const trusts = all.filter(({ isOver }) => !isOver);
    const { frame, csrf } = page;
    sendPage(
      reply,
      <TrustPage {...{ frame, csrf, trusts, wrong, ...flowHere(page, 'trust') }}>{page.end}</TrustPage>,
      wrong === undefined ? 200 : 422,
    );
  }

  private refuse({ reply, page: { frame, home } }: OpenHere, code: string): void {
    sendCardRefused(reply, frame, code, { back: `${home}/trust`, isLook: true });
  }
}
