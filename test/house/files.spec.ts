import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { pathsIn, root } from './sources.js';

const lumberRooms = [
  'utils',
  'util',
  'common',
  'helpers',
  'helper',
  'shared',
  'types',
  'interfaces',
  'constants',
  'misc',
];

/** Paths with a folder or file named for what it is made of, not for the noun it is about. */
function lumber(paths: readonly string[]): string[] {
  const parts = (path: string): string[] => path.split('/').map((part) => part.replace(/\.[^/]*$/, ''));
  return paths.filter((path) => parts(path).some((part) => lumberRooms.includes(part.toLowerCase())));
}

interface Locked {
  readonly resolved?: string;
  readonly link?: boolean;
}

/** Packages in a lock file that say from which address they came, or that come from a folder. */
function fromElsewhere(lockFile: string): string[] {
  const { packages } = JSON.parse(lockFile) as { packages: Record<string, Locked> };
  return Object.entries(packages).flatMap(([name, { resolved, link }]) =>
    resolved === undefined && link !== true ? [] : [`package-lock.json: ${name}: ${resolved ?? 'a link'}`],
  );
}

/** Whether git leaves a name alone, by lines in which `*` is any part of it and `/` at the end a folder. */
function isIgnored(name: string, lines: readonly string[]): boolean {
  const shapes = lines.filter((line) => line !== '').map((line) => line.replace(/[.+]/g, '\\$&'));
  return shapes.some((shape) => new RegExp(`^${shape.replaceAll('*', '[^/]*')}$`).test(name));
}

/** What a server leaves in the folder where it was started. */
function leftByServer(env: NodeJS.ProcessEnv): string[] {
  const { database, secretsDir } = readConfig(env);
  const secrets = `${basename(secretsDir)}/`;
  if (database.kind !== 'sqlite') return [secrets];
  const endings = ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal'];
  return [secrets, ...endings.map((ending) => basename(database.file) + ending)];
}

/** What is wrong with the numbers of the migrations and with their list. */
function migrationFaults(files: readonly string[], index: string): string[] {
  const steps = files.filter((file) => /^\d/.test(file)).sort();
  const numbers = steps.map((file, i) =>
    new RegExp(`^${String(i + 1).padStart(4, '0')}-[a-z0-9-]+\\.ts$`).test(file)
      ? ''
      : `${file}: number ${i + 1} is next`,
  );
  const imported = [...index.matchAll(/import \{ (\w+) \} from '\.\/(\d{4}-[a-z0-9-]+)\.js'/g)];
  const missing = steps.filter((file) => !imported.some(([, , name]) => `${name}.ts` === file));
  const inOrder = imported.sort(([, , a], [, , b]) => (a! < b! ? -1 : 1)).map(([, name]) => name);
  const listed = /export const migrations[^=]*= \[([^\]]*)\]/.exec(index)?.[1]?.match(/\w+/g) ?? [];
  const order =
    inOrder.join() === listed.join()
      ? ''
      : `index.ts lists ${listed.join()}, in order it is ${inOrder.join()}`;
  return [...numbers, ...missing.map((file) => `${file}: not in index.ts`), order].filter(
    (fault) => fault !== '',
  );
}

describe('files', () => {
  it('are named for a noun', () => {
    expect(lumber([...pathsIn('src', /./), ...pathsIn('test', /./), ...pathsIn('bench', /./)])).toEqual([]);
    expect(lumber(['src/utils/a.ts', 'src/web/helpers.ts', 'src/web/page.tsx'])).toEqual([
      'src/utils/a.ts',
      'src/web/helpers.ts',
    ]);
  });

  it('of the lock file name no address', () => {
    expect(fromElsewhere(readFileSync(join(root, 'package-lock.json'), 'utf8'))).toEqual([]);
    const bad = { packages: { a: { resolved: 'https://example.org/a.tgz' }, b: { link: true }, c: {} } };
    expect(fromElsewhere(JSON.stringify(bad))).toHaveLength(2);
  });

  it('of migrations are numbered without gaps and listed in order', () => {
    const files = pathsIn('migrations', /\.ts$/).map((path) => path.replace('migrations/', ''));
    expect(migrationFaults(files, readFileSync(join(root, 'migrations/index.ts'), 'utf8'))).toEqual([]);
  });

  it('of migrations would be caught', () => {
    const index = (list: string): string =>
      `import { A1 } from './0001-a.js';\nimport { B2 } from './0002-b.js';\nexport const migrations = [${list}];`;
    expect(migrationFaults(['0001-a.ts', '0002-b.ts', 'index.ts'], index('A1, B2'))).toEqual([]);
    expect(migrationFaults(['0001-a.ts', '0003-b.ts'], index('A1, B2'))).toContain(
      '0003-b.ts: number 2 is next',
    );
    expect(migrationFaults(['0001-a.ts', '0002-c.ts'], index('A1, B2'))).toContain(
      '0002-c.ts: not in index.ts',
    );
    expect(migrationFaults(['0001-a.ts', '0002-b.ts'], index('B2, A1'))).toEqual([
      'index.ts lists B2,A1, in order it is A1,B2',
    ]);
  });

  it('that a server leaves are never committed, least of all its secrets', () => {
    const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
    const left = [{}, { DATABASE_URL: 'postgres://here/samenmunt' }].flatMap(leftByServer);
    expect(left).toContain('samenmunt.sqlite.secrets/');
    expect(left.filter((name) => !isIgnored(name, lines))).toEqual([]);
    expect(isIgnored('src/', lines)).toBe(false);
    expect(isIgnored('samenmunt.sqlite.secrets/', ['*.sqlite'])).toBe(false);
  });
});
