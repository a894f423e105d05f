import { CodeField, InstantField, ListField, TextField, WholeField } from '../api/fields.js';
import { patternKind } from '../api/kinds.js';
import { Field } from '../api/objects.js';
import type { Translation } from './translations.service.js';

/** The two letters of a language (ISO 639-1). */
export const languageKind = patternKind(/^[a-z]{2}$/, 'bad_characters');

export class TranslationView {
  @Field(languageKind)
  language!: string;

  @TextField({ max: 60, about: 'Its own name, in its own script.' })
  name!: string;

  @CodeField(['ltr', 'rtl'])
  direction!: string;

  @InstantField({ nullable: true, about: 'When it was turned on; null while it is off.' })
  since!: string | null;

  @WholeField({ about: 'How many of the words that members meet it has.' })
  wordsKnown!: number;

  @WholeField({ about: 'How many words members meet.' })
  wordsAll!: number;

  static of({ facts, since, coverage }: Translation): TranslationView {
    const { code, name, direction } = facts;
    return {
      language: code,
      name,
      direction,
      since: since === null ? null : new Date(since).toISOString(),
      wordsKnown: coverage.known,
      wordsAll: coverage.all,
    };
  }
}

export class TranslationList {
  @ListField(() => TranslationView, { max: 200 })
  items!: TranslationView[];
}
