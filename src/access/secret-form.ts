import { FormInput, TextField } from '../api/fields.js';
import { picturesInSecret } from './secret.js';

/** A secret as a form of our pages brings it: three drawings, one after the other, or four digits. */
@FormInput()
export class SecretForm {
  @TextField({ max: 20, optional: true })
  first?: string;

  @TextField({ max: 20, optional: true })
  second?: string;

  @TextField({ max: 20, optional: true })
  third?: string;

  @TextField({ max: 10, optional: true })
  digits?: string;
}

/** With what a secret was given. */
export type SecretWay = 'drawings' | 'digits';

export function wayOf({ digits }: SecretForm): SecretWay {
  return digits === undefined ? 'drawings' : 'digits';
}

/** The drawings that were tapped so far. */
export function tappedIn({ first, second, third }: SecretForm): string[] {
  return [first, second, third].filter((each) => each !== undefined);
}

/** Undefined while drawings are still to be tapped. */
export function secretIn(form: SecretForm): string | undefined {
  if (form.digits !== undefined) return form.digits;
  const tapped = tappedIn(form);
  return tapped.length < picturesInSecret ? undefined : tapped.join(' ');
}
