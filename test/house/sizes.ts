import ts from 'typescript';
import { lineOf, parse, visit, type Breach, type Source } from './sources.js';

export interface Sizes {
  readonly fileLines: number;
  readonly functionLines: number;
  readonly collaborators: number;
}

/** What may never be exceeded. */
export const limits: Sizes = { fileLines: 300, functionLines: 70, collaborators: 5 };

/** Everything larger than these sizes. */
export function tooLarge(sources: readonly Source[], most: Sizes): Breach[] {
  return sources.flatMap((source) => {
    const lines = linesOf(source);
    const long =
      lines > most.fileLines ? [`${source.path}:1: ${lines} lines, at most ${most.fileLines}`] : [];
    return /\.tsx?$/.test(source.path) ? [...long, ...largeInside(source, most)] : long;
  });
}

/** The largest of each there is at present. */
export function largest(sources: readonly Source[]): Sizes {
  const code = sources.filter(({ path }) => /\.tsx?$/.test(path)).flatMap(measure);
  const most = (kind: Part['kind']): number =>
    Math.max(0, ...code.filter((p) => p.kind === kind).map((p) => p.size));
  return {
    fileLines: Math.max(0, ...sources.map(linesOf)),
    functionLines: most('function'),
    collaborators: most('constructor'),
  };
}

interface Part {
  readonly kind: 'function' | 'constructor';
  readonly name: string;
  readonly line: number;
  readonly size: number;
}

function largeInside(source: Source, most: Sizes): Breach[] {
  return measure(source).flatMap(({ kind, name, line, size }) => {
    const at = `${source.path}:${line}: ${name}`;
    if (kind === 'function')
      return size > most.functionLines ? [`${at}: ${size} lines, at most ${most.functionLines}`] : [];
    return size > most.collaborators ? [`${at}: ${size} parameters, at most ${most.collaborators}`] : [];
  });
}

function measure(source: Source): Part[] {
  const file = parse(source);
  const found: Part[] = [];
  visit(file, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    const line = lineOf(file, node);
    const end = file.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
    found.push({ kind: 'function', name: nameOf(node), line, size: end - line + 1 });
    if (ts.isConstructorDeclaration(node)) {
      found.push({ kind: 'constructor', name: 'constructor', line, size: node.parameters.length });
    }
  });
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : 'a function';
}

function linesOf(source: Source): number {
  return source.text.replace(/\n$/, '').split('\n').length;
}
