import type { Face as PartyFace } from '../../communities/faces.js';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { Face } from '../../web/parts.js';
import { pictureWord } from '../../web/pictures.js';

/** Whose card was shown: their drawing, and how they are called. */
export function holderFace({ name, picture, colour }: PartyFace, language: AnyLanguage): Face {
  const said = picture === null ? words(language).t('receipt.someone') : pictureWord(picture, language);
  if (picture === null || colour === null) return { kind: 'other', name: name ?? said, icon: 'person' };
  return { kind: 'member', name: name ?? said, picture, colour };
}
