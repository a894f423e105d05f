import type { ApiPropertyOptions } from '@nestjs/swagger';
import { amountMax, type Amount } from '../ledger/amount.js';
import {
  amountChecks,
  choiceCheck,
  dayCheck,
  filledCheck,
  flagCheck,
  instantCheck,
  isDay,
  leastCheck,
  longCheck,
  mostCheck,
  ownCheck,
  patternCheck,
  shortCheck,
  textCheck,
  wholeCheck,
  type Check,
  type FieldCode,
} from './checks.js';

export { fieldCodes, type FieldCode } from './checks.js';

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
  /** How a field of a class is read and judged by class-validator. A kind without it is judged by `read`. */
  readonly rules?: Rules;
}

/** How class-validator judges a field of a kind. */
export interface Rules {
  /** The value as it will be used; what cannot be one stays or becomes something that the marks refuse. */
  prepare(value: unknown, source: Source): unknown;
  /** The decorators of class-validator, in the order in which they are to be judged. Messages are codes. */
  readonly marks: readonly PropertyDecorator[];
  /** The same for a list of such values: messages name the items, as `0:not_text 2:not_an_id`. */
  readonly each?: readonly PropertyDecorator[];
}

function wrong(errors: FieldError[], code: FieldCode): undefined {
  errors.push({ pointer: '', code });
  return undefined;
}

/** What the errors from `since` on are about lies under `name`. */
export function moveUnder(errors: FieldError[], since: number, name: string | number): void {
  const step = stepTo(name);
  for (let i = since; i < errors.length; i++) errors[i]!.pointer = step + errors[i]!.pointer;
}

/** One step of a JSON pointer. */
export function stepTo(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * A kind made of checks.
 * @param prepare what the checks see of a value; they see it as it came without this
 */
export function kindOf(
  checks: readonly Check[],
  schema: object,
  prepare: Rules['prepare'] = (value) => value,
): Kind {
  const wrongIn = (value: unknown): FieldCode | undefined => {
    for (const check of checks) if (!check.holds(value)) return check.code;
    return undefined;
  };
  const each = { each: true, message: ({ value }: { value: unknown }) => wrongItems(value, wrongIn) };
  return {
    read(value, errors, source) {
      const prepared = prepare(value, source);
      const code = wrongIn(prepared);
      return code === undefined ? prepared : wrong(errors, code);
    },
    schema: schema as Kind['schema'],
    rules: {
      prepare,
      marks: checks.map((check) => check.mark({ message: check.code })),
      each: checks.map((check) => check.mark(each)),
    },
  };
}

function wrongItems(list: unknown, wrongIn: (item: unknown) => FieldCode | undefined): string {
  const codes = (list as unknown[]).map(wrongIn);
  return codes.flatMap((code, i) => (code === undefined ? [] : `${i}:${code}`)).join(' ');
}

/** A text of a fixed shape, as it came. */
export function patternKind(pattern: RegExp, code: FieldCode, schema: object = {}): Kind {
  const checks = [textCheck, patternCheck(pattern, code)];
  return kindOf(checks, { type: 'string', pattern: pattern.source, ...schema });
}

/** A random id of the service: 16 capitals and digits. */
export const idKind = patternKind(/^[0-9A-HJKMNP-TV-Z]{16}$/, 'not_an_id');

/** A random token: 16 to 64 capitals and digits. */
export const tokenKind = patternKind(/^[0-9A-HJKMNP-TV-Z]{16,64}$/, 'not_an_id');

/** A UUID version 7 (RFC 9562) in lower case. */
export const uuidKind = patternKind(
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'not_an_id',
  { format: 'uuid' },
);

/** A number is taken from its digits when the source is text. */
function prepareWhole(value: unknown, source: Source): unknown {
  return source === 'text' && typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? +value : value;
}

function wholeSchema(minimum: number, maximum: number): object {
  return { type: 'integer', format: 'int64', minimum, maximum };
}

/** A whole number from `min` to `max`. */
export function wholeKind({ min, max }: { readonly min: number; readonly max: number }): Kind {
  return kindOf([wholeCheck, leastCheck(min), mostCheck(max)], wholeSchema(min, max), prepareWhole);
}

/** Smallest units of a currency, as a whole JSON number; becomes a bigint. */
export function amountKind(bounds: { readonly min?: Amount; readonly max?: Amount }): Kind {
  const { min = 1n, max = amountMax } = bounds;
  const prepare: Rules['prepare'] = (value, source) => {
    const number = prepareWhole(value, source);
    return Number.isSafeInteger(number) ? BigInt(number as number) : Number.NaN;
  };
  return kindOf(amountChecks(min, max), wholeSchema(Number(min), Number(max)), prepare);
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
  const checks = [
    textCheck,
    longCheck(max),
    ownCheck('bad_characters', (value) => !bad.test(value as string)),
    ...(min > 0 ? [filledCheck] : []),
    ...(min > 1 ? [shortCheck(min)] : []),
  ];
  const prepare = (value: unknown): unknown => {
    // Text that is far too long need not be looked at.
    if (typeof value !== 'string' || value.length > max * 4 + 64) return value;
    return (lines ? value.replaceAll('\r\n', '\n') : value).trim().normalize('NFC');
  };
  return kindOf(checks, { type: 'string', minLength: min, maxLength: max }, prepare);
}

/** One of a closed list of codes. */
export function codeKind(values: readonly string[]): Kind {
  return kindOf([choiceCheck(values)], { type: 'string', enum: [...values] });
}

/** A day that exists, YYYY-MM-DD, from 1900 on. */
export const dayKind = kindOf([dayCheck], { type: 'string', format: 'date' });

const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** An instant in UTC such as `2026-11-22T06:39:00.000Z` (RFC 3339); becomes milliseconds since 1970. */
export const instantKind = kindOf([instantCheck], { type: 'string', format: 'date-time' }, (value) =>
  typeof value === 'string' && instantShape.test(value) && isDay(value.slice(0, 10))
    ? Date.parse(value)
    : Number.NaN,
);

const flagTexts: ReadonlyMap<unknown, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['on', true],
  ['no', false],
  ['false', false],
]);

/** True or false; from a form or a query `yes`, `true`, `on`, `no`, `false`. */
export const flagKind = kindOf([flagCheck], { type: 'boolean' }, (value, source) =>
  source === 'text' ? (flagTexts.get(value) ?? value) : value,
);
