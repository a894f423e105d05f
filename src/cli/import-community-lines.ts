import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { communityIdPattern } from '../communities/community.js';
import type { ColumnType, Row, Table } from '../database/sql.js';
import { colourKeys, nicknameMax, pictureKeys, type PersonData } from '../members/person.js';
import { folderFormat, type Manifest, type TableFile } from './export-community.js';
import { allSteps } from './opening.js';
import { Refused } from './terminal.js';

/** What is wrong with one line, in words that go behind its number. */
export class LineFault extends Error {
  override readonly name = 'LineFault';
}

/** No line of ours is longer. */
const lineMost = 10_000_000;
const pieceSize = 65_536;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the head of a folder and checks that it can be imported by this version.
 * @param tables those that go along with a community
 * @throws Refused naming what is wrong with it
 */
export function readManifest(folder: string, tables: readonly Table[]): Manifest {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw new Refused(`${folder} has no manifest.json: it is no exported community`);
  const manifest = parsed(readFileSync(path, 'utf8'));
  const no = (why: string): Refused => new Refused(`manifest.json: ${why}; nothing is imported`);
  if (manifest?.format !== folderFormat.format) throw no('it is not the head of an exported community');
  if (manifest.version !== folderFormat.version)
    throw no(`its form ${String(manifest.version)} is not known`);
  if (typeof manifest.community !== 'string' || !communityIdPattern.test(manifest.community))
    throw no('it names no community');
  if (JSON.stringify(manifest.steps) !== JSON.stringify(allSteps()))
    throw no('the tables are of another version of this program: export with the same version as this one');
  const files: unknown = manifest.files;
  if (!Array.isArray(files) || !files.every(isTableFile)) throw no('its list of files cannot be read');
  const [named, known] = [files.map(({ table }) => table), tables.map(({ name }) => name)];
  const missing = known.find((name) => !named.includes(name));
  if (missing !== undefined) throw no(`${missing}.jsonl is not in its list`);
  const strange = named.find((name, i) => !known.includes(name) || named.indexOf(name) !== i);
  if (strange !== undefined) throw no(`${strange}.jsonl should not be in its list`);
  return manifest as unknown as Manifest;
}

/**
 * Hands over every line of a file, and compares at the end what was read with what was written.
 * @param use called without waiting; throws a LineFault when something is wrong with a line
 * @throws Refused naming the file, and the line where there is one
 */
export function eachLine(folder: string, expected: TableFile, use: (text: string) => void): void {
  const name = `${expected.table}.jsonl`;
  const path = join(folder, name);
  if (!existsSync(path)) throw new Refused(`${name} is missing; nothing is imported`);
  const hash = createHash('sha256');
  let line = 0;
  for (const text of linesOf(path, (bytes) => hash.update(bytes))) {
    line++;
    try {
      if (text === undefined) throw new LineFault('it is cut off, too long or no UTF-8');
      use(text);
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      throw new Refused(`${name}, line ${line}: ${error.message}; nothing is imported`);
    }
  }
  if (line !== expected.lines)
    throw new Refused(`${name} has ${line} lines, ${expected.lines} were written; nothing is imported`);
  if (hash.digest('hex') !== expected.sha256)
    throw new Refused(`${name} is not as it was written (SHA-256); nothing is imported`);
}

/**
 * One line as a row of its table.
 * @throws LineFault when it has not exactly the columns of the table, or is of another community
 */
export function rowOf(text: string, { columns }: Table, communityId: string): Row {
  const line = objectOf(text);
  mustHave(line, Object.keys(columns));
  const row: Row = {};
  for (const [name, type] of Object.entries(columns)) row[name] = valueOf(name, type, line[name]);
  if ('community_id' in columns && row.community_id !== communityId)
    throw new LineFault(`community_id is not ${communityId}`);
  return row;
}

/** One line about a person. @throws LineFault */
export function personOf(text: string, communityId: string): { partyId: string; data: PersonData } {
  const line = objectOf(text);
  mustHave(line, ['community_id', 'party_id', 'data']);
  if (line.community_id !== communityId) throw new LineFault(`community_id is not ${communityId}`);
  const partyId = valueOf('party_id', 'text', line.party_id);
  const data = line.data as Record<keyof PersonData, unknown> | null;
  if (typeof data !== 'object' || data === null) throw new LineFault('data is no object');
  mustHave(data, ['picture', 'colour', 'language', 'nickname']);
  const { picture, colour, language, nickname } = data;
  if (!pictureKeys.includes(picture as string)) throw new LineFault('data.picture is none of the pictures');
  if (!colourKeys.includes(colour as string)) throw new LineFault('data.colour is none of the colours');
  if (typeof language !== 'string' || language.length > 35)
    throw new LineFault('data.language is no language');
  if (nickname !== null && (typeof nickname !== 'string' || [...nickname].length > nicknameMax))
    throw new LineFault(`data.nickname is no text of at most ${nicknameMax} characters`);
  return { partyId: partyId as string, data: { picture, colour, language, nickname } as PersonData };
}

/** Lines of a file without their ends; undefined for one that cannot be read. */
function* linesOf(path: string, seen: (bytes: Buffer) => void): Generator<string | undefined> {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(pieceSize);
    let open: Buffer = Buffer.alloc(0);
    for (;;) {
      const read = piece.subarray(0, readSync(file, piece, 0, pieceSize, null));
      if (read.length === 0) break;
      seen(read);
      open = Buffer.concat([open, read]);
      let from = 0;
      for (let end = open.indexOf(10); end >= 0; end = open.indexOf(10, from)) {
        yield textOf(open.subarray(from, end));
        from = end + 1;
      }
      open = open.subarray(from);
      if (open.length > lineMost) yield undefined;
    }
    if (open.length > 0) yield undefined;
  } finally {
    closeSync(file);
  }
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function objectOf(text: string): Record<string, unknown> {
  const line = parsed(text);
  if (line === undefined) throw new LineFault('it is no JSON object');
  return line;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text);
    const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
    return isObject ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function mustHave(line: object, names: readonly string[]): void {
  const missing = names.find((name) => !Object.hasOwn(line, name));
  if (missing !== undefined) throw new LineFault(`${missing} is missing`);
  const strange = Object.keys(line).find((name) => !names.includes(name));
  if (strange !== undefined) throw new LineFault(`${JSON.stringify(strange)} is not known here`);
}

function valueOf(name: string, type: ColumnType, value: unknown): Row[string] {
  if (value === null) return null;
  if (type === 'bigint') {
    if (Number.isSafeInteger(value)) return BigInt(value as number);
    throw new LineFault(`${name} is no whole number`);
  }
  if (typeof value !== 'string') throw new LineFault(`${name} is no text`);
  if (type === 'bytea') {
    const bytes = Buffer.from(value, 'base64');
    if (bytes.toString('base64') === value) return bytes;
    throw new LineFault(`${name} is no base64`);
  }
  if (!value.isWellFormed() || value.includes('\0'))
    throw new LineFault(`${name} has characters of no script`);
  return value;
}

function isTableFile(value: unknown): value is TableFile {
  const { table, lines, sha256 } = (value ?? {}) as Partial<Record<keyof TableFile, unknown>>;
  return typeof table === 'string' && Number.isSafeInteger(lines) && typeof sha256 === 'string';
}
