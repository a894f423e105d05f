import { readFileSync, writeFileSync } from 'node:fs';
import { readConfig } from '../src/config.js';
import { Database } from '../src/database/database.js';
import { buildApp } from '../src/server.js';
import { Place } from './place.js';
import { Load } from './processes.js';
import { replayedId, replayInto } from './replayed.js';
import { atMost, say, type Pace } from './report.js';
import { serve } from './served.js';
import { makeTokens } from './town.js';

const communityId = replayedId;
/** A proof is written down before the server gives back the memory it took. */
const goneAfterMs = 2000;

/**
 * What a server needs in memory once a whole community has been replayed: as it is started for a town, after 10,000
 * requests and the proof that follows the start.
 */
export async function memory(pace: Pace): Promise<void> {
  const place = Place.sqlite();
  const load = Load.start();
  try {
    await replayInto(place);
    await giveTokens(place);
    const sizes: number[] = [];
    for (let round = 0; round < Math.min(3, pace.rounds); round++) sizes.push(await sizeOf(place, load));
    atMost('resident memory after the replay and 10,000 requests', 'MB', sizes, 250);
  } finally {
    await load.end();
    await place.remove();
  }
}

/** A token for a thousand members who have something to pay with. */
async function giveTokens(place: Place): Promise<void> {
  const app = await buildApp(readConfig(place.environment()));
  try {
    const rows = await app.get<Database>(Database).reader.all(
      `select account_id, party_id from accounts
        where community_id = ? and kind = 'member' and credits_posted - debits_posted > 1000 limit 1000`,
      [communityId],
    );
    const owners = rows.map((row) => row.party_id as string);
    const scopes = 'payments:write accounts:read';
    const tokens = await makeTokens(app, owners, { scopes, communityId, lastsMs: 86_400_000 });
    const members = rows.map((row, i) => ({ account: row.account_id as string, token: tokens[i]! }));
    writeFileSync(place.town, JSON.stringify({ members, groups: [], steward: '' }));
  } finally {
    await app.close();
  }
}

/** Starts the server, asks it 10,000 times and looks at its size. @returns millions of bytes */
async function sizeOf(place: Place, load: Load): Promise<number> {
  const begun = Date.now();
  const served = await serve(place);
  try {
    const { url } = served;
    const base = `/api/v1/communities/${communityId}`;
    const job = { url, town: place.town, connections: 16, amount: 5000 } as const;
    await load.run({ ...job, what: 'pay', path: `${base}/payments` });
    await load.run({ ...job, what: 'get', path: `${base}/accounts/ACCOUNT/statement?from=2015-01-01` });
    await proofSince(place, begun);
    await new Promise((resolve) => setTimeout(resolve, goneAfterMs));
    const size = residentBytes(served.pid) / 1e6;
    say(`${size.toFixed(0)} MB`);
    return size;
  } finally {
    await served.stop();
  }
}

async function proofSince(place: Place, begun: number): Promise<void> {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  const handle = new BetterSqlite3(place.databaseUrl.slice('sqlite:'.length), { readonly: true });
  const found = handle.prepare(`select 1 from proofs where kind = 'full' and proved_at >= ?`);
  try {
    for (const until = Date.now() + 180_000; found.get(begun) === undefined;) {
      if (Date.now() > until) throw new Error('the proof that follows the start does not come to an end');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    handle.close();
  }
}

/** As Linux counts it. */
function residentBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found![1]) * 1024;
}
