import type { Face as PartyFace } from '../../communities/faces.js';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { iconNames, partyIcons } from '../../web/icons.js';
import type { Face } from '../../web/parts.js';
import { memberPictures, pictureWord } from '../../web/pictures.js';
import type { PreviewSide } from '../preview.service.js';

/** One side of a payment as a picture with a name. @param community its name, for its own accounts */
export function faceOfSide({ account, face }: PreviewSide, community: string, language: AnyLanguage): Face {
  if (face === null) return { kind: 'other', name: community, icon: account.kind === 'pot' ? 'pot' : 'town' };
  return faceOf(face, language);
}

/** A party as a picture with a name. */
export function faceOf({ kind, name: own, picture, colour, place }: PartyFace, language: AnyLanguage): Face {
  const said = picture === null ? words(language).t('receipt.someone') : pictureWord(picture, language);
  const name = own ?? said;
  if (picture !== null && colour !== null && memberPictures.includes(picture)) {
    return { kind: 'member', name, picture, colour };
  }
  const icon = iconNames.find((each) => each === picture) ?? partyIcons[kind];
  return { kind: 'other', name, icon, ...(place !== null && { place }) };
}
