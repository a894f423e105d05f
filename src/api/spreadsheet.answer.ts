import { Readable } from 'node:stream';
import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { answerOrThrow } from './problem.js';
import { csvText } from './spreadsheet-csv.js';
import type { DateForm, Spreadsheet } from './spreadsheet.js';
import { xlsxFile } from './spreadsheet-xlsx.js';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** On a route that gives a list with semicolons and decimal commas, as a Belgian spreadsheet opens it (U52). */
export const GivesCsv = (): MethodDecorator =>
  applyDecorators(ApiProduces('text/csv'), ApiOkResponse({ schema: { type: 'string' } }));

/** On a route that gives a list as a workbook, with real numbers and dates (U52). */
export const GivesXlsx = (): MethodDecorator =>
  applyDecorators(ApiProduces(xlsxType), ApiOkResponse({ schema: { type: 'string', format: 'binary' } }));

/** Sends a list as text, while it is made. */
export function sendCsv(reply: FastifyReply, sheet: Spreadsheet, dates: DateForm): void {
  void reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${sheet.file}.csv"`)
    .send(Readable.from(csvText(sheet, dates)));
}

/**
 * Sends a list as a workbook.
 * @throws ProblemError list_too_long, too_many_tries
 */
export async function sendXlsx(reply: FastifyReply, sheet: Spreadsheet, dates: DateForm): Promise<void> {
  const { file } = answerOrThrow(await xlsxFile(sheet, dates));
  void reply
    .header('content-type', xlsxType)
    .header('content-disposition', `attachment; filename="${sheet.file}.xlsx"`)
    .send(file);
}
