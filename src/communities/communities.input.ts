import { CodeField, InstantField, ListField, TextField, WholeField } from '../api/fields.js';
import { codeKind, type Kind } from '../api/kinds.js';
import { Field, type FieldOptions } from '../api/objects.js';
import { PageOf } from '../api/paging.js';
import { languages, type Language } from '../languages/languages.js';
import { communityIdPattern, languageModes, type Community, type LanguageMode } from './community.js';
import { recipeNames, type RecipeName } from './recipes.js';

/** A text of a fixed shape, as it came. */
export function shapedKind(pattern: RegExp): Kind {
  return {
    read(value, errors) {
      if (typeof value === 'string' && pattern.test(value)) return value;
      errors.push({ pointer: '', code: typeof value === 'string' ? 'bad_characters' : 'not_text' });
      return undefined;
    },
    schema: { type: 'string', pattern: pattern.source },
  };
}

/** A community's id: 2 to 30 small letters, digits and hyphens. */
export const communityIdKind = shapedKind(communityIdPattern);
/** A currency's code: 2 to 8 capitals and digits. */
export const currencyCodeKind = shapedKind(/^[A-Z0-9]{2,8}$/);
/** The name of a drawing or colour of ours, which the pages show plainly when they do not know it. */
export const drawingKind = shapedKind(/^[a-z][a-z_]{0,29}$/);

export const CommunityIdField = (options?: FieldOptions) => Field(communityIdKind, options);
export const CurrencyCodeField = (options?: FieldOptions) => Field(currencyCodeKind, options);
export const DrawingField = (options?: FieldOptions) => Field(drawingKind, options);

/** What was filled in, without the fields that were left out. */
export function given<T extends object>(input: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const filled = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(filled) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const languageList = { min: 1, max: languages.length };

export class NewCommunityInput {
  @CommunityIdField({ about: 'Stands in every address, and never changes.' })
  id!: string;

  @TextField({ max: 80 })
  name!: string;

  @CodeField(recipeNames, { name: 'Recipe' })
  recipe!: RecipeName;

  @TextField({ max: 60, optional: true, about: 'IANA name; Europe/Brussels if left out. Never changes.' })
  timeZone?: string;

  @ListField(codeKind(languages), { ...languageList, optional: true })
  languages?: Language[];

  @CodeField(languageModes, { optional: true, name: 'LanguageMode' })
  languageMode?: LanguageMode;

  @CurrencyCodeField({ optional: true, about: "Instead of the recipe's." })
  currency?: string;

  @WholeField({ max: 6, optional: true, about: 'Decimals of its currency; never changes.' })
  scale?: number;
}

export class CommunityChange {
  @TextField({ max: 80, optional: true })
  name?: string;

  @ListField(codeKind(languages), { ...languageList, optional: true })
  languages?: Language[];

  @CodeField(languageModes, { optional: true, name: 'LanguageMode' })
  languageMode?: LanguageMode;
}

export class CommunityView {
  @CommunityIdField()
  id!: string;

  @TextField({ max: 80 })
  name!: string;

  @TextField({ max: 60 })
  timeZone!: string;

  @ListField(codeKind(languages), languageList)
  languages!: readonly Language[];

  @CodeField(languageModes, { name: 'LanguageMode' })
  languageMode!: LanguageMode;

  @CodeField(recipeNames, { name: 'Recipe' })
  recipe!: RecipeName;

  @InstantField()
  createdAt!: string;

  static of(community: Community): CommunityView {
    return { ...community, createdAt: new Date(community.createdAt).toISOString() };
  }
}

export class CommunityPage extends PageOf(CommunityView) {}
