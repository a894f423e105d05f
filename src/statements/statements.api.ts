import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind, wholeKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { communityIdKind } from '../communities/communities.input.js';
import { pickLanguage } from '../languages/languages.js';
import { CsvQuery, PeriodQuery, StatementView, wishOf } from './statements.input.js';
import { StatementsService } from './statements.service.js';

const numberKind = wholeKind({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** Statements of accounts for programs, and as a file for spreadsheets. */
@Controller('api/v1/communities/:community/accounts/:account')
export class StatementsApi {
  constructor(private readonly statements: StatementsService) {}

  @Get('statement')
  @ApiOkResponse({ type: StatementView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() query: PeriodQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatementView> {
    const [last] = (readCursor(query.after, [numberKind]) ?? []) as [number?];
    const limit = limitOf(query);
    const after = last === undefined ? undefined : BigInt(last);
    const ask = { after, limit };
    const part = await this.statements.statement(actor, communityId, accountId, wishOf(query), ask);
    const page = pageOf(part.lines, limit, ({ number }) => [number]);
    answerPage(request, reply, page);
    return StatementView.of(part.head, page.items, page.next);
  }

  /** With semicolons, decimal commas and a mark for UTF-8, as a Belgian spreadsheet opens it (U52). */
  @Get('statement.csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async csv(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() query: CsvQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = query.language ?? pickLanguage(request.headers);
    const form = { language, dates: query.dates ?? 'iso' };
    const { head, text } = await this.statements.csv(actor, communityId, accountId, wishOf(query), form);
    sendCsv(reply, `${head.from}_${head.to}`, text);
  }
}

/** Sends a file as it is made. @param name neutral: it stands in the list of downloads */
export function sendCsv(reply: FastifyReply, name: string, text: AsyncIterable<string>): void {
  void reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(text));
}
