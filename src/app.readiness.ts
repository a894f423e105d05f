import type { INestApplicationContext } from '@nestjs/common';
import { migrations } from '../migrations/index.js';
import { Metrics } from './api/metrics.js';
import { Readiness } from './api/readiness.js';
import { Database } from './database/database.js';

/** More than this many waiting orders and units of work are not worked away any more. */
const waitingMax = 20_000;

/** Shows in figures and readiness how the database is doing, which the frame may not import. */
export function watchDatabase(app: INestApplicationContext): void {
  const database: Database & { retries?: number } = app.get(Database);
  const metrics = app.get(Metrics);
  metrics.gauge('waiting', 'Orders and units of work that wait to be written', () => database.waiting());
  metrics.gauge('retries', 'Database transactions tried again since the start', () => database.retries ?? 0);
  const readiness = app.get(Readiness);
  readiness.add('database', async () => (await database.reader.one('select 1 as one')) !== undefined);
  readiness.add('migrations', () => migrationsAreDone(database));
  readiness.add('queue', () => database.waiting() < waitingMax);
}

async function migrationsAreDone(database: Database): Promise<boolean> {
  const row = await database.reader.one<{ done: bigint }>('select count(*) as done from migrations');
  return row !== undefined && Number(row.done) >= migrations.length;
}
