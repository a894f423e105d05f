import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beside, Helper } from './processes.js';
import type { Town } from './town.js';

export const members = 10_000;

/** A folder and a database of a benchmark's own, gone with it. */
export class Place {
  private readonly servers: Array<{ helper: Helper; url: string }> = [];

  private constructor(
    readonly folder: string,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static sqlite(): Place {
    const folder = mkdtempSync(join(tmpdir(), 'samenmunt-bench-'));
    const drop = () => Promise.resolve();
    return new Place(folder, `sqlite:${join(folder, 'bench.sqlite')}`, drop);
  }

  /** A folder that somebody else keeps, with a SQLite file. */
  static at(folder: string, file: string): Place {
    return new Place(folder, `sqlite:${join(folder, file)}`, () => Promise.resolve());
  }

  /** A folder with a database file, secrets and town.json, copied. */
  static copyOf(from: string, file: string): Place {
    const folder = mkdtempSync(join(tmpdir(), 'samenmunt-bench-'));
    cpSync(from, folder, { recursive: true });
    return new Place(folder, `sqlite:${join(folder, file)}`, () => Promise.resolve());
  }

  /** On a server that waits for the disk. */
  static async postgres(serverUrl: string, name: string): Promise<Place> {
    const folder = mkdtempSync(join(tmpdir(), 'samenmunt-bench-'));
    await asSuperuser(serverUrl, `create database ${name}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return new Place(folder, url.href, () =>
      asSuperuser(serverUrl, `drop database if exists ${name} with (force)`),
    );
  }

  /** The file with accounts and tokens. */
  get town(): string {
    return join(this.folder, 'town.json');
  }

  read(): Town {
    return JSON.parse(readFileSync(this.town, 'utf8')) as Town;
  }

  /** Starts one more server process. @returns its address */
  async serve(counts = { members, groups: members }): Promise<string> {
    const profile = process.env.BENCH_PROFILE;
    const execArgv = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const helper = Helper.start(beside('serving.js'), [], { env: this.environment(), execArgv });
    const { url } = await helper.ask<{ url: string }>({ act: 'start', town: this.town, counts });
    this.servers.push({ helper, url });
    return url;
  }

  environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      DATABASE_URL: this.databaseUrl,
      DATABASE_POOL: '16',
      SECRETS_DIR: join(this.folder, 'secrets'),
      PORT: '0',
    };
  }

  ask<T>(act: string): Promise<T> {
    return this.servers[0]!.helper.ask<T>({ act });
  }

  /** Stops the server processes; the database stays. */
  async stop(): Promise<void> {
    for (const { helper } of this.servers.splice(0)) {
      await helper.ask({ act: 'close' });
      await helper.end();
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function asSuperuser(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
