import { ApiProperty } from '@nestjs/swagger';
import { IsDefined, IsOptional, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { moveUnder, stepTo, type FieldError, type Kind, type Rules, type Source } from './kinds.js';

/** A class that says by its fields what comes in or goes out. */
export type InputClass<T extends object = object> = new () => T;

export interface FieldOptions {
  /** The field may be left out. It is then undefined. */
  readonly optional?: boolean;
  /** The field may be null, which stays null. */
  readonly nullable?: boolean;
  /** One sentence for the API document. */
  readonly about?: string;
  readonly example?: unknown;
}

export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly prepare: Rules['prepare'];
  readonly optional: boolean;
  readonly nullable: boolean;
}

const declared = new WeakMap<object, Field[]>();
const collected = new WeakMap<object, Field[]>();
const forms = new WeakSet<object>();

/**
 * Declares a field: how it is read, how class-validator judges it, and how the API document shows it. Every named
 * field is this.
 * @param api what the document says when it is not the kind's own schema
 */
export function Field(kind: Kind, options: FieldOptions = {}, api: object = kind.schema): PropertyDecorator {
  const { optional = false, nullable = false, about, example } = options;
  const rules = kind.rules ?? rulesOfReading(kind);
  return (prototype, key) => {
    const fields = declared.get(prototype) ?? [];
    declared.set(prototype, fields);
    fields.push({ name: String(key), kind, prepare: rules.prepare, optional, nullable });
    for (const mark of [...presence(optional, nullable), ...rules.marks]) mark(prototype, key);
    ApiProperty({
      ...api,
      required: !optional,
      ...(nullable && { nullable }),
      ...(about !== undefined && { description: about }),
      ...(example !== undefined && { example }),
    })(prototype, key);
  };
}

/** Whether there must be a value. IsOptional alone would take null for a field that may only be left out. */
function presence(optional: boolean, nullable: boolean): PropertyDecorator[] {
  if (optional && nullable) return [IsOptional()];
  const defined = IsDefined({ message: 'missing' });
  if (optional) return [ValidateIf((_, value) => value !== undefined), defined];
  return nullable ? [ValidateIf((_, value) => value !== null), defined] : [defined];
}

/** What a kind that judges by reading found wrong; it stands where the value would. */
export class Unreadable {
  constructor(readonly errors: readonly FieldError[]) {}
}

function rulesOfReading(kind: Kind): Rules {
  const readable = { validate: (value: unknown) => !(value instanceof Unreadable) };
  return {
    marks: [ValidateBy({ name: 'readable', validator: readable })],
    prepare(value, source) {
      if (value === undefined) return undefined;
      const errors: FieldError[] = [];
      const read = kind.read(value, errors, source);
      return errors.length > 0 ? new Unreadable(errors) : read;
    },
  };
}

/** The fields of a class and of those it extends, or undefined for a class without any. */
export function fieldsOf(type: InputClass): readonly Field[] | undefined {
  let found = collected.get(type);
  if (found === undefined) {
    found = [];
    for (let at: unknown = type.prototype; at !== null; at = Object.getPrototypeOf(at)) {
      found.unshift(...(declared.get(at as object) ?? []));
    }
    collected.set(type, found);
  }
  return found.length > 0 ? found : undefined;
}

/** On a class: it is filled from a form, so numbers and flags come as text. */
export function FormInput(): ClassDecorator {
  return (type) => void forms.add(type);
}

export function isForm(type: object): boolean {
  return forms.has(type);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of names that no field has, so many are looked at. */
const unknownMax = 50;

/**
 * Names that no field has stand on an instance behind this mark: class-validator's whitelist overlooks those that
 * every object has, such as `constructor`, and they must not take the place of anything.
 */
const unknownMark = '?';

/** Brings what came in into an instance of its class, for class-validator to judge. */
export function prepareObject<T extends object>(
  type: InputClass<T>,
  fields: readonly Field[],
  given: Record<string, unknown>,
  source: Source,
): T {
  const instance = new type() as Record<string, unknown>;
  let known = 0;
  for (const field of fields) {
    if (!Object.hasOwn(given, field.name)) continue;
    known++;
    const value = given[field.name];
    if (value === null) instance[field.name] = null;
    // An input of a form that was left empty was not filled in.
    else if (source === 'text' && value === '' && field.optional) instance[field.name] = undefined;
    else instance[field.name] = field.prepare(value, source);
  }
  const names = Object.keys(given);
  if (names.length > known) {
    for (const name of unknownNames(fields, names)) instance[unknownMark + name] = true;
  }
  return instance as T;
}

function unknownNames(fields: readonly Field[], names: readonly string[]): string[] {
  const unknown = names.filter((name) => !fields.some((field) => field.name === name));
  return unknown.slice(0, unknownMax);
}

/** A step of a pointer to a name as it stands on an instance. A caller's name goes back only so far. */
export function stepToProperty(name: string): string {
  return stepTo(name.startsWith(unknownMark) ? name.slice(1, 61) : name);
}

/**
 * Reads an object of a class field by field, by the checks alone.
 * @returns a new instance; only of use while no error was added
 */
function readObject(
  type: InputClass,
  fields: readonly Field[],
  value: unknown,
  errors: FieldError[],
  source: Source,
): object | undefined {
  if (!isObject(value)) return void errors.push({ pointer: '', code: 'not_an_object' });
  const read = new type() as Record<string, unknown>;
  let known = 0;
  for (const field of fields) {
    if (!Object.hasOwn(value, field.name)) {
      if (!field.optional) errors.push({ pointer: `/${field.name}`, code: 'missing' });
      continue;
    }
    known++;
    const before = errors.length;
    read[field.name] = readField(field, value[field.name], errors, source);
    if (errors.length > before) moveUnder(errors, before, field.name);
  }
  const names = Object.keys(value);
  if (names.length > known) {
    for (const name of unknownNames(fields, names)) {
      errors.push({ pointer: stepToProperty(unknownMark + name), code: 'unknown_field' });
    }
  }
  return read;
}

function readField(field: Field, value: unknown, errors: FieldError[], source: Source): unknown {
  if (value === null && field.nullable) return null;
  if (source === 'text' && value === '' && field.optional) return undefined;
  if (value !== null && value !== undefined) return field.kind.read(value, errors, source);
  return void errors.push({ pointer: '', code: 'missing' });
}

/** A nested object of another class. The class is given as a function, as it may be declared further down. */
export function objectKind(type: () => InputClass): Kind {
  let fields: readonly Field[] | undefined;
  const message = 'not_an_object';
  return {
    read(value, errors, source) {
      fields ??= fieldsOf(type()) ?? [];
      return readObject(type(), fields, value, errors, source);
    },
    // Nest's document tells a class given late by the function's name, `type`.
    schema: { type: () => type() } as Kind['schema'],
    rules: {
      // ValidateNested would go through a list, and through any class; it refuses a plain value.
      prepare(value, source) {
        fields ??= fieldsOf(type()) ?? [];
        return isObject(value) ? prepareObject(type(), fields, value, source) : false;
      },
      marks: [ValidateNested({ message })],
      each: [ValidateNested({ message, each: true })],
    },
  };
}
