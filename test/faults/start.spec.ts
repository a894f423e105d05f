import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/database/open.js';
import { BooksChild } from '../support/books-children.js';
import { aPlace, dialects, type Dialect, type TestPlace } from '../support/databases.js';
import { chances } from '../support/load.js';

const rounds = process.env.SAMENMUNT_LONG === '1' ? 40 : 3;
const ends: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function aChild(): BooksChild {
  const child = BooksChild.start();
  ends.push(() => child.kill());
  return child;
}

async function anEmptyPlace(dialect: Dialect): Promise<TestPlace & { env: NodeJS.ProcessEnv }> {
  const place = await aPlace(dialect);
  ends.push(() => place.drop());
  const { database } = place.config;
  const DATABASE_URL = database.kind === 'sqlite' ? `sqlite:${database.file}` : database.url;
  return { ...place, env: { DATABASE_URL, DATABASE_POOL: '4' } };
}

describe('two servers that start at once on an empty database', () => {
  it('on SQLite one is told by name that it is in use; it may have its turn later', async () => {
    const { env } = await anEmptyPlace('sqlite');
    const children = [aChild(), aChild()];
    const opened = await Promise.allSettled(children.map((child) => child.open(env)));
    const refused = opened.findIndex(({ status }) => status === 'rejected');
    expect(opened[1 - refused]).toEqual({ status: 'fulfilled', value: [] });
    expect(opened[refused]).toMatchObject({
      reason: { name: 'DatabaseInUseError', code: 'database_in_use' },
    });
    await children[1 - refused]!.kill();
    expect(await children[refused]!.open(env)).toEqual([]);
  });

  it('on PostgreSQL all start, and the tables are made once', async () => {
    const place = await anEmptyPlace('postgres');
    const children = [aChild(), aChild(), aChild()];
    expect(await Promise.all(children.map((child) => child.open(place.env)))).toEqual([[], [], []]);
    const opened = await openDatabase(place.config);
    ends.push(() => opened.close());
    const [{ n }] = (await opened.reader.all('select count(*) as n from migrations')) as [{ n: bigint }];
    expect(Number(n)).toBe(migrations.length);
    for (const child of children) await child.kill();
  });

  it.each(dialects)(
    'and are killed while they make the tables, the next goes on with them on %s',
    async (dialect) => {
      const chance = chances(11);
      for (let round = 0; round < rounds; round++) {
        const place = await anEmptyPlace(dialect);
        const first = aChild();
        const spare = aChild();
        await first.loaded;
        void first.open(place.env).catch(() => undefined);
        await sleep(chance() * 250);
        await first.kill();
        expect(await spare.open(place.env)).toEqual([]);
        await spare.kill();
        const opened = await openDatabase(place.config);
        const tables = (await opened.reader.one('select count(*) as n from migrations'))!.n;
        await opened.close();
        expect(Number(tables)).toBe(migrations.length);
      }
    },
  );
});
