import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import type { ShownCard } from './access/card-opening.service.js';
import { readNumber } from './access/card.js';
import { SecretForm, secretIn, tappedIn, wayOf, type SecretWay } from './access/secret-form.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { AmountField, FormInput, IdField, TextField, UuidField } from './api/fields.js';
import { as, readAs } from './api/input.pipe.js';
import { amountKind, idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { CardNeedsSecretPage, CardPayPage, CardWantedPage, type TakingProps } from './app.handing.js';
import type { ShownPurse } from './app.purselooks.js';
import { OwnPurses } from './app.purses.js';
import { cardIn } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import { Faces } from './communities/faces.js';
import { newUuid } from './database/ids.js';
import { CardPaymentsService } from './payments/card-payments.service.js';
import { CodesService } from './payments/codes.service.js';
import { sendPage } from './web/page-answer.js';

class TakeQuery {
  @AmountField()
  amount!: bigint;
}

@FormInput()
class TakeForm extends SecretForm {
  @TextField({ max: 60 })
  card!: string;

  @UuidField()
  order!: string;

  @AmountField()
  amount!: bigint;

  /** The code that asked for the same. */
  @IdField({ optional: true })
  asked?: string;
}

interface Taking {
  readonly actor: Actor;
  readonly purse: ShownPurse;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Paying with a paper card on the device of who receives (3A): amount, card, and then it is the other who says yes. */
@ApiExcludeController()
@Controller('c/:community/take/:account')
export class TakingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly faces: Faces,
    private readonly payments: CardPaymentsService,
    private readonly codes: CodesService,
  ) {}

  /** Where the card is scanned after all, by whoever typed its number and has no secret. */
  @Get()
  async ask(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() { amount }: TakeQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const page = await this.page({ actor, purse, request, reply }, { card: '', order: '', amount });
    sendPage(reply, <CardWantedPage {...page} />);
  }

  /** A card was scanned, or its number typed. Nothing is changed yet, and the code stands in no address. */
  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const { texts, fields } = await readScan(request);
    const amount = readAs(amountKind({ min: 1n }), fields.amount, 'amount', 'text') as bigint;
    const taking = { actor, purse, request, reply };
    const card = texts.map(cardIn).find((each) => each !== undefined);
    if (card === undefined) return this.again(taking, amount, 'scan.none');
    const order = newUuid();
    const { asked } = fields;
    // A number alone shows nothing of whose card it is: the member's secret says yes in its place.
    if (readNumber(card) !== undefined) return this.askSecret(taking, { card, order, amount, asked });
    const look = await this.payments.look(actor, communityId, {
      ...shown(communityId, card),
      to: accountId,
      amount,
    });
    if (look.kind === 'refused') return this.refuse(taking, { card, order, amount, asked }, look.code);
    if (!look.enough) return this.refuse(taking, { card, order, amount, asked }, 'not_enough');
    const page = await this.page(taking, { card, order, amount, asked });
    sendPage(reply, <CardPayPage {...page} giver={look.face} />);
  }

  /** The other said yes, or gives a secret; the same order again books nothing twice. */
  @Post('yes')
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() form: TakeForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const { card, order: orderId, amount } = form;
    const taking = { actor, purse, request, reply };
    const secret = secretIn(form) ?? null;
    const tapped = tappedIn(form);
    if (secret === null && tapped.length > 0) return this.askSecret(taking, form, { tapped });
    const wish = { orderId, ...shown(communityId, card), secret, to: accountId, amount };
    const answer = await this.payments.pay(actor, communityId, wish);
    if (answer.kind === 'posted') {
      await this.answered(actor, purse, form);
      return void reply.redirect(`/r/${answer.receiptToken}`, 303);
    }
    return this.refuse(taking, form, answer.code);
  }

  /** The code beside which the card was shown asked for the same: nobody pays it once more. */
  private async answered(actor: Actor, { account }: ShownPurse, { asked }: TakeForm): Promise<void> {
    if (asked === undefined) return;
    const { communityId, id } = account;
    const shown = await this.codes.show(actor, communityId, asked).catch(orNotTheirs);
    const isIt = shown?.code.accountId === id && shown.code.kind === 'single';
    if (isIt) await this.codes.close(actor, communityId, asked);
  }

  private async refuse(taking: Taking, form: TakeForm, code: string): Promise<void> {
    const { request, reply, actor } = taking;
    // A refused order stays refused; with the secret it is asked anew, under an id of its own.
    if (code === 'secret_needed' || code === 'over_card_limit')
      return this.askSecret(taking, { ...form, order: newUuid() });
    if (code === 'secret_wrong') return this.askSecret(taking, form, { wrong: wayOf(form) });
    if (code === 'card_unknown') return this.again(taking, form.amount, 'refusals.card_unknown');
    const { frame } = await this.visitors.visit(actor, request);
    sendCardRefused(reply, frame, code);
  }

  private async askSecret(
    taking: Taking,
    form: TakeForm,
    { tapped = [], wrong = null }: { tapped?: string[]; wrong?: SecretWay | null } = {},
  ): Promise<void> {
    const page = await this.page(taking, form);
    sendPage(
      taking.reply,
      <CardNeedsSecretPage {...page} {...{ tapped, wrong }} />,
      wrong === null ? 200 : 422,
    );
  }

  private async again(
    taking: Taking,
    amount: bigint,
    wrong: 'scan.none' | 'refusals.card_unknown',
  ): Promise<void> {
    const page = await this.page(taking, { card: '', order: '', amount });
    sendPage(taking.reply, <CardWantedPage {...page} wrong={wrong} />, 422);
  }

  private async page({ actor, purse, request }: Taking, form: TakeForm): Promise<TakingProps> {
    const { account } = purse;
    const [{ frame, csrf }, taker] = await Promise.all([
      this.visitors.visit(actor, request),
      account.partyId === null ? undefined : this.faces.one(account.communityId, account.partyId),
    ]);
    const { card, order, amount, asked } = form;
    return { frame, csrf, purse, taker: taker ?? null, card, order, amount, asked };
  }
}

function shown(communityId: string, card: string): { card: ShownCard } {
  const number = readNumber(card);
  return { card: number === undefined ? { token: card } : { communityId, number } };
}

/** What was booked stays booked, whatever a form says of codes of others. */
function orNotTheirs(error: unknown): undefined {
  if (!(error instanceof NotAllowed)) throw error;
}
