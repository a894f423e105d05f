import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Place } from './place.js';
import { beside } from './processes.js';

/** The service in a process of its own, as people start it. */
export interface Served {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the first good answer of /readyz. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** `samenmunt serve`, until it is ready. */
export async function serve(place: Place): Promise<Served> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const begun = performance.now();
  const child = spawn(process.execPath, [beside('../src/cli/main.js'), 'serve'], {
    env: { ...place.environment(), PORT: new URL(url).port },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error('the server ended before it was ready');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    child.kill('SIGTERM');
    await ended;
  };
  return { url, pid: child.pid!, readyMs: performance.now() - begun, stop };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
