import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { CardsService } from './access/cards.service.js';
import { chosenSecret } from './access/secret.js';
import { SecretForm, secretIn, tappedIn, wayOf } from './access/secret-form.js';
import { FlagField, FormInput, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { Besides, visitPath, type Beside } from './app.besides.js';
import { SecretPage, SecretYesPage, VisitPage, type SecretPageProps } from './app.visiting.js';
import { VisitsHere } from './app.visithere.js';
import { VisitOpens } from './app.opens.js';
import { words } from './languages/languages.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

class VisitQuery {
  @FlagField({ optional: true })
  done?: boolean;

  @FlagField({ optional: true })
  new?: boolean;
}

@FormInput()
class SecretYesForm {
  @TextField({ max: 60 })
  secret!: string;
}

/** A helper beside a member (U07): what can be done, a secret that the member chooses, and the one tap that ends it. */
@ApiExcludeController()
@Controller('helping')
export class VisitPages {
  constructor(
    private readonly besides: Besides,
    private readonly here: VisitsHere,
    private readonly visits: CardVisitsService,
    private readonly cards: CardsService,
    private readonly opens: VisitOpens,
  ) {}

  @Get('visits/:visit')
  async show(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Query() { done }: VisitQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const beside = await this.here.at(asking, visitId);
    if (beside === undefined) return;
    const isBare = await this.opens.isBare(asking, beside);
    sendPage(
      reply,
      <VisitPage {...beside.page} {...{ isBare }} done={done === true} tapped={[]} wrong={null} />,
    );
  }

  /** Over is over, and may be said twice. */
  @Post('visits/:visit/end')
  async end(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.visits.end(actor, this.besides.communityOf(actor), visitId);
    void reply.header('set-cookie', this.opens.closed()).redirect('/helping', 303);
  }

  /** Before there is a visit there is nothing to end but the page. */
  @Post('end')
  leave(@CurrentActor() actor: Actor, @Res() reply: FastifyReply): void {
    this.besides.communityOf(actor);
    void reply.redirect('/helping', 303);
  }

  @Get('visits/:visit/secret')
  async askSecret(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Query() { new: isNew }: VisitQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const beside = await this.here.at({ actor, request, reply }, visitId);
    if (beside !== undefined)
      sendPage(reply, <SecretPage {...beside.page} tapped={[]} isNew={isNew === true} />);
  }

  /** One drawing after the other, or digits; then they are shown once more, for the yes. */
  @Post('visits/:visit/secret')
  async tapped(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: SecretForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const beside = await this.here.at({ actor, request, reply }, visitId);
    if (beside === undefined) return;
    const tapped = tappedIn(form);
    // The same drawing twice is no secret: the others stay as they were tapped.
    if (new Set(tapped).size < tapped.length)
      return this.again(reply, beside, [...new Set(tapped)], {
        why: 'visits.other_drawing',
        way: 'drawings',
      });
    const given = secretIn(form);
    if (given === undefined) return sendPage(reply, <SecretPage {...beside.page} tapped={tapped} />);
    const secret = chosenSecret(given);
    if (typeof secret === 'string')
      return this.again(reply, beside, [], { why: `refusals.${secret}`, way: wayOf(form) });
    sendPage(reply, <SecretYesPage {...beside.page} secret={secret} />);
  }

  @Post('visits/:visit/secret/yes')
  async setSecret(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() { secret }: SecretYesForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const beside = await this.here.at({ actor, request, reply }, visitId);
    if (beside === undefined) return;
    const { communityId, seen, page } = beside;
    const answer = await this.cards.setSecret(actor, communityId, seen.visit.cardId, secret);
    if (answer.kind === 'done') return void reply.redirect(`${visitPath(visitId)}?done=yes`, 303);
    const ways = [
      { icon: 'back', label: words(page.frame.language).t('buttons.back'), href: page.path },
    ] as const;
    sendPage(reply, <RefusedPage {...page.frame} code={answer.code} ways={ways} isLook />, 422);
  }

  private again(
    reply: FastifyReply,
    { page }: Beside,
    tapped: readonly string[],
    wrong: SecretPageProps['wrong'],
  ): void {
    sendPage(reply, <SecretPage {...page} {...{ tapped, wrong }} />, 422);
  }
}
