import BetterSqlite3 from 'better-sqlite3';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tx } from '../database/sql.js';
import type { Forgotten, Vault, WrappedKey } from './vault.js';

const tables = `
  create table if not exists person_keys (
    community_id text not null, party_id text not null, master_id text not null, wrapped blob not null,
    primary key (community_id, party_id, master_id)) strict;
  create table if not exists forgotten (
    community_id text not null, party_id text not null, erased_at integer not null,
    primary key (community_id, party_id)) strict;
  create trigger if not exists forgotten_no_update before update on forgotten
    begin select raise(abort, 'forgotten is append-only'); end;
  create trigger if not exists forgotten_no_delete before delete on forgotten
    begin select raise(abort, 'forgotten is append-only'); end;`;

interface KeyRow {
  community_id: string;
  party_id: string;
  master_id: string;
  wrapped: Buffer;
}

/** The vault of a SQLite installation: the file `person-keys.sqlite` in the folder of the secrets. */
export class SqliteVault implements Vault {
  private readonly handle: BetterSqlite3.Database;

  /** @param folder of the secrets; made when missing, for the owner's eyes only */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'person-keys.sqlite');
    this.handle = new BetterSqlite3(file);
    chmodSync(file, 0o600);
    const pragmas = ['busy_timeout=5000', 'journal_mode=WAL', 'synchronous=FULL', 'secure_delete=ON'];
    for (const pragma of [...pragmas, 'trusted_schema=OFF', 'recursive_triggers=ON'])
      this.handle.pragma(pragma);
    this.handle.exec(tables);
    // Whatever an earlier process left behind when it was killed.
    this.cleanLog();
  }

  keep(keys: readonly WrappedKey[]): Promise<void> {
    return attempt(() => this.handle.transaction(() => this.insert(keys))());
  }

  find(communityId: string, partyIds: readonly string[]): Promise<WrappedKey[]> {
    return attempt(() =>
      this.handle
        .prepare(
          'select * from person_keys where community_id = ? and party_id in (select value from json_each(?))',
        )
        .all(communityId, JSON.stringify(partyIds))
        .map((row) => keyOf(row as KeyRow)),
    );
  }

  drop(communityId: string, partyIds: readonly string[]): Promise<void> {
    return attempt(() => {
      this.handle.transaction(() => partyIds.forEach((id) => this.remove(communityId, id)))();
      this.cleanLog();
    });
  }

  forget(forgotten: readonly Forgotten[]): Promise<void> {
    return attempt(() => {
      const remember = this.handle.prepare('insert into forgotten values (?, ?, ?) on conflict do nothing');
      this.handle.transaction(() => {
        for (const { communityId, partyId, at } of forgotten) {
          this.remove(communityId, partyId);
          remember.run(communityId, partyId, at);
        }
      })();
      this.cleanLog();
    });
  }

  forgotten(): Promise<Forgotten[]> {
    return attempt(() =>
      this.handle
        .prepare('select * from forgotten order by community_id, party_id')
        .all()
        .map((row) => {
          const found = row as { community_id: string; party_id: string; erased_at: number };
          return { communityId: found.community_id, partyId: found.party_id, at: found.erased_at };
        }),
    );
  }

  rewrap(_tx: Tx, fromId: string, again: (key: WrappedKey) => WrappedKey): Promise<void> {
    return attempt(() =>
      this.handle.transaction(() => {
        const rows = this.handle
          .prepare('select * from person_keys where master_id = ?')
          .all(fromId) as KeyRow[];
        this.insert(rows.map((row) => again(keyOf(row))));
      })(),
    );
  }

  removeOthers(masterId: string): Promise<void> {
    return attempt(() => {
      const removed = this.handle
        .prepare(
          `delete from person_keys where master_id <> ? and exists (select 1 from person_keys k
             where k.community_id = person_keys.community_id and k.party_id = person_keys.party_id
               and k.master_id = ?)`,
        )
        .run(masterId, masterId).changes;
      if (removed > 0) this.cleanLog();
    });
  }

  close(): void {
    this.handle.close();
  }

  private insert(keys: readonly WrappedKey[]): void {
    const statement = this.handle.prepare(
      'insert into person_keys values (?, ?, ?, ?) on conflict do nothing',
    );
    for (const { communityId, partyId, masterId, wrapped } of keys) {
      statement.run(communityId, partyId, masterId, wrapped);
    }
  }

  private remove(communityId: string, partyId: string): void {
    this.handle
      .prepare('delete from person_keys where community_id = ? and party_id = ?')
      .run(communityId, partyId);
  }

  /**
   * The write-ahead log still holds pages from before a deletion. Emptying it waits for readers at most as long as
   * busy_timeout; if one stays longer, the next call or the next start does it.
   */
  private cleanLog(): void {
    this.handle.pragma('wal_checkpoint(TRUNCATE)');
  }
}

function keyOf(row: KeyRow): WrappedKey {
  return {
    communityId: row.community_id,
    partyId: row.party_id,
    masterId: row.master_id,
    wrapped: row.wrapped,
  };
}

/** Everything here happens at once; the promise is only the shape that both vaults share. */
function attempt<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error as Error);
  }
}
