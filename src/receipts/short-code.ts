const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters of a short code: seven that tell it, and one by which a slip of the tongue is noticed. */
export const shortCodeLength = 8;

/**
 * The code of a receipt for reading aloud.
 * @param mac a MAC of the receipt's token under a key outside the database, so that it tells nothing of the token
 * @returns 8 capitals and digits
 */
export function makeShortCode(mac: Buffer): string {
  let code = '';
  for (let i = 0; i < shortCodeLength - 1; i++) code += alphabet[mac[i]! & 31];
  return code + checkOf(code);
}

/** A code as somebody may have typed it, or undefined when it cannot be one. */
export function readShortCode(text: string): string | undefined {
  if (text.length > 30) return undefined;
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(code)) return undefined;
  return checkOf(code.slice(0, -1)) === code.at(-1) ? code : undefined;
}

/** Odd weights, so that any single wrong character changes the check. */
function checkOf(code: string): string {
  let sum = 0;
  for (let i = 0; i < code.length; i++) sum += (2 * i + 1) * alphabet.indexOf(code[i]!);
  return alphabet[sum % 32]!;
}
