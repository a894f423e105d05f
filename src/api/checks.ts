import {
  IsBoolean,
  isBoolean,
  IsIn,
  isIn,
  IsInt,
  isInt,
  IsNotEmpty,
  isNotEmpty,
  IsString,
  isString,
  Matches,
  matches,
  Max,
  max,
  Min,
  min,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';

/** What can be wrong with a field. The words are under `fields.<code>`. */
export const fieldCodes = [
  'missing',
  'unknown_field',
  'not_an_object',
  'not_a_list',
  'not_text',
  'not_whole',
  'not_yes_or_no',
  'not_an_id',
  'not_a_day',
  'not_an_instant',
  'not_a_choice',
  'not_a_cursor',
  'bad_characters',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'too_few',
  'too_many',
] as const;
export type FieldCode = (typeof fieldCodes)[number];

/** One rule of class-validator with the code of its failure: for a single value, and as a decorator. */
export interface Check {
  readonly code: FieldCode;
  holds(value: unknown): boolean;
  mark(options: ValidationOptions): PropertyDecorator;
}

export const textCheck: Check = { code: 'not_text', holds: isString, mark: IsString };
export const filledCheck: Check = { code: 'missing', holds: isNotEmpty, mark: IsNotEmpty };
export const flagCheck: Check = { code: 'not_yes_or_no', holds: isBoolean, mark: IsBoolean };
export const instantCheck: Check = { code: 'not_an_instant', holds: isInt, mark: IsInt };

export function patternCheck(pattern: RegExp, code: FieldCode): Check {
  const holds = (value: unknown): boolean => matches(value as string, pattern);
  return { code, holds, mark: (options) => Matches(pattern, options) };
}

export function leastCheck(least: number): Check {
  return { code: 'too_small', holds: (value) => min(value, least), mark: (options) => Min(least, options) };
}

export function mostCheck(most: number): Check {
  return { code: 'too_large', holds: (value) => max(value, most), mark: (options) => Max(most, options) };
}

export function choiceCheck(values: readonly string[]): Check {
  const known = [...values];
  const holds = (value: unknown): boolean => isIn(value, known);
  return { code: 'not_a_choice', holds, mark: (options) => IsIn(known, options) };
}

/** A rule of ours, where class-validator has none that fits. Its name among the rules of a field is its code. */
export function ownCheck(code: FieldCode, holds: (value: unknown) => boolean): Check {
  const rule = { name: code, validator: { validate: holds } };
  return { code, holds, mark: (options) => ValidateBy(rule, options) };
}

/** IsInt takes numbers too large to be exact. */
export const wholeCheck = ownCheck('not_whole', Number.isSafeInteger);

/** Amounts are bigints once read, which Min and Max do not take. */
export const amountChecks = (least: bigint, most: bigint): Check[] => [
  ownCheck('not_whole', (value) => typeof value === 'bigint'),
  ownCheck('too_small', (value) => (value as bigint) >= least),
  ownCheck('too_large', (value) => (value as bigint) <= most),
];

/** MinLength and MaxLength leave out the marks that choose between emoji and text; the database counts them. */
export const shortCheck = (least: number): Check =>
  ownCheck('too_short', (value) => typeof value === 'string' && charactersIn(value, least) >= least);

export const longCheck = (most: number): Check =>
  ownCheck('too_long', (value) => typeof value === 'string' && charactersIn(value, most) <= most);

/** Counted only where the bound is near: a character is one or two units of UTF-16. */
function charactersIn(text: string, bound: number): number {
  return text.length < bound || text.length > bound * 2 ? text.length : [...text].length;
}

/** A day that exists, YYYY-MM-DD, from 1900 on. IsDateString takes times and other shapes too. */
export const dayCheck = ownCheck('not_a_day', (value) => typeof value === 'string' && isDay(value));

export function isDay(text: string): boolean {
  const found = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text);
  if (found === null) return false;
  const day = Number(found[3]);
  return day <= 28 || day <= daysIn(Number(text.slice(0, 4)), Number(found[2]));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
