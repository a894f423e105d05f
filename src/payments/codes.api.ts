import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import qrcode from 'qrcode';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { Clock } from '../database/clock.js';
import { qrSvg } from '../web/qr.js';
import { CodePage, CodeQuery, CodeView, NewCodeInput, ShownCodeView } from './codes.input.js';
import { CodesService, type ShownCode } from './codes.service.js';

@Controller('api/v1/communities/:community/payment-codes')
export class CodesApi {
  constructor(
    private readonly codes: CodesService,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiCreatedResponse({ type: ShownCodeView })
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewCodeInput,
  ): Promise<ShownCodeView> {
    return this.view(answerOrThrow(await this.codes.make(actor, communityId, input)));
  }

  @Get()
  @ApiOkResponse({ type: CodePage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: CodeQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodePage> {
    const [after] = (readCursor(query.after, [idKind]) ?? ['']) as string[];
    const limit = limitOf(query);
    const codes = await this.codes.list(actor, communityId, query.account, after!, limit + 1);
    if (codes === undefined) throw new ProblemError('not_found');
    const page = answerPage(
      request,
      reply,
      pageOf(codes, limit, ({ id }) => [id]),
    );
    const now = this.clock.now();
    return { ...page, items: page.items.map((code) => CodeView.of(code, now)) };
  }

  @Get(':id')
  @ApiOkResponse({ type: ShownCodeView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<ShownCodeView> {
    const shown = await this.codes.show(actor, communityId, id);
    if (shown === undefined) throw new ProblemError('not_found');
    return this.view(shown);
  }

  /** The QR code to print, as a drawing; level Q, for it hangs on a wall. */
  @Get(':id/qr.svg')
  @ApiProduces('image/svg+xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  async svg(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const url = await this.mustWork(actor, communityId, id);
    void reply.header('content-type', 'image/svg+xml').send(qrSvg(url, 'Q'));
  }

  /** The QR code as a PNG of some 600 pixels. */
  @Get(':id/qr.png')
  @ApiProduces('image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async png(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const url = await this.mustWork(actor, communityId, id);
    const segments = [{ data: url, mode: 'alphanumeric' as const }];
    const png = await qrcode.toBuffer(segments, { errorCorrectionLevel: 'Q', margin: 4, scale: 16 });
    void reply.header('content-type', 'image/png').send(png);
  }

  /** Takes the code down. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async close(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<void> {
    if ((await this.codes.close(actor, communityId, id)) === undefined) throw new ProblemError('not_found');
  }

  private async mustWork(actor: Actor, communityId: string, id: string): Promise<string> {
    const shown = await this.codes.show(actor, communityId, id);
    if (shown === undefined) throw new ProblemError('not_found');
    if (shown.url === null) throw new ProblemError('gone');
    return shown.url;
  }

  private view({ code, url }: ShownCode): ShownCodeView {
    return { ...CodeView.of(code, this.clock.now()), url };
  }
}
