// Compiles the service and the benchmarks into a temporary folder, so that what is measured is what is in the checkout,
// and runs them from there.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../bin/node.mjs';

const folder = mkdtempSync(join(tmpdir(), 'samenmunt-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => process.exit(code));
}

writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
const project = join(folder, 'tsconfig.json');
const types = { noCheck: true, incremental: false, sourceMap: true, rootDir: root, outDir: folder };
const files = ['src', 'migrations', 'bench'].map((name) => join(root, name));
const config = { extends: join(root, 'tsconfig.json'), compilerOptions: types, include: files };
// The types of the packages are looked for from the folder of the project file.
writeFileSync(
  project,
  JSON.stringify({
    ...config,
    compilerOptions: { ...types, typeRoots: [join(root, 'node_modules', '@types')] },
  }),
);
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const done = spawnSync(process.execPath, [compiler, '-p', project], { stdio: ['ignore', 2, 2] });
if (done.status !== 0) process.exit(1);

// What the service reads from beside its code.
cpSync(join(root, 'src', 'languages'), join(folder, 'src', 'languages'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});

process.env.BENCH_CHECKOUT = root;
const { main } = await import(pathToFileURL(join(folder, 'bench', 'main.js')).href);
await main(process.argv.slice(2));
process.exit(process.exitCode ?? 0);
