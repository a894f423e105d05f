import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Entity } from 'typeorm';
import { InstantColumn, KeyColumn } from '../../src/database/columns.js';
import { TransactionOverError, WorkWaitedError, type Writing } from '../../src/database/database.js';
import { openDatabase, type OpenedDatabase } from '../../src/database/open.js';
import { PostgresDatabase } from '../../src/database/postgres.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

/** A table that may be written as one likes: the counted tries. */
@Entity({ name: 'tries' })
class Try {
  @KeyColumn()
  try_key!: string;
  @InstantColumn()
  window_from!: number;
  @InstantColumn()
  failures!: number;
  @InstantColumn()
  locked_until!: number;
}

const add = (tx: Writing, key: string, failures = 0n) =>
  tx.run('insert into tries (try_key, window_from, failures, locked_until) values (?, 0, ?, 0)', [
    key,
    failures,
  ]);

describe.each(dialects)('a transaction on %s', (dialect) => {
  let place: TestPlace;
  let database: OpenedDatabase;

  beforeAll(async () => {
    place = await aPlace(dialect);
    database = await openDatabase(place.config);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });
  beforeEach(() => database.transaction((tx) => tx.run('delete from tries')));

  const keys = async (): Promise<string[]> =>
    (await database.reader.all('select try_key from tries order by try_key')).map(
      (row) => row.try_key as string,
    );
  const failuresOf = async (key: string): Promise<bigint> =>
    (await database.reader.one('select failures from tries where try_key = ?', [key]))!.failures as bigint;

  it('that rolls back takes nobody with it who came while it was open', async () => {
    const wrong = new Error('rolls back');
    const a = database.transaction(async (tx) => {
      await add(tx, 'a');
      await tx.one('select 1 as one');
      throw wrong;
    });
    const b = database.transaction((tx) => add(tx, 'b'));
    const c = database.transaction((tx) =>
      tx.repository(Try).insert({ try_key: 'c', window_from: 0, failures: 0, locked_until: 0 }),
    );
    const d = database.transaction((tx) => add(tx, 'b'));
    const ends = await Promise.allSettled([a, b, c, d]);
    const lost = dialect === 'sqlite' ? 3 : ends.findIndex(({ status }, i) => i > 0 && status === 'rejected');
    expect(ends.map(({ status }) => status)).toEqual(
      [0, 1, 2, 3].map((i) => (i === 0 || i === lost ? 'rejected' : 'fulfilled')),
    );
    expect(await keys()).toEqual(['b', 'c']);
  });

  it('that came first stays when a later one fails', async () => {
    const a = database.transaction((tx) => add(tx, 'a'));
    const b = database.transaction(async (tx) => {
      await add(tx, 'b');
      await add(tx, 'b');
    });
    expect((await Promise.allSettled([a, b])).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await keys()).toEqual(['a']);
  });

  it('reads and writes what no other changes in between, fifty at once', async () => {
    await database.transaction((tx) => add(tx, 'n'));
    const raise = async (tx: Writing) => {
      const row = await tx.one(`select failures from tries where try_key = ?${tx.forUpdate}`, ['n']);
      await tx.run('update tries set failures = ? where try_key = ?', [(row!.failures as bigint) + 1n, 'n']);
    };
    const raiseByEntity = async (tx: Writing) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const where = { try_key: 'n' };
      const repository = tx.repository(Try);
      const one = await repository.findOneOrFail({ where, ...(dialect === 'postgres' && { lock }) });
      await repository.update(where, { failures: one.failures + 1 });
    };
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => database.transaction(i % 2 === 0 ? raise : raiseByEntity)),
    );
    expect(await failuresOf('n')).toBe(50n);
  });

  it('fails as a whole when a statement fails whose answer nobody waited for', async () => {
    const sent = (...work: Array<(tx: Writing) => Promise<unknown>>) =>
      database.transaction((tx) => tx.send(work.map((one) => one(tx))));
    const tries = {
      name: 'tries',
      columns: { try_key: 'text', window_from: 'bigint', failures: 'bigint', locked_until: 'bigint' },
    } as const;
    const raise = (...all: string[]) => {
      const rows = all.map((key) => ({ try_key: key, failures: 7n }));
      return (tx: Writing) => tx.update(tries, ['try_key'], rows);
    };
    await sent(
      (tx) => add(tx, 'a'),
      (tx) => add(tx, 'b'),
      raise('a', 'b'),
    );
    expect([await failuresOf('a'), await failuresOf('b')]).toEqual([7n, 7n]);
    const twice = sent(
      (tx) => add(tx, 'c'),
      (tx) => add(tx, 'a'),
      (tx) => add(tx, 'd'),
    );
    await expect(twice).rejects.toThrow(/unique/i);
    await expect(sent((tx) => add(tx, 'e'), raise('a', 'nobody'))).rejects.toThrow();
    expect(await keys()).toEqual(['a', 'b']);
    await sent((tx) => add(tx, 'f'));
    expect(await keys()).toEqual(['a', 'b', 'f']);
  });

  it('is not seen by anybody before its commit', async () => {
    const seen: string[][] = [];
    await database.transaction(async (tx) => {
      await add(tx, 'a');
      seen.push(await keys());
      expect(await tx.repository(Try).count()).toBe(1);
      expect(await database.repository(Try).count()).toBe(0);
    });
    seen.push(await keys());
    expect(seen).toEqual([[], ['a']]);
  });

  it('has no statements after its end', async () => {
    let kept: Writing | undefined;
    await database.transaction((tx) => {
      kept = tx;
      return add(tx, 'a');
    });
    const late = async (work: (tx: Writing) => unknown) => work(kept!);
    await expect(late((tx) => add(tx, 'b'))).rejects.toThrow(TransactionOverError);
    await expect(late((tx) => tx.all('select 1 as one'))).rejects.toThrow(TransactionOverError);
    await expect(late((tx) => tx.repository(Try))).rejects.toThrow(TransactionOverError);
    await expect(late((tx) => tx.afterCommit(() => undefined))).rejects.toThrow(TransactionOverError);
    expect(await keys()).toEqual(['a']);
  });

  it('has its effects only after the commit, and only then', async () => {
    const happened: string[] = [];
    const inside: Array<Promise<string[]>> = [];
    const failing = database.transaction(async (tx) => {
      tx.afterCommit(() => happened.push('of a rollback'));
      await add(tx, 'a');
      throw new Error('rolls back');
    });
    await expect(failing).rejects.toThrow('rolls back');
    await database.transaction(async (tx) => {
      tx.afterCommit(() => {
        throw new Error('an effect that fails is only reported');
      });
      tx.afterCommit(() => {
        happened.push('of a commit');
        inside.push(keys());
      });
      await add(tx, 'b');
      expect(happened).toEqual([]);
    });
    expect(happened).toEqual(['of a commit']);
    expect(await Promise.all(inside)).toEqual([['b']]);
  });

  it('never says it is done when a statement had failed and nothing was written', async () => {
    await database.transaction((tx) => add(tx, 'a'));
    const silent = database.transaction(async (tx) => {
      await add(tx, 'b');
      await add(tx, 'a').catch(() => undefined);
      return 'done';
    });
    const [end] = await Promise.allSettled([silent]);
    expect(await keys()).toEqual(end.status === 'fulfilled' ? ['a', 'b'] : ['a']);
  });

  if (dialect === 'sqlite') {
    it('that waits for something else is rolled back, and the next goes on', async () => {
      const outside: Array<(tx: Writing) => Promise<unknown>> = [
        () => sleep(5),
        () => turn(),
        () => database.transaction((tx) => add(tx, 'inner')),
        () => new Promise(() => undefined),
      ];
      for (const wait of outside) {
        const late: unknown[] = [];
        const waiting = database.transaction(async (tx) => {
          await add(tx, 'a');
          await wait(tx);
          await add(tx, 'b').catch((error: unknown) => late.push(error));
        });
        await expect(waiting).rejects.toThrow(WorkWaitedError);
        await sleep(20);
        for (const error of late) expect(error).toBeInstanceOf(TransactionOverError);
        await database.transaction((tx) => add(tx, 'c'));
        // What was asked for inside, on its own, is a transaction of its own.
        expect((await keys()).filter((key) => key !== 'inner')).toEqual(['c']);
        await database.transaction((tx) => tx.run('delete from tries'));
      }
    });

    it('cannot be written around: what reads does not write', async () => {
      const entity = { try_key: 'a', window_from: 0, failures: 0, locked_until: 0 };
      await expect(database.repository(Try).insert(entity)).rejects.toThrow(/readonly/);
      await expect(database.reader.all('delete from tries returning *')).rejects.toThrow(/readonly/);
    });

    it('is durable: every handle waits for the disk, keeps foreign keys and triggers', async () => {
      const pragmas = {
        synchronous: 2n,
        foreign_keys: 1n,
        recursive_triggers: 1n,
        trusted_schema: 0n,
        secure_delete: 1n,
      };
      const told: Array<Record<string, unknown>> = [];
      const ask = async (one: (sql: string) => Promise<object | undefined>) => {
        const values: Record<string, unknown> = {};
        for (const name of Object.keys(pragmas)) Object.assign(values, await one(`pragma ${name}`));
        told.push(values);
        expect(await one('pragma journal_mode')).toEqual({ journal_mode: 'wal' });
      };
      await database.transaction(async (tx) => {
        await add(tx, 'a');
        await ask((sql) => tx.one(sql));
      });
      await ask((sql) => database.reader.one(sql));
      await database.snapshot((reader) => ask((sql) => reader.one(sql)));
      expect(told).toEqual([pragmas, pragmas, pragmas]);
    });
  } else {
    it('is tried again after a conflict, at most five times', async () => {
      let tries = 0;
      const before = (database as PostgresDatabase).retries;
      const hopeless = database.transaction(async (tx) => {
        tries++;
        await add(tx, 'a');
        throw Object.assign(new Error('conflict'), { code: '40001' });
      });
      await expect(hopeless).rejects.toThrow('conflict');
      expect(tries).toBe(5);
      expect((database as PostgresDatabase).retries - before).toBe(4);
      expect(await keys()).toEqual([]);
      const other = database.transaction(() => {
        tries++;
        return Promise.reject(Object.assign(new Error('of ours'), { code: '23505' }));
      });
      await expect(other).rejects.toThrow('of ours');
      expect(tries).toBe(6);
    });

    it('that deadlocks with another ends well for both, each once', async () => {
      await database.transaction(async (tx) => {
        await add(tx, 'a');
        await add(tx, 'b');
      });
      let effects = 0;
      const both = async (tx: Writing, first: string, second: string) => {
        const raise = 'update tries set failures = failures + 1 where try_key = ?';
        await tx.run(raise, [first]);
        await sleep(100);
        await tx.run(raise, [second]);
        tx.afterCommit(() => effects++);
      };
      const before = (database as PostgresDatabase).retries;
      await Promise.all([
        database.transaction((tx) => both(tx, 'a', 'b')),
        database.transaction((tx) => both(tx, 'b', 'a')),
      ]);
      expect([await failuresOf('a'), await failuresOf('b'), effects]).toEqual([2n, 2n, 2]);
      expect((database as PostgresDatabase).retries).toBeGreaterThan(before);
    });

    it('is durable: it waits for the log, and runs under the role that only appends', async () => {
      await database.transaction(async (tx) => {
        expect(await tx.one('show synchronous_commit')).toEqual({ synchronous_commit: 'on' });
        expect(await tx.one('select current_user::text as who')).toEqual({ who: 'samenmunt_running' });
      });
      expect(await database.reader.one('select current_user::text as who')).toEqual({
        who: 'samenmunt_running',
      });
    });
  }

  it('that is still waiting when the database closes is written', async () => {
    const own = await aPlace(dialect);
    const opened = await openDatabase(own.config);
    try {
      const writing = Promise.all(
        Array.from({ length: 20 }, (_, i) => opened.transaction((tx) => add(tx, `k${i}`))),
      );
      const closing = dialect === 'sqlite' ? opened.close() : writing.then(() => opened.close());
      await writing;
      await closing;
      const again = await openDatabase(own.config);
      expect((await again.reader.one('select count(*) as n from tries'))!.n).toBe(20n);
      await again.close();
    } finally {
      await own.drop();
    }
  });
});
