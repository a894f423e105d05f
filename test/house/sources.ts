import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of ours, by its path from the root with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A rule that is broken, as `path:line: what to do instead`. */
export type Breach = string;

const notOurs = new Set(['node_modules', 'dist', '.git', 'var', 'coverage', 'screenshots']);

/** All files below a folder (or the root) whose name matches, in the order of their paths. */
export function filesIn(folder: string, name: RegExp): Source[] {
  return pathsIn(folder, name).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** As filesIn, without reading them. */
export function pathsIn(folder: string, name: RegExp): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : pathsIn(path, name);
    return name.test(entry.name) ? [path] : [];
  });
}

/** A file's syntax tree, with parents. */
export function parse(source: Source): ts.SourceFile {
  const kind = source.path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true, kind);
}

/** Visits a node and everything in it. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** The line on which a node begins, counted from 1. */
export function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** Every place where a pattern is found. The pattern must be global. */
export function places(source: Source, pattern: RegExp, advice: string): Breach[] {
  return [...source.text.matchAll(pattern)].map((match) => {
    const line = source.text.slice(0, match.index).split('\n').length;
    return `${source.path}:${line}: ${match[0].trim()}: ${advice}`;
  });
}
