import { run } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal.js';
import type { TestPlace } from './databases.js';

/** What a command said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The environment that leads a command to a place. */
export function environmentOf({ config }: TestPlace): NodeJS.ProcessEnv {
  const { database, secretsDir } = config;
  return {
    DATABASE_URL: database.kind === 'sqlite' ? `sqlite:${database.file}` : database.url,
    SECRETS_DIR: secretsDir,
    DATABASE_POOL: '4',
    LOG_LEVEL: 'silent',
    PORT: '0',
  };
}

/** Runs a command in this process. */
export async function command(env: NodeJS.ProcessEnv, ...words: string[]): Promise<Said> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    ...{ env, isWatched: false },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  };
  return { code: await run(words, terminal), out, err };
}

/** A command that serves. */
export interface Serving {
  /** What it has said so far. */
  readonly said: () => string;
  /** Stops it and tells how it ended. */
  readonly stop: () => Promise<number>;
}

const ends = new Set<() => Promise<number>>();

/** Stops whatever still serves, for the end of a test that may have failed half-way. */
export async function stopAllServing(): Promise<void> {
  for (const stop of ends) await stop();
}

/** Runs a serving command until it has said something that matches, or has ended. */
export async function serving(env: NodeJS.ProcessEnv, until: RegExp, ...words: string[]): Promise<Serving> {
  let said = '';
  let end = (): void => undefined;
  let heard = (): void => undefined;
  const hears = new Promise<void>((resolve) => (heard = resolve));
  const terminal: Terminal = {
    ...{ env, isWatched: false, until: new Promise<void>((resolve) => (end = resolve)) },
    out: (text) => {
      said += text;
      if (until.test(said)) heard();
    },
    err: (text) => void (said += text),
  };
  const ended = run(words, terminal);
  await Promise.race([hears, ended]);
  const stop = (): Promise<number> => {
    ends.delete(stop);
    end();
    return ended;
  };
  ends.add(stop);
  return { said: () => said, stop };
}
