import type { ApiPropertyOptions } from '@nestjs/swagger';
import { amountMax, type Amount } from '../ledger/amount.js';

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

/** One thing that is wrong with what came in, with a JSON pointer (RFC 6901) to where. */
export interface FieldError {
  pointer: string;
  readonly code: FieldCode;
}

/** `text` is what query strings and forms carry: strings only. */
export type Source = 'json' | 'text';

/** How one kind of value is read, and how the API document describes it. */
export interface Kind {
  /** The value, or undefined with one or more errors added (pointers relative to the value). */
  read(value: unknown, errors: FieldError[], source: Source): unknown;
  readonly schema: ApiPropertyOptions & object;
}

function wrong(errors: FieldError[], code: FieldCode): undefined {
  errors.push({ pointer: '', code });
  return undefined;
}

/** What the errors from `since` on are about lies under `name`. */
export function moveUnder(errors: FieldError[], since: number, name: string | number): void {
  const step = `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  for (let i = since; i < errors.length; i++) errors[i]!.pointer = step + errors[i]!.pointer;
}

function patternKind(pattern: RegExp, code: FieldCode, schema: Kind['schema']): Kind {
  return {
    read: (value, errors) =>
      typeof value !== 'string'
        ? wrong(errors, 'not_text')
        : pattern.test(value)
          ? value
          : wrong(errors, code),
    schema: { type: 'string', ...schema } as Kind['schema'],
  };
}

const idPattern = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const tokenPattern = /^[0-9A-HJKMNP-TV-Z]{16,64}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A random id of the service: 16 capitals and digits. */
export const idKind = patternKind(idPattern, 'not_an_id', { pattern: idPattern.source });

/** A random token: 16 to 64 capitals and digits. */
export const tokenKind = patternKind(tokenPattern, 'not_an_id', { pattern: tokenPattern.source });

/** A UUID version 7 (RFC 9562) in lower case. */
export const uuidKind = patternKind(uuidPattern, 'not_an_id', {
  format: 'uuid',
  pattern: uuidPattern.source,
});

/** A safe whole number from JSON, or from its digits when the source is text; undefined otherwise. */
function readWhole(value: unknown, source: Source): number | undefined {
  const number =
    source === 'text' && typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? +value : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** A whole number from `min` to `max`. */
export function wholeKind(bounds: { readonly min: number; readonly max: number }): Kind {
  return {
    read(value, errors, source) {
      const number = readWhole(value, source);
      if (number === undefined) return wrong(errors, 'not_whole');
      if (number < bounds.min) return wrong(errors, 'too_small');
      return number > bounds.max ? wrong(errors, 'too_large') : number;
    },
    schema: { type: 'integer', format: 'int64', minimum: bounds.min, maximum: bounds.max },
  };
}

/** Smallest units of a currency, as a whole JSON number; becomes a bigint. */
export function amountKind(bounds: { readonly min?: Amount; readonly max?: Amount }): Kind {
  const whole = wholeKind({ min: Number(bounds.min ?? 1n), max: Number(bounds.max ?? amountMax) });
  return {
    read(value, errors, source) {
      const number = whole.read(value, errors, source) as number | undefined;
      return number === undefined ? undefined : BigInt(number);
    },
    schema: whole.schema,
  };
}

// Besides control characters: halves of pairs, and what turns the direction of the text around it.
const badInLine = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const badInLines = /[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

export interface TextBounds {
  readonly min?: number;
  readonly max: number;
  /** Whether it may have several lines. */
  readonly lines?: boolean;
}

/** Text without spaces around it, in Unicode's composed form (NFC); lengths count characters. */
export function textKind({ min = 1, max, lines = false }: TextBounds): Kind {
  const bad = lines ? badInLines : badInLine;
  return {
    read(value, errors) {
      if (typeof value !== 'string') return wrong(errors, 'not_text');
      // Four bytes of UTF-16 a character at most, so longer text need not be looked at.
      if (value.length > max * 4 + 64) return wrong(errors, 'too_long');
      const text = (lines ? value.replaceAll('\r\n', '\n') : value).trim().normalize('NFC');
      if (bad.test(text)) return wrong(errors, 'bad_characters');
      const length = text.length <= max && min <= 1 ? text.length : [...text].length;
      if (length < min) return wrong(errors, length === 0 ? 'missing' : 'too_short');
      return length > max ? wrong(errors, 'too_long') : text;
    },
    schema: { type: 'string', minLength: min, maxLength: max },
  };
}

/** One of a closed list of codes. */
export function codeKind(values: readonly string[]): Kind {
  const known = new Set<unknown>(values);
  return {
    read: (value, errors) => (known.has(value) ? value : wrong(errors, 'not_a_choice')),
    schema: { type: 'string', enum: [...values] },
  };
}

function isDay(text: string): boolean {
  const found = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text);
  if (found === null) return false;
  const day = Number(found[3]);
  return day <= 28 || day <= daysIn(Number(text.slice(0, 4)), Number(found[2]));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A day that exists, YYYY-MM-DD, from 1900 on. */
export const dayKind: Kind = {
  read: (value, errors) => (typeof value === 'string' && isDay(value) ? value : wrong(errors, 'not_a_day')),
  schema: { type: 'string', format: 'date' },
};

/** An instant in UTC such as `2026-11-22T06:39:00.000Z` (RFC 3339); becomes milliseconds since 1970. */
export const instantKind: Kind = {
  read(value, errors) {
    const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
    if (typeof value !== 'string' || !shape.test(value) || !isDay(value.slice(0, 10))) {
      return wrong(errors, 'not_an_instant');
    }
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? wrong(errors, 'not_an_instant') : ms;
  },
  schema: { type: 'string', format: 'date-time' },
};

/** True or false; from a form or a query `yes`, `true`, `on`, `no`, `false`. */
export const flagKind: Kind = {
  read(value, errors, source) {
    if (typeof value === 'boolean') return value;
    if (source === 'text') {
      if (value === 'yes' || value === 'true' || value === 'on') return true;
      if (value === 'no' || value === 'false') return false;
    }
    return wrong(errors, 'not_yes_or_no');
  },
  schema: { type: 'boolean' },
};

/** Several values of one kind; from a form or a query one value is a list of one. */
export function listKind(of: Kind, { min = 0, max }: { readonly min?: number; readonly max: number }): Kind {
  return {
    read(value, errors, source) {
      const list: unknown = source === 'text' && typeof value === 'string' ? [value] : value;
      if (!Array.isArray(list)) return wrong(errors, 'not_a_list');
      if (list.length < min) return wrong(errors, 'too_few');
      if (list.length > max) return wrong(errors, 'too_many');
      const read = new Array<unknown>(list.length);
      for (let i = 0; i < list.length; i++) {
        const before = errors.length;
        read[i] = of.read(list[i], errors, source);
        if (errors.length > before) moveUnder(errors, before, i);
      }
      return read;
    },
    schema: { type: 'array', items: of.schema, minItems: min, maxItems: max } as Kind['schema'],
  };
}
