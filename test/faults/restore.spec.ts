import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import BetterSqlite3 from 'better-sqlite3';
import { settle, withRooms } from '../../src/cli/opening.js';
import { Story, tellStory } from '../../src/cli/story.js';
import { rowsOf, tablesIn } from '../../src/cli/tables.js';
import { systemActor } from '../../src/access/actor.js';
import { Faces } from '../../src/communities/faces.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { PersonRecords } from '../../src/members/person-records.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { newUuid } from '../../src/database/ids.js';
import { command, environmentOf, serving, stopAllServing } from '../support/command-line.js';
import { aPlace, dialects, type Dialect, type TestPlace } from '../support/databases.js';

const places: TestPlace[] = [];
const actor = systemActor('test');

afterAll(async () => {
  await stopAllServing();
  for (const place of places) await place.drop();
});

async function place(dialect: Dialect, env: NodeJS.ProcessEnv = {}): Promise<TestPlace> {
  const made = await aPlace(dialect, env);
  places.push(made);
  return made;
}

/** A place with the story, a receipt that was signed, and an exchange that was undone. */
async function placeWithStory(dialect: Dialect): Promise<TestPlace> {
  const made = await place(dialect);
  const clock = new SetClock(Date.now());
  await withRooms(
    made.config,
    async (rooms) => {
      await tellStory(rooms, clock);
      const [first] = await rooms.get(ExchangesReading).journal('rabot', 0n, 1);
      await rooms.get(ReceiptsService).look(first!.exchange.receiptToken);
      await undo(rooms, first!.exchange.id);
      await settle(rooms);
    },
    clock,
  );
  return made;
}

async function undo(rooms: INestApplicationContext, exchangeId: string): Promise<void> {
  const reversal = { orderId: newUuid(), exchangeId, reason: 'wrong_amount' } as const;
  expect(await rooms.get(ReversalsService).reverse(actor, 'rabot', reversal)).toMatchObject({
    kind: 'posted',
  });
}

/** All rows of the tables that a restore brings back, each as text, sorted. */
async function contentOf(
  { config }: TestPlace,
  tables: ReturnType<typeof tablesIn>,
): Promise<Map<string, string[]>> {
  return withRooms(config, (rooms) =>
    rooms.get(Database).snapshot(async (reader) => {
      const found = new Map<string, string[]>();
      for (const table of tables) {
        const lines: string[] = [];
        for await (const rows of rowsOf(reader, table)) lines.push(...rows.map(textOf));
        found.set(table.name, lines.sort());
      }
      return found;
    }),
  );
}

function textOf(row: object): string {
  const plain = (value: unknown): unknown =>
    typeof value === 'bigint' ? String(value) : Buffer.isBuffer(value) ? value.toString('hex') : value;
  return JSON.stringify(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

async function nicknameOf({ config }: TestPlace, who: 'amina' | 'jef'): Promise<string | null | undefined> {
  return withRooms(config, async (rooms) => {
    const story = await Story.read(rooms);
    return (await rooms.get(Faces).one('rabot', story.party(who)))?.name;
  });
}

/** Tables that differ after a restore: ways in are not restored, proofs and audit go on. */
const goesOn = ['proofs', 'audit', 'sessions', 'sign_in_links', 'api_tokens', 'tries', 'epochs'];

describe.each([
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
] as const)('a backup of %s', (from, to) => {
  let home: TestPlace;
  let backup: string;
  let keys: string;

  beforeAll(async () => {
    home = await placeWithStory(from);
    backup = join(home.folder, 'backup.sqlite');
    keys = join(home.folder, 'keys');
    const env = environmentOf(home);
    const server = await serving(env, /listens/, 'serve');
    const said = await command(env, 'backup', backup);
    expect([said.code, said.err]).toEqual([0, expect.not.stringContaining('samenmunt:')]);
    expect(said.out).toMatch(/whole.*\n.*proved: 16 exchanges, no differences\n.*written and checked/);
    expect(await server.stop()).toBe(0);
    expect((await command(env, 'backup-keys', keys)).out).toContain('the master key and 9 keys of persons');
  });

  it('is one file, which is not overwritten, and holds no keys', async () => {
    const beside = readdirSync(home.folder).filter((name) => name.startsWith('backup.sqlite'));
    expect(beside).toEqual(['backup.sqlite']);
    const again = await command(environmentOf(home), 'backup', backup);
    expect([again.code, again.err]).toEqual([
      1,
      `samenmunt: ${backup} is there already: it is not overwritten\n`,
    ]);
    expect(tablesIn(backup).map(({ name }) => name)).not.toContain('person_keys');
    expect(readFileSync(backup).includes('Amina')).toBe(false);
  });

  it.each([to, from])('is restored into %s with every row, and can be used', async (into) => {
    const other = await place(into, { SECRETS_DIR: keys });
    const said = await command(environmentOf(other), 'restore', backup);
    expect([said.code, said.err]).toEqual([0, expect.not.stringContaining('samenmunt:')]);
    expect(said.out).toContain('the restored books are proved: 16 exchanges, no differences');

    const tables = tablesIn(backup).filter(({ name }) => !goesOn.includes(name));
    expect(tables.length).toBeGreaterThan(30);
    const before = await contentOf(home, tables);
    expect(before.get('exchanges')).toHaveLength(16);
    expect(await contentOf(other, tables)).toEqual(before);
    expect(await nicknameOf(other, 'amina')).toBe('Amina');
    const confirmed = await command(environmentOf(other), 'confirm-restore');
    expect(confirmed.out).toContain('booking goes on');

    await withRooms(other.config, async (rooms) => {
      const [next] = await rooms.get(ExchangesReading).journal('rabot', 1n, 1);
      await undo(rooms, next!.exchange.id);
    });
    const second = join(other.folder, 'second.sqlite');
    expect((await command(environmentOf(other), 'backup', second)).out).toContain('proved: 17 exchanges');
  });
});

describe('a restore', () => {
  let home: TestPlace;
  let backup: string;

  beforeAll(async () => {
    home = await placeWithStory('sqlite');
    backup = join(home.folder, 'backup.sqlite');
    expect((await command(environmentOf(home), 'backup', backup)).code).toBe(0);
  });

  it('ends every way in', async () => {
    const old = await place('sqlite', { SECRETS_DIR: home.config.secretsDir });
    const visit = await serving(environmentOf(home), /JEFS_PURSE=\S+\n/, 'try');
    await visit.stop();
    const later = join(home.folder, 'later.sqlite');
    await command(environmentOf(home), 'backup', later);
    await command(environmentOf(old), 'restore', later);
    const ways = await withRooms(old.config, (rooms) =>
      rooms.get(Database).reader
        .one(`select (select count(*) from sessions) + (select count(*) from sign_in_links)
        + (select count(*) from api_tokens) as ways`),
    );
    expect(ways).toEqual({ ways: 0n });
  });

  it.each(dialects)('into %s does not bring back who was forgotten since', async (dialect) => {
    const mine = await place('sqlite');
    const clock = new SetClock(Date.now());
    await withRooms(mine.config, (rooms) => tellStory(rooms, clock), clock);
    const older = join(mine.folder, 'older.sqlite');
    await command(environmentOf(mine), 'backup', older);
    const id = await withRooms(mine.config, async (rooms) => {
      const jef = (await Story.read(rooms)).party('jef');
      await rooms.get(ForgettingService).erase(actor, 'rabot', jef, { to: 'pot', potTakesOver: true });
      return jef;
    });
    const other = await place(dialect, { SECRETS_DIR: mine.config.secretsDir });
    const said = await command(environmentOf(other), 'restore', older);
    expect(said).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 persons who were forgotten are so still') as unknown,
    });
    const left = await withRooms(other.config, async (rooms) => ({
      data: await rooms.get(Database).reader.all('select 1 as one from person_data where party_id = ?', [id]),
      opened: await rooms.get(PersonRecords, { strict: false }).open('rabot', id),
      erased: await rooms.get(Database).reader.one('select count(*) as rows from erasures'),
    }));
    expect(left).toEqual({ data: [], opened: undefined, erased: { rows: 1n } });
    expect(await nicknameOf(other, 'jef')).toBe(null);
    expect((await command(environmentOf(other), 'verify')).code).toBe(0);
  });

  it('refuses what cannot be restored, and changes nothing', async () => {
    const other = await place('sqlite', { SECRETS_DIR: home.config.secretsDir });
    const refusal = async (env: NodeJS.ProcessEnv, file: string): Promise<string> => {
      const said = await command(env, 'restore', file);
      expect(said.code).toBe(1);
      return said.err.split('\n').find((line) => line.startsWith('samenmunt: '))!;
    };
    const env = environmentOf(other);
    expect(await refusal(environmentOf(home), backup)).toContain('not empty');
    expect(await refusal({ ...env, SECRETS_DIR: join(other.folder, 'none') }, backup)).toContain(
      'no master key',
    );
    const stranger = await place('sqlite');
    await withRooms(stranger.config, () => Promise.resolve());
    expect(await refusal({ ...env, SECRETS_DIR: stranger.config.secretsDir }, backup)).toContain(
      'another master key',
    );

    const text = join(other.folder, 'text.sqlite');
    writeFileSync(text, 'no database at all, but long enough to be looked at as if it were one, in any case');
    expect(await refusal(env, text)).toContain('no SQLite database');
    expect(await refusal(env, join(other.folder, 'nothing.sqlite'))).toMatch(/cannot be opened|empty/);
    expect(existsSync(other.config.database.kind === 'sqlite' ? other.config.database.file : '')).toBe(false);
  });

  it('refuses a backup of which a byte or a row was changed, by name', async () => {
    const other = await place('sqlite', { SECRETS_DIR: home.config.secretsDir });
    const changed = join(other.folder, 'changed.sqlite');
    copyFileSync(backup, changed);
    const handle = new BetterSqlite3(changed);
    handle.exec('drop trigger transfers_no_update');
    handle.exec('update transfers set amount = amount + 1 where amount = 75');
    handle.close();
    const said = await command(environmentOf(other), 'restore', changed);
    expect([said.code, said.out.includes('transfers rabot')]).toEqual([1, true]);
    expect(said.err).toContain('its books differ');

    const broken = readFileSync(backup);
    broken.fill(7, broken.length / 2, broken.length / 2 + 4096 * 8);
    writeFileSync(changed, broken);
    const worse = await command(environmentOf(other), 'restore', changed);
    expect([worse.code, /damaged/.test(worse.err)]).toEqual([1, true]);
  });
});
