/** In fours: easier to read aloud and to type over, and narrow enough for a telephone. */
export function inFours(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The token at the end of a code's address, in fours. */
export function spacedCode(url: string): string {
  return inFours(url.slice(url.lastIndexOf('/') + 1));
}
