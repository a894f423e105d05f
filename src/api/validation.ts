import { useContainer, validateSync, type ValidationError } from 'class-validator';
import { stepTo, type FieldCode, type FieldError } from './kinds.js';
import { stepToProperty, Unreadable } from './objects.js';

// class-validator looks for the object behind a rule in a list of all of them, one by one, each time.
const made = new Map<new () => unknown, unknown>();
useContainer({
  get<T>(type: new () => T): T {
    let found = made.get(type) as T | undefined;
    if (found === undefined) made.set(type, (found = new type()));
    return found;
  },
});

const options = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false },
};

/** What class-validator finds wrong with an instance of an input class, by pointers; nothing when it is right. */
export function errorsOf(instance: object): FieldError[] {
  const found = validateSync(instance, options);
  if (found.length === 0) return [];
  const errors: FieldError[] = [];
  for (const error of found) collect(error, '', errors);
  return errors;
}

function collect(error: ValidationError, above: string, errors: FieldError[]): void {
  const pointer = above + stepToProperty(error.property);
  for (const child of error.children ?? []) collect(child, pointer, errors);
  const broken = Object.entries(error.constraints ?? {})[0];
  if (broken === undefined) return;
  const [rule, message] = broken;
  const value: unknown = error.value;
  if (rule === 'whitelistValidation') errors.push({ pointer, code: 'unknown_field' });
  else if (value instanceof Unreadable) {
    for (const { pointer: below, code } of value.errors) errors.push({ pointer: pointer + below, code });
  } else errors.push(...readMessage(message, pointer));
}

/** A message is a code, or names the items of a list that are wrong. */
function readMessage(message: string, pointer: string): FieldError[] {
  return message.split(' ').map((part) => {
    const [code, item] = part.split(':').reverse() as [FieldCode, string | undefined];
    return { pointer: item === undefined ? pointer : pointer + stepTo(item), code };
  });
}
