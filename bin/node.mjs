// What bin/ and test/run.mjs share before anything else can run. It must parse on Node 12, so that an old Node gets a
// sentence instead of a syntax error: no node: prefix, no `??` or `?.`, no top-level await.
import { spawn, spawnSync } from 'child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'fs';
import { createRequire } from 'module';
import { constants } from 'os';
import { delimiter, dirname, join } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';

/** The folder of package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Whether this is a checkout, with sources to build; an installed package brings its dist along. */
export const isCheckout = existsSync(join(root, 'nest-cli.json'));

const modules = join(root, 'node_modules');
const builtMain = join(root, 'dist', 'src', 'cli', 'main.js');
const stamp = join(root, 'dist', '.built');

/** Ends the process with a sentence on stderr and exit code 1. */
export function refuse(sentence) {
  process.stderr.write('samenmunt: ' + sentence + '\n');
  process.exit(1);
}

function say(sentence) {
  process.stderr.write('samenmunt: ' + sentence + '\n');
}

/** Whether a version such as '24.21.0' can open our database: better-sqlite3 needs Node 22.13. */
export function isFit(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  return parts[0] > 22 || (parts[0] === 22 && parts[1] >= 13);
}

/** The Node to run under: the running one, else the one that came with the packages, else null. */
export function fitNode() {
  if (isFit(process.versions.node)) return process.execPath;
  const name = 'node-' + process.platform + '-' + process.arch;
  try {
    const found = join(
      dirname(createRequire(import.meta.url).resolve(name + '/package.json')),
      'bin',
      'node',
    );
    const asked = spawnSync(found, ['--version'], { encoding: 'utf8' });
    return asked.status === 0 && isFit(asked.stdout.trim()) ? found : null;
  } catch (error) {
    return null;
  }
}

/** As fitNode, but refuses by name when there is none. */
export function fitNodeOrRefuse() {
  const node = fitNode();
  if (node === null) {
    const machine = process.platform + ' ' + process.arch;
    const old = 'Node ' + process.versions.node + ' is too old';
    refuse(
      old +
        ' and no bundled Node runs on this machine (' +
        machine +
        '). Please install Node 22.13 or newer.',
    );
  }
  return node;
}

/** The environment for child processes: our own tools, and a fit Node, come before the machine's. */
export function childEnvironment(node) {
  const path = [join(modules, '.bin'), dirname(node), process.env.PATH || ''].join(delimiter);
  return Object.assign({}, process.env, { PATH: path });
}

/** Installs what package-lock.json lists, unless it is there. In an installed package it does nothing. */
export function ensureInstalled() {
  if (!isCheckout || isInstalled()) return;
  say('installing packages with npm ci (the first time this takes a minute)');
  const npm = process.env.npm_execpath || '';
  const asScript = /\.c?js$/.test(npm) && existsSync(npm);
  const words = ['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const done = asScript
    ? spawnSync(process.execPath, [npm].concat(words), options)
    : spawnSync('npm', words, Object.assign({ shell: process.platform === 'win32' }, options));
  if (done.status !== 0) refuse('npm ci failed; without its packages nothing can run.');
}

/** npm writes the hidden lock file last, so an interrupted installation has none. */
function isInstalled() {
  const wanted = join(root, 'package-lock.json');
  const present = join(modules, '.package-lock.json');
  if (!existsSync(present)) return false;
  if (statSync(present).mtimeMs >= statSync(wanted).mtimeMs) return true;
  return sameVersions(readPackages(wanted), readPackages(present));
}

/** A newer lock file alone proves nothing (npm install writes it last), so the versions are compared. */
function sameVersions(wanted, present) {
  return Object.keys(wanted).every((path) => {
    if (path === '') return true;
    if (present[path] === undefined)
      return wanted[path].optional === true || wanted[path].devOptional === true;
    return present[path].version === wanted[path].version;
  });
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages || {};
}

/** Builds dist when it is missing or older than a source. In an installed package it does nothing. */
export function ensureBuilt(node) {
  if (!isCheckout || isBuilt()) return;
  say('building with nest build');
  if (!build(node, 2)) refuse('the build failed; see above.');
}

/**
 * Builds dist and notes when.
 * @param node the Node to build with
 * @param output where the compiler's words go: a file descriptor
 * @returns whether it succeeded
 */
export function build(node, output) {
  // Without its output the compiler's memory of the last build would make it write nothing.
  const memory = join(root, 'dist', 'build.tsbuildinfo');
  if (!existsSync(builtMain) && existsSync(memory)) unlinkSync(memory);
  const begun = new Date();
  const nest = join(modules, '@nestjs', 'cli', 'bin', 'nest.js');
  const options = { cwd: root, stdio: ['ignore', output, output], env: childEnvironment(node) };
  if (spawnSync(node, [nest, 'build'], options).status !== 0) return false;
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
  return true;
}

function isBuilt() {
  if (!existsSync(builtMain) || !existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  const sources = [
    'src',
    'migrations',
    'package.json',
    'nest-cli.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  return sources.every((name) => newest(join(root, name)) <= built);
}

/** The youngest time of change below a path. Folders count, because a file that went away changes its folder. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/**
 * Runs a script under a fit Node as if it had been started directly: in this process when that is fit, else in a child
 * whose input, output, signals and end are ours.
 */
export function become(node, script, words) {
  if (node === process.execPath) {
    process.env.PATH = childEnvironment(node).PATH;
    process.argv.splice(1, process.argv.length, script, ...words);
    return import(pathToFileURL(script).href);
  }
  const child = spawn(node, [script].concat(words), { stdio: 'inherit', env: childEnvironment(node) });
  child.on('error', (error) => refuse('Node could not be started: ' + error.message));
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the whole group: the child has it already, and a second one would mean hurry.
    if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach((signal) => process.on(signal, forward));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    signals.forEach((each) => process.removeListener(each, forward));
    process.kill(process.pid, signal);
    // A signal that cannot end us (SIGINT in a container's first process) still ends with the shell's code for it.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000);
  });
  return Promise.resolve();
}
