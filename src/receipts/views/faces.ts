import { words, type AnyLanguage } from '../../languages/languages.js';
import { iconNames, partyIcons } from '../../web/icons.js';
import type { Face } from '../../web/parts.js';
import { memberPictures, pictureWord } from '../../web/pictures.js';
import type { SeenParty } from '../viewers.service.js';

/**
 * One side of a receipt as a picture with a name.
 * @param parties none for the community itself
 * @param community its name
 */
export function faceOf(parties: readonly SeenParty[], community: string, language: AnyLanguage): Face {
  const { t } = words(language);
  const [first] = parties;
  if (first === undefined) return { kind: 'other', name: community, icon: 'pot' };
  if (parties.length > 1) {
    const names = parties.map((party) => nameOf(party, language));
    return { kind: 'other', name: [...new Set(names)].join(', '), icon: 'group' };
  }
  const { face, kind } = first;
  if (face?.picture != null && face.colour !== null && memberPictures.includes(face.picture)) {
    return { kind: 'member', name: nameOf(first, language), picture: face.picture, colour: face.colour };
  }
  const name =
    face?.closed === true && kind === 'person' ? t('receipt.former_member') : nameOf(first, language);
  const icon = iconNames.find((each) => each === face?.picture) ?? partyIcons[kind];
  return { kind: 'other', name, icon, ...(face?.place != null && { place: face.place }) };
}

function nameOf({ face, kind }: SeenParty, language: AnyLanguage): string {
  const { t } = words(language);
  if (face === null) return t('receipt.someone');
  if (face.name !== null) return face.name;
  if (face.picture !== null) return pictureWord(face.picture, language);
  return t(face.closed && kind === 'person' ? 'receipt.former_member' : 'receipt.someone');
}
