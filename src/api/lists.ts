import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { moveUnder, type FieldError, type Kind, type Rules, type Source } from './kinds.js';

/**
 * Lists that may be longer are read by their kind alone, by the same checks: a call of 1,000 orders would take
 * class-validator ten times as long.
 */
const judgedMax = 200;

export interface ListBounds {
  readonly min?: number;
  readonly max: number;
}

/** From a form or a query one value is a list of one. Of a list that is too long only as much is read as shows it. */
function itemsOf(value: unknown, max: number, source: Source): unknown {
  const list: unknown = source === 'text' && typeof value === 'string' ? [value] : value;
  return Array.isArray(list) && list.length > max ? list.slice(0, max + 1) : list;
}

/** Several values of one kind. */
export function listKind(of: Kind, { min = 0, max }: ListBounds): Kind {
  return {
    read(value, errors, source) {
      const list = itemsOf(value, max, source);
      const code = !Array.isArray(list)
        ? 'not_a_list'
        : list.length < min
          ? 'too_few'
          : list.length > max
            ? 'too_many'
            : undefined;
      if (code !== undefined) return void errors.push({ pointer: '', code });
      return readItems(of, list as unknown[], errors, source);
    },
    schema: { type: 'array', items: of.schema, minItems: min, maxItems: max } as Kind['schema'],
    rules: listRules(of, { min, max }),
  };
}

function readItems(of: Kind, list: readonly unknown[], errors: FieldError[], source: Source): unknown[] {
  const read = new Array<unknown>(list.length);
  for (let i = 0; i < list.length; i++) {
    const before = errors.length;
    read[i] = of.read(list[i], errors, source);
    if (errors.length > before) moveUnder(errors, before, i);
  }
  return read;
}

function sizeMarks({ min = 0, max }: ListBounds): PropertyDecorator[] {
  return [
    IsArray({ message: 'not_a_list' }),
    ...(min > 0 ? [ArrayMinSize(min, { message: 'too_few' })] : []),
    ArrayMaxSize(max, { message: 'too_many' }),
  ];
}

function listRules(of: Kind, bounds: ListBounds): Rules | undefined {
  const { prepare, each } = of.rules ?? {};
  if (prepare === undefined || each === undefined || bounds.max > judgedMax) return undefined;
  return {
    marks: [...sizeMarks(bounds), ...each],
    prepare(value, source) {
      const list = itemsOf(value, bounds.max, source);
      return Array.isArray(list) ? list.map((item) => prepare(item, source)) : list;
    },
  };
}
