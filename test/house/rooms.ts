import { posix } from 'node:path';
import ts from 'typescript';
import { lineOf, parse, visit, type Breach, type Source } from './sources.js';

const words = ['languages'];
const frames = ['web', 'api', 'config', ...words];
const people = ['access', 'communities', 'members', 'initiatives', 'institutions'];
const ground = ['ledger', 'database', 'books', ...frames];
const doing = ['payments', 'vouchers', 'issuance', 'contributions', 'webhooks'];

/**
 * Who may import whom, by floors: every room may import what is named here and nothing else of ours. A new room is one
 * line here and one line in README. `ledger/amount` is that one file; type-only imports of the ledger's nouns are
 * allowed everywhere above it.
 */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  // the vault
  ledger: [],
  // the counting house
  database: ['config', 'migrations'],
  books: ['ledger', 'database'],
  // the front
  languages: [],
  web: [...words, 'config', 'ledger/amount'],
  api: [...words, 'config', 'ledger/amount'],
  // the people
  access: [...ground],
  communities: [...ground, 'access'],
  members: [...ground, 'access', 'communities'],
  initiatives: [...ground, 'access', 'communities', 'members'],
  institutions: [...ground, 'access', 'communities', 'members'],
  // the doing
  payments: [...ground, ...people],
  vouchers: [...ground, ...people],
  issuance: [...ground, ...people, 'vouchers'],
  contributions: [...ground, ...people],
  webhooks: [...ground, ...people],
  upkeep: [...ground, ...people, ...doing],
  // the windows
  receipts: [...ground, ...people, ...doing],
  statements: [...ground, ...people, ...doing],
};

/** The rooms that look at everything and touch nothing; receipts keeps tables of its own. */
export const windows = ['statements'];

/** Everything above the rooms: it wires them, or drives them from a terminal. No room may import it. */
export const aboveRooms = /^src\/(main\.ts|server\.ts|app\.\w+\.tsx?|cli\/.*)$/;

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Every import in these files that the table does not allow. */
export function forbiddenImports(sources: readonly Source[]): Breach[] {
  return sources.flatMap((source) =>
    importsOf(source).flatMap((each) => {
      const advice = judge(source.path, each);
      return advice === undefined ? [] : [`${source.path}:${each.line}: imports ${each.target}: ${advice}`];
    }),
  );
}

/** Windows that open a transaction. */
export function writingWindows(sources: readonly Source[]): Breach[] {
  return sources
    .filter(({ path }) => windows.includes(roomOf(path)))
    .flatMap((source) => {
      const file = parse(source);
      const found: Breach[] = [];
      visit(file, (node) => {
        if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
        if (node.expression.name.text !== 'transaction') return;
        found.push(
          `${source.path}:${lineOf(file, node)}: a window only looks; writing belongs to a room below`,
        );
      });
      return found;
    });
}

/** Rooms that reach each other in a circle, as the given table says it. */
export function circles(table: Readonly<Record<string, readonly string[]>>): string[] {
  const found: string[] = [];
  const walk = (room: string, way: readonly string[]): void => {
    if (way.includes(room)) {
      found.push([...way.slice(way.indexOf(room)), room].join(' -> '));
      return;
    }
    for (const next of table[room.split('/')[0]!] ?? []) walk(next, [...way, room]);
  };
  for (const room of Object.keys(table)) walk(room, []);
  return found;
}

function judge(path: string, { target, typeOnly }: Import): string | undefined {
  const from = roomOf(path);
  const to = roomOf(target);
  if (from === 'migrations')
    return to === 'migrations' ? undefined : 'migrations know no code that may change';
  const foreignStore = /\.store\.[jt]sx?$/.test(target) && from !== to;
  if (foreignStore && !path.endsWith('.spec.ts')) return 'a store is private to its room; ask its service';
  if (aboveRooms.test(path)) return undefined;
  if (/\.(pages|api)\.tsx?$/.test(path)) {
    const advice = judgeController(target, typeOnly);
    if (advice !== undefined) return advice;
  }
  if (/\.(service|store)\.ts$/.test(path) && (to === 'web' || to === 'api') && from !== to) {
    return 'services and stores know neither pages nor HTTP';
  }
  if (from === to || from === 'config') return from === to ? undefined : 'settings stand alone';
  if (typeOnly && to === 'ledger') return undefined;
  const allowed = rooms[from];
  if (allowed === undefined) return `${from} is not in the table of rooms (test/house/rooms.ts)`;
  if (allowed.includes(to) || allowed.includes(target.replace(/^src\//, '').replace(/\.[jt]sx?$/, '')))
    return undefined;
  return `${from} may not import ${to} (test/house/rooms.ts)`;
}

function judgeController(target: string, typeOnly: boolean): string | undefined {
  if (/\.store\.[jt]sx?$/.test(target)) return 'pages and API ask their service, never a store';
  if (roomOf(target) === 'books') return 'pages and API ask their service, never the books';
  if (/^src\/ledger\/decide\./.test(target) && !typeOnly) return 'pages and API do not judge';
  return undefined;
}

/** `src/payments/pay.ts` is in payments, `src/config.ts` is config, `migrations/0001-x.ts` is migrations. */
export function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] !== 'src') return parts[0]!;
  return parts[1]!.replace(/\.[jt]sx?$/, '');
}

/** What a file imports from our own files, by path from the root. */
export function importsOf(source: Source): Import[] {
  const file = parse(source);
  const found: Import[] = [];
  visit(file, (node) => {
    const name = specifierOf(node);
    if (name === undefined || !name.text.startsWith('.')) return;
    const target = posix.join(posix.dirname(source.path), name.text);
    found.push({ target, typeOnly: isTypeOnly(node), line: lineOf(file, node) });
  });
  return found;
}

function specifierOf(node: ts.Node): ts.StringLiteral | undefined {
  const found =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
  return found !== undefined && ts.isStringLiteral(found) ? found : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return false;
  const { importClause } = node;
  if (importClause.isTypeOnly) return true;
  const names = importClause.namedBindings;
  if (importClause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((each) => each.isTypeOnly);
}
