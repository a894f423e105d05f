import type { MigrationInterface, QueryRunner } from 'typeorm';

type Dialect = 'sqlite' | 'postgres';

/** The role the service runs under on PostgreSQL. */
const role = 'samenmunt_running';

/**
 * A step forward, written once. In its SQL `whole` stands for an integer of eight bytes and `bytes` for a blob.
 * Steps are never edited once released and there is no way back: a mistake is put right by a later step.
 */
export abstract class Step implements MigrationInterface {
  /** TypeORM orders steps by the digits at the end of this name. */
  abstract readonly name: string;

  /** The statements of this step for one database. */
  protected abstract statements(dialect: Dialect): string[];

  async up(runner: QueryRunner): Promise<void> {
    const dialect: Dialect = runner.dataSource.options.type === 'postgres' ? 'postgres' : 'sqlite';
    for (const statement of this.statements(dialect)) await runner.query(inDialect(dialect, statement));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('steps go forward only'));
  }
}

function inDialect(dialect: Dialect, sql: string): string {
  return dialect === 'sqlite'
    ? sql.replace(/\bwhole\b/g, 'integer').replace(/\bbytes\b/g, 'blob')
    : sql.replace(/\bwhole\b/g, 'bigint').replace(/\bbytes\b/g, 'bytea');
}

/**
 * One table.
 * @param rights what the running role may do beside reading and inserting: columns it may update, and whether it may
 * delete; nothing by default, so that a table is append-only unless it says otherwise
 */
export function table(
  dialect: Dialect,
  name: string,
  body: string,
  rights: { update?: readonly string[] | 'all'; remove?: boolean; withoutRowid?: boolean } = {},
): string[] {
  const { update = [], remove = false, withoutRowid = false } = rights;
  const strict = dialect === 'sqlite' ? (withoutRowid ? ' strict, without rowid' : ' strict') : '';
  const statements = [`create table ${name} (${body})${strict}`];
  if (dialect === 'postgres') {
    statements.push(`grant select, insert on ${name} to ${role}`);
    if (update === 'all') statements.push(`grant update on ${name} to ${role}`);
    else if (update.length > 0) statements.push(`grant update (${update.join(', ')}) on ${name} to ${role}`);
    if (remove) statements.push(`grant delete on ${name} to ${role}`);
  }
  return statements;
}

/** Lets the running role update more columns of a table that is there already. */
export function mayAlsoUpdate(dialect: Dialect, name: string, columns: readonly string[]): string[] {
  return dialect === 'sqlite' ? [] : [`grant update (${columns.join(', ')}) on ${name} to ${role}`];
}

/** Refuses every change and removal of rows, whoever asks. */
export function appendOnly(dialect: Dialect, name: string): string[] {
  return [...refuse(dialect, name, 'update'), ...noRemoval(dialect, name)];
}

/** Refuses every removal of rows. */
export function noRemoval(dialect: Dialect, name: string): string[] {
  const statements = refuse(dialect, name, 'delete');
  if (dialect === 'postgres') {
    statements.push(
      `create trigger ${name}_no_truncate before truncate on ${name} for each statement execute function refuse_change()`,
    );
  }
  return statements;
}

/** Refuses a change when `condition`, over `old` and `new`, holds. */
export function refuseUpdateWhen(dialect: Dialect, name: string, condition: string): string[] {
  if (dialect === 'sqlite') {
    return [
      `create trigger ${name}_guard before update on ${name} when ${condition}
       begin select raise(abort, '${name}: this change is not allowed'); end`,
    ];
  }
  return [
    `create trigger ${name}_guard before update on ${name} for each row when (${condition})
     execute function refuse_change()`,
  ];
}

function refuse(dialect: Dialect, name: string, what: 'update' | 'delete'): string[] {
  if (dialect === 'sqlite') {
    return [
      `create trigger ${name}_no_${what} before ${what} on ${name}
       begin select raise(abort, '${name} is append-only'); end`,
    ];
  }
  return [
    `create trigger ${name}_no_${what} before ${what} on ${name} for each row execute function refuse_change()`,
  ];
}

/** Once, before the first table: the function behind the triggers, and the role that may only append. */
export function ground(dialect: Dialect): string[] {
  if (dialect === 'sqlite') return [];
  return [
    `create or replace function refuse_change() returns trigger language plpgsql as $$
     begin
       raise exception '%: rows are append-only', tg_table_name using errcode = 'restrict_violation';
     end $$`,
    // Roles belong to the whole server: another database of it may be making the same one at this moment.
    `do $$ begin
       if not exists (select 1 from pg_roles where rolname = '${role}') then
         create role ${role} nologin;
       end if;
     exception when duplicate_object or unique_violation then null;
     end $$`,
    `do $$ begin
       if not pg_has_role(current_user, '${role}', 'member') then
         execute format('grant ${role} to %I', current_user);
       end if;
     end $$`,
    `grant usage on schema public to ${role}`,
  ];
}

/** The bounds of every amount and balance. */
export const bounds = 'between -9007199254740991 and 9007199254740991';
