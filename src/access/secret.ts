/** How somebody proves that a card is theirs: three pictures, four digits, or nothing, which has small limits (U04). */
export const secretKinds = ['pictures', 'digits', 'none'] as const;
export type SecretKind = (typeof secretKinds)[number];

/** The nine to choose three from, in their order on every page. Words and drawings are those of the members' pictures. */
export const secretPictures = [
  'cat',
  'tree',
  'boat',
  'sun',
  'key',
  'apple',
  'bicycle',
  'house',
  'umbrella',
] as const;

/** How many pictures make a secret; each is used once, which leaves 504 ways. */
export const picturesInSecret = 3;

export interface Secret {
  readonly kind: Exclude<SecretKind, 'none'>;
  /** One way of writing it, so that the same secret is always the same text. */
  readonly text: string;
}

/**
 * Reads a secret as somebody gave it.
 * @param given four digits, or three different ones of the nine pictures with spaces between them
 * @returns undefined when it can be no secret
 */
export function readSecret(given: string): Secret | undefined {
  const text = latinDigits(given.trim().toLowerCase());
  if (/^[0-9]{4}$/.test(text)) return { kind: 'digits', text };
  const chosen = text.split(/[\s,]+/);
  const known = chosen.every((each) => (secretPictures as readonly string[]).includes(each));
  if (!known || chosen.length !== picturesInSecret || new Set(chosen).size < picturesInSecret)
    return undefined;
  return { kind: 'pictures', text: chosen.join(' ') };
}

/**
 * A secret that somebody chooses for a card.
 * @returns the code of a refusal for what is no secret, or is guessed before all others
 */
export function chosenSecret(given: string): Secret | 'secret_not_possible' | 'secret_easy' {
  const secret = readSecret(given);
  if (secret === undefined) return 'secret_not_possible';
  return secret.kind === 'digits' && isEasy(secret.text) ? 'secret_easy' : secret;
}

/**
 * The four digits that most people choose, so that five guesses find more than one card in five: the same one again,
 * steps up or down, pairs, and the middle of the keys (Bonneau, Preibusch and Anderson 2012, on the codes of banks).
 * Three drawings are guessed in five with a chance of 1 in 100 (U04).
 */
function isEasy(digits: string): boolean {
  const steps = '01234567890';
  const turned = [...digits].toReversed().join('');
  return (
    /^(\d\d)\1$|^(\d)\2(\d)\3$/.test(digits) ||
    steps.includes(digits) ||
    steps.includes(turned) ||
    ['2580', '0852'].includes(digits)
  );
}

/** Digits as every keyboard has them: what is typed as ٤٠٧١ or ۴۰۷۱ is 4071. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));
}

/** How dear a guess is made. All bounds of RFC 9106 hold from memory 8 on. */
export interface HashCost {
  /** KiB, at least 8. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

const version = 1;
const saltLength = 16;
const tagLength = 32;
const headLength = 8;

/** What is kept of a secret: with what it was made, and what came out. */
export interface Kept {
  readonly cost: HashCost;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** As bytes: version, lanes, passes (2), memory (4), salt (16), tag (32). */
export function writeKept({ cost, salt, tag }: Kept): Buffer {
  const head = Buffer.alloc(headLength);
  head.writeUInt8(version, 0);
  head.writeUInt8(cost.lanes, 1);
  head.writeUInt16BE(cost.passes, 2);
  head.writeUInt32BE(cost.memory, 4);
  return Buffer.concat([head, salt, tag]);
}

/** @throws Error when it is not what `writeKept` wrote */
export function readKept(bytes: Buffer): Kept {
  if (bytes.length !== headLength + saltLength + tagLength || bytes[0] !== version) {
    throw new Error('what is kept of a secret has another form');
  }
  const cost = { lanes: bytes[1]!, passes: bytes.readUInt16BE(2), memory: bytes.readUInt32BE(4) };
  const salt = bytes.subarray(headLength, headLength + saltLength);
  return { cost, salt, tag: bytes.subarray(headLength + saltLength) };
}

export const secretSizes = { salt: saltLength, tag: tagLength } as const;
