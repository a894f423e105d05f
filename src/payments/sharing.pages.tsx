import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { CodeField, FormInput, UuidField } from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { subjects, type Subject } from '../ledger/order.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { ExchangesService } from './exchanges.service.js';
import { LooksService } from './looks.service.js';
import type { Preview } from './preview.service.js';
import { SharePage, type ShareKind } from './views/share.js';

@FormInput()
class ShareForm {
  @UuidField()
  order!: string;

  @CodeField(subjects)
  subject!: Subject;
}

/** Giving and lending without coin: what it is, and that is the yes (S01). */
@ApiExcludeController()
@Controller('c/:community/share/:account/:kind')
export class SharingPages {
  constructor(
    private readonly looks: LooksService,
    private readonly exchanges: ExchangesService,
    private readonly frames: PageFrames,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('kind') kind: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const frame = this.frames.of(actor, request);
    const look = await this.looks.lookAtAccount(actor, communityId, accountId, {});
    if (look.kind !== 'look') {
      const code = look.kind === 'refused' ? look.code : 'no_such_account';
      return sendPage(reply, <RefusedPage {...frame} code={code} />, 422);
    }
    const { preview, community: communityName } = look;
    sendPage(reply, <SharePage {...frame} {...{ preview, communityName }} kind={kindIn(kind)} />);
  }

  @Post()
  async share(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('kind') kind: string,
    @Body() { order: orderId, subject }: ShareForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const look = await this.looks.lookAtAccount(actor, communityId, accountId, {});
    const sides = look.kind === 'look' ? sidesOf(look.preview) : undefined;
    const answer =
      sides === undefined
        ? ({ kind: 'refused', code: 'no_such_account' } as const)
        : await this.exchanges.book(actor, communityId, {
            ...{ orderId, kind: kindIn(kind), transfers: [], subject, ...sides },
          });
    if (answer.kind === 'posted') return void reply.redirect(`/r/${answer.receiptToken}`, 303);
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request)} code={answer.code} />, 422);
  }
}

function sidesOf({ payer, payee }: Preview): { giver: string; taker: string } | undefined {
  const { partyId: giver } = payer.account;
  const { partyId: taker } = payee.account;
  return giver === null || taker === null ? undefined : { giver, taker };
}

function kindIn(kind: string): ShareKind {
  if (kind !== 'gift' && kind !== 'loan') throw new ProblemError('not_found');
  return kind;
}
