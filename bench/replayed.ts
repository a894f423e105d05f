import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateMembersCsv } from '../src/cli/replay-members.js';
import type { Place } from './place.js';
import { beside } from './processes.js';
import { say } from './report.js';

/** The community that a replay makes. */
export const replayedId = 'sarafu';

/**
 * Replays a whole community into an empty place. BENCH_MEMBERS names the file to replay; without it one of the same
 * size and shape is made up.
 */
export async function replayInto(place: Place): Promise<void> {
  const given = process.env.BENCH_MEMBERS;
  const file = given ?? join(place.folder, 'members.csv');
  if (given === undefined) writeFileSync(file, generateMembersCsv({ members: 19_888, seed: 2020 }));
  say(`replaying ${given ?? 'a made-up file of 19,888 members'}`);
  const words = ['replay', file, '--floors', join(place.folder, 'floors.csv')];
  const child = spawn(process.execPath, [beside('../src/cli/main.js'), ...words], {
    env: place.environment(),
    stdio: ['ignore', 2, 2],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the replay ended with ${String(code)}`);
}
