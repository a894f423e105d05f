import ts from 'typescript';
import { cardStates } from '../../src/access/card.js';
import { voucherStates } from '../../src/vouchers/voucher.js';
import { parse, visit, type Source } from './sources.js';

/** Threats to vouchers and cards that software does something about (requirements 5D). */
const threats = [
  'guessing',
  'photocopy of a voucher',
  'photo of a card',
  'theft of stock',
  'sticker over a QR',
  'false receiver device',
  'dishonest treasurer',
  'dishonest issuer',
  'double submit',
  'screenshot',
  'pressure inside family',
  'lookup spying',
] as const;

/** What must stand at the beginning of the name of a test, or of a group of tests. */
export const named = [
  ...voucherStates.map((state) => `voucher ${state}`),
  ...cardStates.map((state) => `card ${state}`),
  ...threats,
];

/** The names of tests that expect something, with those of the groups around each. */
export function testNames(source: Source): string[][] {
  const file = parse(source);
  const found: string[][] = [];
  visit(file, (node) => {
    if (!isTest(node, 'it') || !/\bexpect\(/.test(node.getText(file))) return;
    const names = [nameOf(node)];
    for (let up = node.parent; up !== undefined; up = up.parent) {
      if (isTest(up, 'describe')) names.push(nameOf(up));
    }
    found.push(names);
  });
  return found;
}

/** Those of the names that no test begins with. */
export function unnamed(names: readonly string[], tests: readonly string[][]): string[] {
  const titles = tests.flat();
  const begins = (title: string, name: string): boolean =>
    title.startsWith(name) && !/\w/.test(title.charAt(name.length));
  return names.filter((name) => !titles.some((title) => begins(title, name)));
}

/** A call of `it(…)` or of `it.each(…)(…)`, and the same of `describe`. */
function isTest(node: ts.Node, word: 'it' | 'describe'): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || node.arguments.length < 2) return false;
  const text = node.expression.getText();
  return text === word || text.startsWith(`${word}.each`);
}

function nameOf({ arguments: [name] }: ts.CallExpression): string {
  return name!.getText().slice(1, -1);
}
