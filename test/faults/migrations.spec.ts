import { afterEach, describe, expect, it } from '@jest/globals';
import { migrations } from '../../migrations/index.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { Faces } from '../../src/communities/faces.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open.js';
import { migratingSource } from '../../src/database/sources.js';
import type { Reader, Row } from '../../src/database/sql.js';
import { buildApp } from '../../src/server.js';
import { anOrder, firstDay } from '../support/community.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';
import { thaw } from '../support/frozen.js';

/** What a database is made of, beside its rows, one line each. */
const parts = {
  sqlite: [`select type || ' ' || name || ': ' || sql as line from sqlite_schema where sql is not null`],
  postgres: [
    `select 'column ' || c.oid::regclass || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod)
            || case when a.attnotnull then ' not null' else '' end
            || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'vault'::regnamespace)`,
    `select 'constraint ' || conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid) as line
       from pg_constraint where conrelid <> 0 and connamespace in ('public'::regnamespace, 'vault'::regnamespace)`,
    `select 'trigger ' || tgrelid::regclass || ': ' || pg_get_triggerdef(oid) || ' ' || tgenabled::text as line
       from pg_trigger where not tgisinternal`,
    `select 'index ' || indexname || ': ' || indexdef as line from pg_indexes where schemaname in ('public', 'vault')`,
    `select 'function ' || proname || ': ' || prosrc as line from pg_proc where pronamespace = 'public'::regnamespace`,
    `select 'right on ' || c.oid::regclass || ': ' || a.privilege_type || ' for ' || a.grantee::regrole as line
       from pg_class c cross join aclexplode(c.relacl) a where c.relkind = 'r' and a.grantee <> c.relowner`,
    `select 'right on ' || t.attrelid::regclass || '.' || t.attname || ': ' || a.privilege_type as line
       from pg_attribute t cross join aclexplode(t.attacl) a`,
  ],
} as const;

async function made(reader: Reader): Promise<string[]> {
  const rows: Row[] = [];
  for (const sql of parts[reader.dialect]) rows.push(...(await reader.all(sql)));
  return rows.map(({ line }) => (line as string).replace(/\s+/g, ' ')).sort();
}

describe.each(dialects)('the steps of the tables on %s', (dialect) => {
  const places: TestPlace[] = [];

  afterEach(async () => {
    for (const place of places.splice(0)) await place.drop();
  });

  async function madeOf(place: TestPlace): Promise<string[]> {
    places.push(place);
    const database = await openDatabase(place.config);
    try {
      return await made(database.reader);
    } finally {
      await database.close();
    }
  }

  it('make everything of nothing, each once, and a second time nothing more', async () => {
    const place = await aPlace(dialect);
    const first = await madeOf(place);
    const again = await openDatabase(place.config);
    const done = await again.reader.all('select name from migrations order by id');
    expect(done.map(({ name }) => name)).toEqual(migrations.map((step) => new step().name));
    expect(await made(again.reader)).toEqual(first);
    await again.close();
    expect(first.filter((line) => /trigger/i.test(line)).length).toBeGreaterThan(40);
    expect(first.filter((line) => /\bcheck\b/i.test(line)).length).toBeGreaterThan(20);
    expect(first.filter((line) => /foreign key|references/i.test(line)).length).toBeGreaterThan(20);
  });

  it('take over what an earlier version left, and it ends as if it were new', async () => {
    const frozen = await madeOf(await thaw(dialect));
    expect(frozen).toEqual(await madeOf(await aPlace(dialect)));
  });

  it('leave no row without the row it refers to', async () => {
    const place = await thaw(dialect);
    places.push(place);
    const database = await openDatabase(place.config);
    const lost =
      dialect === 'sqlite'
        ? ((await database.source.query('pragma foreign_key_check')) as unknown[])
        : await lostOnPostgres(place);
    await database.close();
    expect(lost).toEqual([]);
  });

  it('leave books that prove themselves, people who are known, and work that goes on', async () => {
    const place = await thaw(dialect);
    places.push(place);
    const clock = new SetClock(firstDay + 30 * 86_400_000);
    const app = await buildApp(place.config, { clock, logTo: { write: () => undefined } });
    try {
      const prove = async () => (await app.get(Verifier).full()).differences;
      expect(await prove()).toEqual([]);
      const { reader } = app.get(Database);
      const persons = await reader.all('select party_id, erased_at from persons order by party_id');
      const names = [];
      for (const { party_id: id } of persons)
        names.push((await app.get(Faces).one('rabot', id as string))?.name ?? 'forgotten');
      expect(names.sort()).toEqual(['Ada', 'Bo', 'forgotten']);
      const holders = persons.filter((row) => row.erased_at === null).map((row) => row.party_id as string);
      const books = app.get(BooksService);
      const accounts = await Promise.all(holders.map((id) => books.accountsOf('rabot', id)));
      const [from, to] = accounts.map(([account]) => account!.id) as [string, string];
      const order = anOrder('rabot', [{ from, to, amount: 1n }]);
      expect(await books.post({ order })).toMatchObject({ kind: 'posted' });
      expect(await prove()).toEqual([]);
    } finally {
      await app.close();
    }
  });
});

/** Every foreign key is made again, which looks at every row. */
async function lostOnPostgres({ config }: TestPlace): Promise<unknown[]> {
  if (config.database.kind !== 'postgres') throw new Error('not PostgreSQL');
  const owner = await migratingSource(config.database.url).initialize();
  const lost: unknown[] = [];
  try {
    const keys = await owner.query<Array<{ tab: string; def: string }>>(
      `select conrelid::regclass::text as tab, pg_get_constraintdef(oid) as def from pg_constraint where contype = 'f'`,
    );
    for (const { tab, def } of keys)
      await owner.query(`alter table ${tab} add ${def}`).catch((error: unknown) => lost.push(error));
    expect(keys.length).toBeGreaterThan(20);
  } finally {
    await owner.destroy();
  }
  return lost;
}
