// What test/run.mjs runs, once packages and a fit Node are there.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, childEnvironment, root } from '../bin/node.mjs';
import { findChromium } from './support/chromium.mjs';
import { startServer } from './support/postgres-server.mjs';

const words = process.argv.slice(2);
const environment = childEnvironment(process.execPath);
const scratch = mkdtempSync(join(tmpdir(), 'samenmunt-test-'));
let server;
const running = new Set();

// Also when it ends by a signal or a throw: no server and no files stay behind.
process.on('exit', () => {
  server?.removeAtOnce();
  rmSync(scratch, { recursive: true, force: true });
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    for (const each of running) each.kill('SIGTERM');
    process.exit(code);
  });
}

if (words[0] === '--server') await serve();
else await check();

async function serve() {
  server = await startServer({ durable: words.includes('--durable') });
  console.log(`# ${server.description}; Ctrl-C ends it`);
  console.log(`export TEST_POSTGRES_URL=${server.url}`);
  setInterval(() => undefined, 1 << 30);
}

async function check() {
  const failed = [];
  let jest = { passed: 0, failed: 0 };
  try {
    await bringServers();
    const eslint = ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'];
    const prettier = ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'];
    const types = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'];
    // Two at a time: none of them waits for the other, and every machine has two cores.
    await Promise.all([
      step('lint', failed, () => node(...eslint)),
      (async () => {
        await step('format', failed, () => node(...prettier));
        await step('types', failed, () => node(...types));
        await step('build', failed, () => build(process.execPath, 'inherit'));
      })(),
    ]);
    await step('tests', [], async () => {
      jest = await runJest();
      return jest.failed === 0;
    });
  } catch (error) {
    failed.push(error.name);
    console.error(`${error.name}: ${error.message}`);
  }
  await server?.remove();
  if (failed.length > 0) console.log(`failed beside the tests: ${failed.join(', ')}`);
  const noneRan = jest.passed === 0 && jest.failed === 0 && failed.length === 0;
  if (noneRan) console.log('no test ran, which counts as a failure');
  const all = jest.failed + failed.length + (noneRan ? 1 : 0);
  console.log(`${jest.passed} passed, ${all} failed`);
  process.exit(all === 0 && jest.passed > 0 ? 0 : 1);
}

async function bringServers() {
  if (process.env.TEST_POSTGRES_URL === undefined) {
    server = await startServer();
    environment.TEST_POSTGRES_URL = server.url;
    console.log(`postgres  ${server.description}`);
  }
  const chromium = await findChromium();
  environment.TEST_CHROMIUM = chromium.path;
  console.log(`browser   ${chromium.version} (${chromium.path})`);
}

/** Runs one check and says how it went and how long it took. */
async function step(name, failed, work) {
  const begun = performance.now();
  const fine = await work();
  if (!fine) failed.push(name);
  console.log(
    `${name.padEnd(9)} ${fine ? 'ok' : 'FAILED'}  ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
}

/** Runs a script under this Node; answers whether it ended well. */
function node(...script) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, script, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    child.once('error', () => resolve(false));
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code === 0);
    });
  });
}

async function runJest() {
  const results = join(scratch, 'results.json');
  const flags = ['--enable-source-maps', '--import', './test/support/typescript.mjs'];
  const options = ['--maxWorkers=2', '--json', `--outputFile=${results}`, '--passWithNoTests'];
  const fine = await node(...flags, 'node_modules/jest/bin/jest.js', ...options, ...words);
  return countResults(fine, readResults(results));
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A test that was not run proves nothing, so it counts as failed; so does a file that could not be loaded. */
function countResults(fine, results) {
  if (results === undefined) return { passed: 0, failed: 1 };
  const left = results.numPendingTests + results.numTodoTests;
  if (left > 0) console.log(`${left} tests were skipped or left to do, which counts as failed`);
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + left;
  return { passed: results.numPassedTests, failed: failed === 0 && !fine ? 1 : failed };
}
