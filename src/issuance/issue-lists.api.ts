import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { GivesCsv, GivesXlsx, sendCsv, sendXlsx } from '../api/spreadsheet.answer.js';
import { formOf, SpreadsheetQuery } from '../api/spreadsheet.input.js';
import { communityIdKind } from '../communities/communities.input.js';
import { IssueLists } from './issue-lists.service.js';
import { issueSpreadsheet } from './issue-spreadsheet.js';
import { programmeCodeKind } from './programmes.input.js';

/** The issues of a programme as a file for spreadsheets, for whoever may see them as a list (U52, U63). */
@Controller('api/v1/communities/:community/programmes/:programme')
export class IssueListsApi {
  constructor(private readonly lists: IssueLists) {}

  @Get('issues.csv')
  @GivesCsv()
  async csv(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Query() query: SpreadsheetQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { language, dates } = formOf(query, request);
    sendCsv(reply, issueSpreadsheet(await this.lists.whole(actor, communityId, code), language), dates);
  }

  @Get('issues.xlsx')
  @GivesXlsx()
  async xlsx(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Query() query: SpreadsheetQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { language, dates } = formOf(query, request);
    const list = await this.lists.whole(actor, communityId, code);
    await sendXlsx(reply, issueSpreadsheet(list, language), dates);
  }
}
