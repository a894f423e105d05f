import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { as } from '../api/input.pipe.js';
import { idKind, wholeKind } from '../api/kinds.js';
import { pageMax, pageOf, readCursor } from '../api/paging.js';
import { sendCsv, sendXlsx } from '../api/spreadsheet.answer.js';
import { formOf } from '../api/spreadsheet.input.js';
import { communityIdKind } from '../communities/communities.input.js';
import { sendPage } from '../web/page-answer.js';
import { AccountNames } from './account-names.js';
import { CashboxService } from './cashbox.service.js';
import { statementSpreadsheet } from './statement-spreadsheet.js';
import { PeriodQuery, StatementFileQuery, wishOf } from './statements.input.js';
import { StatementsService } from './statements.service.js';
import { CashboxPage } from './views/cashbox.js';
import { StatementPage } from './views/statement.js';

const numberKind = wholeKind({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** The treasurer's pages of one account: the cash box, all its lines, and the lists for spreadsheets. */
@ApiExcludeController()
@Controller('c/:community/kas/:account')
export class StatementsPages {
  constructor(
    private readonly cashboxes: CashboxService,
    private readonly statements: StatementsService,
    private readonly names: AccountNames,
    private readonly frames: PageFrames,
  ) {}

  @Get()
  async cashbox(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() { month }: PeriodQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const cashbox = await this.cashboxes.cashbox(actor, communityId, accountId, month);
    const address = addressOf(communityId, accountId);
    const frame = { ...this.frames.of(actor, request), back: '/' };
    const owner = await this.names.ownerOf(actor, communityId, accountId);
    sendPage(reply, <CashboxPage {...frame} {...{ cashbox, address, owner }} />);
  }

  @Get('statement')
  async statement(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() query: PeriodQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [last] = (readCursor(query.after, [numberKind]) ?? []) as [number?];
    const ask = { after: last === undefined ? undefined : BigInt(last), limit: pageMax };
    const part = await this.statements.statement(actor, communityId, accountId, wishOf(query), ask);
    const { items, next } = pageOf(part.lines, pageMax, ({ number }) => [number]);
    const address = addressOf(communityId, accountId);
    const { from, to } = part.head;
    const further = next === null ? undefined : `${address}/statement?from=${from}&to=${to}&after=${next}`;
    const unit = await this.cashboxes.unitOf(part.head);
    const frame = { ...this.frames.of(actor, request), back: address };
    const owner = await this.names.ownerOf(actor, communityId, accountId);
    const page = { head: part.head, lines: items, unit, owner, next: further };
    sendPage(reply, <StatementPage {...frame} {...page} />);
  }

  @Get('statement.csv')
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

  @Get('statement.xlsx')
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

function addressOf(communityId: string, accountId: string): string {
  return `/c/${communityId}/kas/${accountId}`;
}
