import { describe, expect, it } from '@jest/globals';
import { brokenRules, rules } from './words.js';
import { filesIn } from './sources.js';

const sources = filesIn('', /\.(tsx?|m?js|json|md|css|csv|yml|sh)$|^run$/);

/** A path that a rule is about, for its bad sample. */
const samplePaths = [
  'src/ledger/a.ts',
  'src/payments/a.ts',
  'src/payments/a.spec.ts',
  'src/web/a.tsx',
  'src/web/site.css',
  'README.md',
];

describe('what may not stand in our files', () => {
  it.each(rules)('$name', (rule) => {
    expect(brokenRules(sources, [rule])).toEqual([]);
  });

  it.each(rules)('would be caught: $name', (rule) => {
    const path = samplePaths.find((each) => rule.where.test(each) && rule.except?.test(each) !== true)!;
    const broken = brokenRules([{ path, text: `fine\n${rule.bad}\n` }], [rule]);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(`${path}:2: `);
  });
});
