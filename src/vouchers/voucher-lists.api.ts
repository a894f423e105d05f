import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { ProblemError } from '../api/problem.js';
import { GivesCsv, GivesXlsx, sendCsv, sendXlsx } from '../api/spreadsheet.answer.js';
import { formOf, SpreadsheetQuery } from '../api/spreadsheet.input.js';
import { communityIdKind } from '../communities/communities.input.js';
import { VoucherLists, type VoucherList } from './voucher-lists.service.js';
import { voucherSpreadsheet } from './voucher-spreadsheet.js';

/** The vouchers of a batch as a file for spreadsheets, for whoever may see them as a list (U52). */
@Controller('api/v1/communities/:community/voucher-batches/:id')
export class VoucherListsApi {
  constructor(private readonly lists: VoucherLists) {}

  @Get('vouchers.csv')
  @GivesCsv()
  async csv(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Query() query: SpreadsheetQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { language, dates } = formOf(query, request);
    sendCsv(
      reply,
      voucherSpreadsheet(found(await this.lists.whole(actor, communityId, id)), language),
      dates,
    );
  }

  @Get('vouchers.xlsx')
  @GivesXlsx()
  async xlsx(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Query() query: SpreadsheetQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { language, dates } = formOf(query, request);
    const list = found(await this.lists.whole(actor, communityId, id));
    await sendXlsx(reply, voucherSpreadsheet(list, language), dates);
  }
}

function found(list: VoucherList | undefined): VoucherList {
  if (list === undefined) throw new ProblemError('not_found');
  return list;
}
