import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { SecretForm, secretIn, tappedIn, wayOf, type SecretWay } from './access/secret-form.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { visitPath } from './app.besides.js';
import { OpenPlaces } from './app.openplaces.js';
import { VisitOpens } from './app.opens.js';
import { OwnThings } from './app.things.js';
import { VisitsHere } from './app.visithere.js';
import { VisitOpenPage, VisitPage } from './app.visiting.js';
import { sendPage } from './web/page-answer.js';

/** What is the member's own on the helper's screen: opened by their own secret only, closed with one tap (U07, 5C). */
@ApiExcludeController()
@Controller('helping/visits/:visit/own')
export class VisitOwnPages {
  constructor(
    private readonly here: VisitsHere,
    private readonly opens: VisitOpens,
    private readonly places: OpenPlaces,
    private readonly things: OwnThings,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.at({ request, reply });
    if (open === undefined) return;
    const purses = await this.things.purses(open.member);
    sendPage(reply, <VisitOpenPage {...open.page} purses={purses} />);
  }

  /** One drawing after the other, or digits. The answer is elsewhere, so that nothing sends the secret once more. */
  @Post()
  async open(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: SecretForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const beside = await this.here.at(asking, visitId);
    if (beside === undefined) return;
    const knock = (tapped: readonly string[], wrong: SecretWay | null): void => {
      const page = <VisitPage {...beside.page} {...{ tapped, wrong }} isBare={false} done={false} />;
      sendPage(reply, page, wrong === null ? 200 : 422);
    };
    const secret = secretIn(form);
    if (secret === undefined) return knock(tappedIn(form), null);
    const answer = await this.opens.unlock(asking, beside, secret);
    if ('cookie' in answer)
      return void reply.header('set-cookie', answer.cookie).redirect(`${beside.page.path}/own`, 303);
    if (answer.code === 'secret_wrong') return knock([], wayOf(form));
    const { frame, path } = beside.page;
    sendCardRefused(reply, frame, answer.code, { back: path, isLook: true });
  }

  @Post('close')
  close(@Param('visit', as(idKind)) visitId: string, @Res() reply: FastifyReply): void {
    void reply.header('set-cookie', this.opens.closed()).redirect(visitPath(visitId), 303);
  }
}
