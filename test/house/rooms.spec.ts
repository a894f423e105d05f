import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aboveRooms, circles, forbiddenImports, roomOf, rooms, writingWindows } from './rooms.js';
import { filesIn, pathsIn, root, type Breach } from './sources.js';

const sources = [...filesIn('src', /\.tsx?$/), ...filesIn('migrations', /\.ts$/)];

/** The breaches of a file that holds only this. */
function judge(path: string, text: string): Breach[] {
  return forbiddenImports([{ path, text }]);
}

describe('the table of rooms', () => {
  it('is kept by every import', () => {
    expect(forbiddenImports(sources)).toEqual([]);
  });

  it('has no circles', () => {
    expect(circles(rooms)).toEqual([]);
    expect(circles({ up: ['down'], down: ['up'] })).toContain('up -> down -> up');
  });

  it('lists every room there is, and no other', () => {
    const inside = pathsIn('src', /./).filter((path) => !aboveRooms.test(path) && path !== 'src/config.ts');
    expect([...new Set(inside.map(roomOf))].sort()).toEqual(Object.keys(rooms).sort());
  });

  it('stands in README, room by room', () => {
    const readme = existsSync(join(root, 'README.md')) ? readFileSync(join(root, 'README.md'), 'utf8') : '';
    const all = [...Object.keys(rooms), 'cli'];
    expect(all.filter((room) => !new RegExp(`\\b${room}/`).test(readme))).toEqual([]);
  });

  it.each([
    [
      'src/ledger/amount.ts',
      `import { Database } from '../database/database.js';`,
      'ledger may not import database',
    ],
    [
      'src/books/books.service.ts',
      `import type { Member } from '../members/member.js';`,
      'books may not import members',
    ],
    ['src/database/open.ts', `export { x } from '../books/rows.js';`, 'database may not import books'],
    [
      'src/communities/a.ts',
      `import { m } from '../members/member.js';`,
      'communities may not import members',
    ],
    [
      'src/payments/a.ts',
      `const x = await import('../receipts/receipt.js');`,
      'payments may not import receipts',
    ],
    ['src/receipts/a.ts', `let x: import('../statements/a.js').X;`, 'receipts may not import statements'],
    ['src/web/a.tsx', `import { decide } from '../ledger/decide.js';`, 'web may not import ledger'],
    ['src/payments/a.ts', `import { S } from '../members/members.store.js';`, 'a store is private'],
    ['src/cli/a.ts', `import { S } from '../members/members.store.js';`, 'a store is private'],
    ['src/payments/payments.api.ts', `import { S } from './payments.store.js';`, 'never a store'],
    ['src/payments/payments.pages.tsx', `import { B } from '../books/books.service.js';`, 'never the books'],
    ['src/payments/payments.api.ts', `import { decide } from '../ledger/decide.js';`, 'do not judge'],
    ['src/payments/payments.service.ts', `import { Page } from '../web/page.js';`, 'neither pages nor HTTP'],
    ['migrations/0001-a.ts', `import { x } from '../src/books/rows.js';`, 'migrations know no code'],
    ['src/payments/a.ts', `import { x } from '../app.setup.js';`, 'payments may not import app.setup'],
    ['src/cellar/a.ts', `import { x } from '../ledger/amount.js';`, 'not in the table of rooms'],
  ])('refuses %s with %s', (path, text, words) => {
    expect(judge(path, text)).toEqual([expect.stringContaining(`${path}:1: `) as unknown]);
    expect(judge(path, text)[0]).toContain(words);
  });

  it('allows what it allows', () => {
    expect(judge('src/web/money.ts', `import { split } from '../ledger/amount.js';`)).toEqual([]);
    expect(judge('src/languages/a.ts', `import { type Order } from '../ledger/order.js';`)).toEqual([]);
    expect(judge('src/cli/main.ts', `import { x } from '../payments/payments.service.js';`)).toEqual([]);
    expect(judge('src/payments/payments.service.ts', `import { S } from './payments.store.js';`)).toEqual([]);
    expect(judge('src/access/a.ts', `import { x } from '@nestjs/common';`)).toEqual([]);
  });
});

describe('the windows', () => {
  it('open no transaction', () => {
    expect(writingWindows(sources)).toEqual([]);
  });

  it('would be caught', () => {
    const text = 'const a = 1;\nawait this.database.transaction(async (tx) => tx.run(sql));';
    expect(writingWindows([{ path: 'src/statements/a.ts', text }])).toEqual([
      'src/statements/a.ts:2: a window only looks; writing belongs to a room below',
    ]);
    expect(writingWindows([{ path: 'src/payments/a.ts', text }])).toEqual([]);
  });
});
