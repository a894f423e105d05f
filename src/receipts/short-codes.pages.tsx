import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { TextField } from '../api/fields.js';
import { FormInput } from '../api/objects.js';
import { sendPage } from '../web/page-answer.js';
import { ShortCodesService } from './short-codes.service.js';
import { FindReceiptPage } from './views/find.js';

@FormInput()
class FindForm {
  @TextField({ max: 200, optional: true })
  code?: string;
}

const path = '/exchanges/code';

/** From the code that is read aloud to the receipt. */
@ApiExcludeController()
@Controller('exchanges/code')
export class ShortCodesPages {
  constructor(
    private readonly codes: ShortCodesService,
    private readonly frames: PageFrames,
  ) {}

  @Get()
  ask(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.send(actor, request, reply, null);
  }

  /** Posted and not asked by an address: every try counts, and no code is kept where addresses are. */
  @Post()
  async find(
    @Body() { code = '' }: FindForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId } = actor;
    const found = communityId === null ? undefined : await this.codes.find(actor, communityId, code);
    if (found !== undefined) return void reply.redirect(`/r/${found.receipt.token}`, 303);
    this.send(actor, request, reply, code.trim());
  }

  /** @param wrong what was typed and led nowhere */
  private send(actor: Actor, request: FastifyRequest, reply: FastifyReply, wrong: string | null): void {
    const frame = this.frames.of(actor, request, path);
    const page = <FindReceiptPage {...frame} back="/exchanges" {...{ path, wrong }} />;
    sendPage(reply, page, wrong === null ? 200 : 404);
  }
}
