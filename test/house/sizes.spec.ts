import { describe, expect, it } from '@jest/globals';
import { largest, limits, tooLarge, type Sizes } from './sizes.js';
import { filesIn, type Source } from './sources.js';

/** The present maximum. It may only be made smaller, and never larger than the limits. */
const ratchet: Sizes = { fileLines: 300, functionLines: 70, collaborators: 5 };

const sources = filesIn('src', /\.(tsx?|css|js|mjs)$/);

/** A file with one function of so many lines and one constructor with so many parameters. */
function sample(lines: number, parameters: number): Source {
  const body = '  work();\n'.repeat(lines - 2);
  const names = Array.from({ length: parameters }, (_, i) => `p${i}: string`).join(', ');
  return {
    path: 'src/a.ts',
    text: `function long() {\n${body}}\nclass C {\n  constructor(${names}) {}\n}\n`,
  };
}

describe('sizes', () => {
  it('stay within the present maximum', () => {
    expect(tooLarge(sources, ratchet)).toEqual([]);
  });

  it('are a ratchet that never goes beyond the limits', () => {
    for (const name of ['fileLines', 'functionLines', 'collaborators'] as const) {
      expect(ratchet[name]).toBeLessThanOrEqual(limits[name]);
    }
  });

  it('would be caught', () => {
    expect(tooLarge([sample(70, 5)], limits)).toEqual([]);
    expect(tooLarge([sample(71, 6)], limits)).toEqual([
      'src/a.ts:1: long: 71 lines, at most 70',
      'src/a.ts:73: constructor: 6 parameters, at most 5',
    ]);
    expect(tooLarge([{ path: 'src/a.css', text: 'a {}\n'.repeat(301) }], limits)).toEqual([
      'src/a.css:1: 301 lines, at most 300',
    ]);
    expect(largest([sample(70, 5)])).toEqual({ fileLines: 73, functionLines: 70, collaborators: 5 });
  });
});
