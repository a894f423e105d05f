import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { TestPlace } from './databases.js';
import type { ChildWork } from './paper-child.js';

/** How often each kind of work is killed. */
export const kills = process.env.SAMENMUNT_LONG === '1' ? 40 : 5;
/** How long a test of them may take. */
export const killsMs = kills * 48_000;

const [loader, file] = ['./typescript.mjs', './paper-child.ts'].map((name) => new URL(name, import.meta.url));

/** Lets a process of its own work, and kills it at whatever it is doing so many milliseconds after it began. */
export async function killedAtWork(work: ChildWork, afterMs: number): Promise<void> {
  const words = ['--import', loader!.href, fileURLToPath(file!)];
  const child = spawn(process.execPath, words, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  try {
    expect(await once(child, 'message')).toEqual(['loaded', undefined]);
    child.send(work);
    expect(await once(child, 'message')).toEqual(['begun', undefined]);
    await sleep(afterMs);
  } finally {
    const exited = once(child, 'exit');
    if (child.exitCode === null) child.kill('SIGKILL');
    await exited;
  }
}

/** The environment in which a process of its own finds the same place. */
export function envOf({ config, folder }: TestPlace): NodeJS.ProcessEnv {
  const { database, publicUrl } = config;
  const url = database.kind === 'sqlite' ? `sqlite:${database.file}` : database.url;
  return { DATABASE_URL: url, SECRETS_DIR: `${folder}/secrets`, PUBLIC_URL: publicUrl, PORT: '0' };
}
