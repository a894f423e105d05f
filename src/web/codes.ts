/** The token at the end of a code's address, in fours, as it is read aloud and typed. */
export function spacedCode(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1).replace(/(.{4})(?=.)/g, '$1 ');
}
