import { describe, expect, it } from '@jest/globals';
import { named, testNames, unnamed } from './paper.js';
import { filesIn } from './sources.js';

describe('vouchers and cards on paper', () => {
  it('have a test by name for each of their states, and for each threat that software can do something about', () => {
    const tests = filesIn('test', /\.spec\.tsx?$/).flatMap(testNames);
    expect(tests.length).toBeGreaterThan(500);
    expect(unnamed(named, tests)).toEqual([]);
    expect(named).toHaveLength(7 + 5 + 12);
  });

  it('would be missed', () => {
    const text = `
      describe.each(dialects)('guessing, on %s', () => {
        it('of codes', () => { expect(1).toBe(1); });
        it('screenshot: nothing is expected', () => undefined);
      });
      it.each([1])('card blanket', () => expect(1).toBe(1));`;
    const tests = testNames({ path: 'test/a.spec.ts', text });
    expect(tests).toEqual([['of codes', 'guessing, on %s'], ['card blanket']]);
    expect(unnamed(['guessing', 'screenshot', 'card blank'], tests)).toEqual(['screenshot', 'card blank']);
  });
});
