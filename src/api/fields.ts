import { amountMax, type Amount } from '../ledger/amount.js';
import {
  amountKind,
  codeKind,
  dayKind,
  flagKind,
  idKind,
  instantKind,
  textKind,
  tokenKind,
  uuidKind,
  wholeKind,
  type Kind,
  type TextBounds,
} from './kinds.js';
import { listKind } from './lists.js';
import { Field, objectKind, type FieldOptions, type InputClass } from './objects.js';

// What comes in and goes out is a class whose properties carry one of these: the decorators of class-validator that
// judge it, and the words of the API document. A class may extend another one;
// Partial<Dto>, PartialType(Dto) and Dto[] carry nothing, and the InputPipe refuses them by name.

export { FormInput, type FieldOptions } from './objects.js';

/** A random id of the service (16 characters). */
export const IdField = (options?: FieldOptions) => Field(idKind, options);

/** A random token (16 to 64 characters). */
export const TokenField = (options?: FieldOptions) => Field(tokenKind, options);

/** A UUID version 7, lower case. */
export const UuidField = (options?: FieldOptions) => Field(uuidKind, options);

/** A positive amount in smallest units; a bigint once read. */
export const AmountField = (options: FieldOptions & { min?: Amount; max?: Amount } = {}) =>
  Field(amountKind(options), options);

/** A balance or a floor in smallest units, which may be negative; a bigint once read. */
export const BalanceField = (options: FieldOptions = {}) => Field(amountKind({ min: -amountMax }), options);

export const WholeField = (options: FieldOptions & { min?: number; max?: number } = {}) =>
  Field(wholeKind({ min: options.min ?? 0, max: options.max ?? Number.MAX_SAFE_INTEGER }), options);

export const TextField = (options: FieldOptions & TextBounds) => Field(textKind(options), options);

/** One of a closed list. `name` makes it a schema of its own in the API document. */
export const CodeField = (values: readonly string[], options: FieldOptions & { name?: string } = {}) =>
  Field(codeKind(values), options, {
    enum: [...values],
    ...(options.name !== undefined && { enumName: options.name }),
  });

export const DayField = (options?: FieldOptions) => Field(dayKind, options);

/** An instant; milliseconds once read. */
export const InstantField = (options?: FieldOptions) => Field(instantKind, options);

export const FlagField = (options?: FieldOptions) => Field(flagKind, options);

/** An object of another class: `@NestedField(() => Place) place!: Place`. */
export const NestedField = (type: () => InputClass, options?: FieldOptions) =>
  Field(objectKind(type), options);

/** A list of objects (`() => Line`) or of values of a kind (`idKind`). */
export function ListField(
  of: (() => InputClass) | Kind,
  options: FieldOptions & { min?: number; max: number },
): PropertyDecorator {
  const bounds = { minItems: options.min ?? 0, maxItems: options.max };
  if (typeof of !== 'function') return Field(listKind(of, options), options);
  return Field(listKind(objectKind(of), options), options, { type: () => of(), isArray: true, ...bounds });
}
