// Finds a browser for the journeys: an installed one, else the one in the package @sparticuz/chromium.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export class NoBrowserError extends Error {
  name = 'NoBrowserError';
}

/**
 * The first browser that runs on this machine.
 * @returns {Promise<{ path: string, version: string }>}
 * @throws NoBrowserError when none does
 */
export async function findChromium(choice = process.env.TEST_BROWSER ?? '') {
  const given = process.env.TEST_CHROMIUM;
  for (const path of given !== undefined ? [given] : choice === 'bundled' ? [] : installed()) {
    const version = versionOf(path);
    if (version !== undefined) return { path, version };
  }
  if (given !== undefined) throw new NoBrowserError(`TEST_CHROMIUM is ${given}, which does not run.`);
  return bundled();
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((path) => existsSync(path));
}

async function bundled() {
  let path;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    path = await chromium.executablePath();
  } catch (error) {
    throw new NoBrowserError(`No Chromium found: none on PATH, and the bundled one says: ${error.message}`);
  }
  const version = versionOf(path);
  if (version !== undefined) return { path, version };
  throw new NoBrowserError('No Chromium found on PATH, and the bundled one lacks libraries of this machine.');
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
