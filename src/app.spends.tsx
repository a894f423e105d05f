import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from './access/actor.js';
import { SecretForm, secretIn, tappedIn, wayOf, type SecretWay } from './access/secret-form.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { AmountField, FormInput, IdField, TextField, UuidField } from './api/fields.js';
import type { BesideProps } from './app.besides.js';
import type { Kiosk } from './app.kiosks.js';
import { payeeOf, ScannedPayees } from './app.payees.js';
import {
  SpendAmountPage,
  SpendPage,
  SpendScanPage,
  SpendSecretPage,
  type SpendProps,
  type Spending,
} from './app.spent.js';
import type { Booked } from './books/answers.js';
import { CurrenciesService } from './communities/currencies.service.js';
import { newUuid } from './database/ids.js';
import type { WordKey } from './languages/languages.js';
import { CardVisitsService, type VisitPayment } from './payments/card-visits.service.js';
import type { PayeeAsked } from './payments/payees.service.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
export class SpendAmountForm {
  /** Read by a kiosk; elsewhere it is taken out at the door. */
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 60 })
  token!: string;

  @AmountField()
  amount!: bigint;
}

@FormInput()
export class SpendForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** The visit for which it was shown: at a device for everybody it is nobody else's yes. */
  @IdField()
  visit!: string;

  @TextField({ max: 60 })
  token!: string;

  @UuidField()
  order!: string;

  @AmountField()
  amount!: bigint;
}

/** At whose device a member pays, and for which visit. */
export interface Spender {
  readonly helper: Actor;
  readonly communityId: string;
  readonly visitId: string;
  /** At a kiosk, when the secret was right in this visit: it is not asked once more. */
  readonly openSince?: number;
  readonly page: BesideProps;
  readonly reply: FastifyReply;
}

interface Again {
  readonly order?: string;
  readonly tapped?: readonly string[];
  readonly wrong?: SecretWay;
}

/** What a member pays during a visit, at a helper's screen or a kiosk: the code, how much, yes, and the secret (U07). */
@Injectable()
export class Spendings {
  constructor(
    private readonly visits: CardVisitsService,
    private readonly currencies: CurrenciesService,
    private readonly payees: ScannedPayees,
  ) {}

  /** Where a code is scanned, or the pot is chosen where there is one. */
  async begin({ communityId, page, reply }: Spender, wrong?: WordKey): Promise<void> {
    const hasPot = (await this.potOf(communityId)) !== undefined;
    const said = wrong === undefined ? {} : { wrong };
    sendPage(reply, <SpendScanPage {...page} {...said} pot={hasPot} />, wrong === undefined ? 200 : 422);
  }

  /** How much for the pot of everybody. */
  toPot(spender: Spender): Promise<void> {
    return this.show(spender, { token: potToken });
  }

  /** A payment code of ours, or the card of who gets it; what is none is said. */
  async scanned(spender: Spender, texts: readonly string[]): Promise<void> {
    const { helper, communityId } = spender;
    const token = await this.payees.in(helper, communityId, texts);
    if (typeof token === 'string') return this.show(spender, { token });
    await this.begin(spender, token.wrong);
  }

  /** How much, where the code does not say it; else whether it is right. */
  async show(spender: Spender, spending: Spending): Promise<void> {
    const page = await this.page(spender, spending);
    if (page === undefined) return;
    const Shown = page.look.amount === null ? SpendAmountPage : SpendPage;
    sendPage(spender.reply, <Shown {...page} />);
  }

  /** @returns undefined after the page that asks for the secret or says why not */
  async pay(spender: Spender, form: SpendForm): Promise<Booked | undefined> {
    const { order } = form;
    const tapped = tappedIn(form);
    if (secretIn(form) === undefined && tapped.length > 0)
      await this.askSecret(spender, form, { order, tapped });
    else {
      const { helper, communityId, visitId, openSince } = spender;
      const answer = await this.visits.pay(
        helper,
        communityId,
        visitId,
        await this.wish(communityId, form, openSince),
      );
      if (answer.kind === 'posted') return answer;
      // A refused order stays refused: with the secret it is asked anew.
      if (answer.code === 'secret_needed' || answer.code === 'over_card_limit')
        await this.askSecret(spender, form);
      else if (answer.code === 'secret_wrong')
        await this.askSecret(spender, form, { order, wrong: wayOf(form) });
      else this.refuse(spender, answer.code);
    }
    return undefined;
  }

  /** What the same form booked before, of a visit that is over. It books nothing. */
  async paidBefore(
    { actor, communityId, openSince }: Pick<Kiosk, 'actor' | 'communityId' | 'openSince'>,
    form: SpendForm,
  ): Promise<Booked | undefined> {
    const seen = await this.visits.seen(actor, communityId, form.visit);
    if (seen.kind === 'visit' || seen.code !== 'visit_over') return undefined;
    const wish = await this.wish(communityId, form, openSince ?? undefined);
    const answer = await this.visits.pay(actor, communityId, form.visit, wish);
    return answer.kind === 'posted' ? answer : undefined;
  }

  private async askSecret(spender: Spender, spending: Spending, again: Again = {}): Promise<void> {
    const page = await this.page(spender, spending);
    if (page === undefined) return;
    const { order = newUuid(), tapped = [], wrong = null } = again;
    sendPage(
      spender.reply,
      <SpendSecretPage {...page} {...{ order, tapped, wrong }} />,
      wrong === null ? 200 : 422,
    );
  }

  /** Undefined after the page that says why not. */
  private async page(spender: Spender, { token, amount }: Spending): Promise<SpendProps | undefined> {
    const { helper, communityId, visitId, page } = spender;
    const to = await this.payeeOf(communityId, token);
    const asked = { ...to, ...(amount !== undefined && { amount }) };
    const look = await this.visits.look(helper, communityId, visitId, asked);
    if (look.kind !== 'refused') return { ...page, visitId, token, look };
    this.refuse(spender, look.code);
    return undefined;
  }

  private refuse({ reply, page: { frame, path } }: Spender, code: string): void {
    sendCardRefused(reply, frame, code, { back: path });
  }

  private async wish(
    communityId: string,
    form: SpendForm,
    openSince: number | undefined,
  ): Promise<VisitPayment> {
    const { order: orderId, token, amount } = form;
    const to = await this.payeeOf(communityId, token);
    return { ...to, orderId, amount, secret: secretIn(form) ?? null, openSince };
  }

  private async payeeOf(communityId: string, token: string): Promise<PayeeAsked> {
    const pot = token === potToken ? await this.potOf(communityId) : undefined;
    return pot === undefined ? payeeOf(token) : { to: pot };
  }

  /** The pot of everybody in the first currency that has one. */
  private async potOf(communityId: string): Promise<string | undefined> {
    for (const { code } of await this.currencies.all(communityId)) {
      const pot = (await this.currencies.communityAccounts(communityId, code)).get('pot');
      if (pot !== undefined) return pot;
    }
    return undefined;
  }
}

/** In place of the token of a code: the pot of everybody, for which nothing is scanned. */
const potToken = 'pot';
