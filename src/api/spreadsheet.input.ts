import type { FastifyRequest } from 'fastify';
import { languages, pickLanguage, type Language } from '../languages/languages.js';
import { CodeField } from './fields.js';
import { dateForms, type DateForm } from './spreadsheet.js';

/** The query of a list as a file. */
export class SpreadsheetQuery {
  @CodeField(languages, { optional: true, about: 'Of the headings; else what the caller prefers.' })
  language?: Language;

  @CodeField(dateForms, { optional: true, about: 'iso (2026-01-05) or dmy (05/01/2026); iso if left out.' })
  dates?: DateForm;
}

export interface SpreadsheetForm {
  readonly language: Language;
  readonly dates: DateForm;
}

/** The form that was asked for, with what was left out. */
export function formOf(
  { language, dates = 'iso' }: SpreadsheetQuery,
  { headers }: Pick<FastifyRequest, 'headers'>,
): SpreadsheetForm {
  return { language: language ?? pickLanguage(headers), dates };
}
