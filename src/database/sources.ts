import pg from 'pg';
import { DataSource, getMetadataArgsStorage, type DataSourceOptions } from 'typeorm';
import type { Config } from '../config.js';
import { migrations } from '../../migrations/index.js';
import { prepareHandle } from './sqlite.js';

/** The role the service runs under on PostgreSQL: it may not change or delete what is booked. */
export const runningRole = 'samenmunt_running';

/** Every class marked @Entity that has been imported. */
function entities(): Function[] {
  return getMetadataArgsStorage().tables.map((table) => table.target as Function);
}

/** Integers of eight bytes as bigint, as SQLite's handles give them. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? (text: string) => BigInt(text)
      : pg.types.getTypeParser(oid, format as 'text'),
};

/** The connection everything is written through. */
export function writingOptions(config: Config): DataSourceOptions {
  const { database } = config;
  if (database.kind === 'sqlite') {
    return {
      type: 'better-sqlite3',
      database: database.file,
      prepareDatabase: prepareHandle,
      entities: entities(),
      migrations,
    };
  }
  // Statements that do not wait for each other's answers go out one behind the other.
  const extra = { max: database.pool, types, options: `-c role=${runningRole}`, pipeline: true };
  return {
    type: 'postgres',
    url: database.url,
    extra,
    entities: entities(),
    migrations: [],
    installExtensions: false,
  };
}

/** On SQLite a second connection that only reads. */
export function readingSource(file: string): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: file,
    readonly: true,
    prepareDatabase: prepareHandle,
    entities: entities(),
  });
}

/** On PostgreSQL the owner's connection, which migrates. */
export function migratingSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    extra: { max: 2, types },
    migrations,
    installExtensions: false,
  });
}
