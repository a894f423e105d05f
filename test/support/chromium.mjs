// Finds a browser for the journeys: the one in the package @sparticuz/chromium, else an installed one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export class NoBrowserError extends Error {
  name = 'NoBrowserError';
}

/**
 * The browser for the journeys: that of TEST_CHROMIUM if it is given, else the one that comes with the project, which is
 * the same on every machine and, being without windows, a third faster than an installed one; where it lacks libraries
 * of the machine, the first installed one that runs.
 * @returns {Promise<{ path: string, version: string }>}
 * @throws NoBrowserError when none does
 */
export async function findChromium() {
  const given = process.env.TEST_CHROMIUM;
  const paths = given !== undefined ? [given] : [await bundled(), ...installed()];
  for (const path of paths) {
    const version = path === undefined ? undefined : versionOf(path);
    if (version !== undefined) return { path, version };
  }
  if (given !== undefined) throw new NoBrowserError(`TEST_CHROMIUM is ${given}, which does not run.`);
  throw new NoBrowserError('No Chromium on PATH, and the bundled one lacks libraries of this machine.');
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((path) => existsSync(path));
}

async function bundled() {
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } catch {
    // Not for this kind of machine: an installed one will do.
    return undefined;
  }
}

/** What it calls itself, or undefined when it does not run. */
function versionOf(path) {
  const asked = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 20_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}
