import type { Database } from '../database/database.js';
import type { Row, Table, Tx } from '../database/sql.js';
import type { Forgotten, Vault, WrappedKey } from './vault.js';

const keysTable: Table = {
  name: 'vault.person_keys',
  columns: { community_id: 'text', party_id: 'text', master_id: 'text', wrapped: 'bytea' },
};

const pageRows = 2000;

/**
 * The vault of a PostgreSQL installation: the schema `vault` of the same database, shared by all processes. Ordinary
 * backups leave it out (`pg_dump --exclude-schema=vault`).
 */
export class PostgresVault implements Vault {
  constructor(private readonly database: Database) {}

  keep(keys: readonly WrappedKey[]): Promise<void> {
    const rows = keys.map(rowOf);
    return this.database.transaction((tx) => tx.insert(keysTable, rows));
  }

  async find(communityId: string, partyIds: readonly string[]): Promise<WrappedKey[]> {
    const { reader } = this.database;
    const these = reader.within('party_id', partyIds);
    const rows = await reader.all(`select * from vault.person_keys where community_id = ? and ${these.sql}`, [
      communityId,
      these.param,
    ]);
    return rows.map(keyOf);
  }

  async drop(communityId: string, partyIds: readonly string[]): Promise<void> {
    await this.database.transaction((tx) => remove(tx, communityId, partyIds));
  }

  async forget(forgotten: readonly Forgotten[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const { communityId, partyId, at } of forgotten) {
        await remove(tx, communityId, [partyId]);
        await tx.run('insert into vault.forgotten values (?, ?, ?) on conflict do nothing', [
          communityId,
          partyId,
          BigInt(at),
        ]);
      }
    });
  }

  async forgotten(): Promise<Forgotten[]> {
    const rows = await this.database.reader.all(
      'select * from vault.forgotten order by community_id, party_id',
    );
    return rows.map((row) => ({
      communityId: row.community_id as string,
      partyId: row.party_id as string,
      at: Number(row.erased_at),
    }));
  }

  async rewrap(tx: Tx, fromId: string, again: (key: WrappedKey) => WrappedKey): Promise<void> {
    // Nobody may be forgotten in between: the new wrap would bring the key back.
    await tx.run('lock table vault.person_keys in exclusive mode');
    let after = ['', ''];
    for (;;) {
      const rows = await tx.all(
        `select * from vault.person_keys k where master_id = ? and (community_id, party_id) > (?, ?)
         order by community_id, party_id limit ${pageRows}`,
        [fromId, ...after],
      );
      await tx.insert(
        keysTable,
        rows.map((row) => rowOf(again(keyOf(row)))),
      );
      if (rows.length < pageRows) return;
      const last = keyOf(rows.at(-1)!);
      after = [last.communityId, last.partyId];
    }
  }

  async removeOthers(masterId: string): Promise<void> {
    await this.database.transaction((tx) =>
      tx.run(
        `delete from vault.person_keys o where o.master_id <> ? and exists (select 1 from vault.person_keys k
           where k.community_id = o.community_id and k.party_id = o.party_id and k.master_id = ?)`,
        [masterId, masterId],
      ),
    );
  }

  /** The database is closed by its own room. */
  close(): void {}
}

async function remove(tx: Tx, communityId: string, partyIds: readonly string[]): Promise<void> {
  const these = tx.within('party_id', partyIds);
  await tx.run(`delete from vault.person_keys where community_id = ? and ${these.sql}`, [
    communityId,
    these.param,
  ]);
}

function rowOf({ communityId, partyId, masterId, wrapped }: WrappedKey): Row {
  return { community_id: communityId, party_id: partyId, master_id: masterId, wrapped };
}

function keyOf(row: Row): WrappedKey {
  return {
    communityId: row.community_id as string,
    partyId: row.party_id as string,
    masterId: row.master_id as string,
    wrapped: row.wrapped as Buffer,
  };
}
