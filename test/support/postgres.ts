import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startServer, type PostgresServer } from './postgres-server.mjs';

export interface FreshPostgres {
  /** Of the new database, for a superuser. */
  readonly url: string;
  /** Removes the database; who is still connected is cut off. */
  drop(): Promise<void>;
}

/**
 * The server that test/run.mjs started; its user may create databases and roles.
 * @throws Error naming TEST_POSTGRES_URL when there is none
 */
export function postgresUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (url !== undefined && url !== '') return url;
  throw new Error(
    'TEST_POSTGRES_URL is not set: run "npm test", or "node test/run.mjs --server" and export its line.',
  );
}

/**
 * A new database with a random name.
 * @param options.template the name of a database to copy, with nobody connected to it; an empty one without
 */
export async function freshPostgres(options: { template?: string } = {}): Promise<FreshPostgres> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.template === undefined ? '' : ` template ${pg.escapeIdentifier(options.template)}`;
  await asSuperuser(`create database ${name}${template}`);
  return {
    url: databaseUrl(name),
    drop: () => asSuperuser(`drop database if exists ${name} with (force)`),
  };
}

/** The address of a database by its name, such as one to prepare as a template. */
export function databaseUrl(name: string): string {
  const url = new URL(postgresUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** A server for one test alone, to be killed and started again. Call remove() at the end. */
export function ownPostgres(): Promise<PostgresServer> {
  return startServer();
}

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
