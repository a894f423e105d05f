import { ApiProperty } from '@nestjs/swagger';
import { moveUnder, type FieldError, type Kind, type Source } from './kinds.js';

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

interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly optional: boolean;
  readonly nullable: boolean;
}

const declared = new WeakMap<object, Field[]>();
const collected = new WeakMap<object, Field[]>();
const forms = new WeakSet<object>();

/**
 * Declares a field: how it is read, and how the API document shows it. Every named field below is this.
 * @param api what the document says when it is not the kind's own schema
 */
export function Field(kind: Kind, options: FieldOptions = {}, api: object = kind.schema): PropertyDecorator {
  const { optional = false, nullable = false, about, example } = options;
  return (prototype, key) => {
    const fields = declared.get(prototype) ?? [];
    declared.set(prototype, fields);
    fields.push({ name: String(key), kind, optional, nullable });
    ApiProperty({
      ...api,
      required: !optional,
      ...(nullable && { nullable }),
      ...(about !== undefined && { description: about }),
      ...(example !== undefined && { example }),
    })(prototype, key);
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

/**
 * Reads an object of a class field by field. Fields that the class does not have are errors.
 * One pass and no class-validator: a call of 1,000 orders has to be read in a few milliseconds.
 * @returns a new instance; only of use while no error was added
 */
export function readObject<T extends object>(
  type: InputClass<T>,
  fields: readonly Field[],
  value: unknown,
  errors: FieldError[],
  source: Source,
): T | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    errors.push({ pointer: '', code: 'not_an_object' });
    return undefined;
  }
  const given = value as Record<string, unknown>;
  const read = new type();
  let known = 0;
  for (const field of fields) {
    if (!Object.hasOwn(given, field.name)) {
      if (!field.optional) errors.push({ pointer: `/${field.name}`, code: 'missing' });
      continue;
    }
    known++;
    const before = errors.length;
    (read as Record<string, unknown>)[field.name] = readField(field, given[field.name], errors, source);
    if (errors.length > before) moveUnder(errors, before, field.name);
  }
  const names = Object.keys(given);
  if (names.length > known) refuseUnknown(fields, names, errors);
  return read;
}

function readField(field: Field, value: unknown, errors: FieldError[], source: Source): unknown {
  if (value === null && field.nullable) return null;
  // An input of a form that was left empty was not filled in.
  if (source === 'text' && value === '' && field.optional) return undefined;
  if (value === null || value === undefined) {
    errors.push({ pointer: '', code: 'missing' });
    return undefined;
  }
  return field.kind.read(value, errors, source);
}

function refuseUnknown(fields: readonly Field[], names: readonly string[], errors: FieldError[]): void {
  for (const name of names) {
    if (fields.some((field) => field.name === name)) continue;
    const before = errors.length;
    errors.push({ pointer: '', code: 'unknown_field' });
    // The name is the caller's, so only so much of it goes back.
    moveUnder(errors, before, name.slice(0, 60));
  }
}

/** A nested object of another class. The class is given as a function, as it may be declared further down. */
export function objectKind(type: () => InputClass): Kind {
  let fields: readonly Field[] | undefined;
  return {
    read(value, errors, source) {
      fields ??= fieldsOf(type()) ?? [];
      return readObject(type(), fields, value, errors, source);
    },
    // Nest's document tells a class given late by the function's name, `type`.
    schema: { type: () => type() } as Kind['schema'],
  };
}
