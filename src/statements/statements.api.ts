import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { GivesCsv, GivesXlsx, sendCsv, sendXlsx } from '../api/spreadsheet.answer.js';
import { formOf } from '../api/spreadsheet.input.js';
import { communityIdKind } from '../communities/communities.input.js';
import {
  lineNumberKind,
  PeriodQuery,
  StatementFileQuery,
  StatementView,
  wishOf,
} from './statements.input.js';
import { statementSpreadsheet } from './statement-spreadsheet.js';
import { StatementsService } from './statements.service.js';

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
    const [last] = (readCursor(query.after, [lineNumberKind]) ?? []) as [number?];
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
  @GivesCsv()
  async csv(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() query: StatementFileQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { language, dates } = formOf(query, request);
    const whole = await this.statements.whole(actor, communityId, accountId, wishOf(query));
    sendCsv(reply, statementSpreadsheet(whole, language), dates);
  }

  /** With real numbers and dates (U52); 422 `list_too_long` where only CSV will do. */
  @Get('statement.xlsx')
  @GivesXlsx()
  async xlsx(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() query: StatementFileQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { language, dates } = formOf(query, request);
    const whole = await this.statements.whole(actor, communityId, accountId, wishOf(query));
    await sendXlsx(reply, statementSpreadsheet(whole, language), dates);
  }
}
