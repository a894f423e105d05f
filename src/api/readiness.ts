import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { migrations } from '../../migrations/index.js';
import { Metrics } from './metrics.js';

/** More than this many waiting orders and units of work are not worked away any more. */
const waitingMax = 20_000;
const timeoutMs = 3000;

export type Check = () => boolean | Promise<boolean>;

/** Whether the server can do its work. Rooms add what only they can tell. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();

  constructor(database: Database, metrics: Metrics) {
    metrics.gauge('waiting', 'Orders and units of work that wait to be written', () => database.waiting());
    this.add('database', async () => (await database.reader.one('select 1 as one')) !== undefined);
    this.add('migrations', () => migrationsAreDone(database));
    this.add('queue', () => database.waiting() < waitingMax);
  }

  /** @param name snake_case; it is shown in the answer */
  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Each check by name, and whether it passed. A check that throws or takes longer than 3 s did not. */
  async look(): Promise<{ ready: boolean; checks: Record<string, boolean> }> {
    const names = [...this.checks.keys()];
    const passed = await Promise.all([...this.checks.values()].map(passes));
    return {
      ready: passed.every(Boolean),
      checks: Object.fromEntries(names.map((name, i) => [name, passed[i]!])),
    };
  }
}

async function passes(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, timeoutMs, false)));
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function migrationsAreDone(database: Database): Promise<boolean> {
  const row = await database.reader.one<{ done: bigint }>('select count(*) as done from migrations');
  return row !== undefined && Number(row.done) >= migrations.length;
}
