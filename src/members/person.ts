import { may, type Actor } from '../access/actor.js';
import { memberColours, memberPictures } from '../web/pictures.js';

/** The sixty pictures of members, as keys (U01). */
export const pictureKeys: readonly string[] = memberPictures;

/** Their colours, as keys. */
export const colourKeys: readonly string[] = memberColours;

/** Characters in a nickname. */
export const nicknameMax = 24;

/** All that is known of a person beside the day of joining (S11, U01). It is only ever stored sealed. */
export interface PersonData {
  /** One of pictureKeys. */
  readonly picture: string;
  /** One of colourKeys. */
  readonly colour: string;
  /** Language tag. */
  readonly language: string;
  readonly nickname: string | null;
}

/** A person who takes part, without anything that shows who. */
export interface Person {
  readonly communityId: string;
  readonly id: string;
  /** YYYY-MM-DD */
  readonly joinedDay: string;
  /** Milliseconds since 1970, null while the person takes part. */
  readonly erasedAt: number | null;
}

/** Sealed texts of one length tell nothing of the length of a nickname. */
const sealedLength = 256;

/** Writes a person's data as the bytes that are sealed. */
export function writePersonData({ picture, colour, language, nickname }: PersonData): Buffer {
  const bytes = Buffer.from(JSON.stringify({ picture, colour, language, nickname }));
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, sealedLength - bytes.length), ' ')]);
}

export function readPersonData(bytes: Buffer): PersonData {
  const { picture, colour, language, nickname } = JSON.parse(bytes.toString('utf8')) as PersonData;
  return { picture, colour, language, nickname };
}

/**
 * Whether somebody may let people take part and find them by their pictures: stewards, and helpers who do it in the
 * street (S84).
 * @param now milliseconds since 1970
 */
export function mayMeet(actor: Actor, communityId: string, now: number): boolean {
  return (
    may(actor, 'manage_people', { communityId }, now) || may(actor, 'manage_cards', { communityId }, now)
  );
}
