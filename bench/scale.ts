import { perSecond } from './ledger.js';
import { Place } from './place.js';
import { Load } from './processes.js';
import { inTurn, say, shorter, type Pace } from './report.js';
import { yearsOf } from './years.js';

const base = '/api/v1/communities/bench';

/** What people look at, on one connection. The balance is the end of an empty part of the statement. */
const looks = {
  'statement page of 50 lines': `${base}/accounts/ACCOUNT/statement?from=2022-03-01&to=2024-10-31&limit=50`,
  balance: `${base}/accounts/ACCOUNT/statement?from=2025-01-01&limit=1`,
  'community totals': `${base}/totals`,
} as const;

/** Whether a look at a million transfers takes longer than at ten thousand. */
export async function scale(pace: Pace): Promise<void> {
  const large = await placeWith(1_000_000);
  const small = await placeWith(10_000);
  const load = Load.start();
  try {
    const urls = [await large.serve(), await small.serve()] as const;
    // The proof that follows the start would take part in what is measured.
    await Promise.all([large.ask('settleDown'), small.ask('settleDown')]);
    for (const [name, path] of Object.entries(looks)) {
      const look = (place: Place, url: string) => async (seconds: number) => {
        const job = { url, path, town: place.town, what: 'get', connections: 1, seconds } as const;
        return 1000 / perSecond(await load.run(job));
      };
      const results = await inTurn(pace, { large: look(large, urls[0]), small: look(small, urls[1]) });
      shorter(`${name}: 1,000,000 transfers / 10,000`, 'ms', results.large, results.small, 1.3);
    }
    for (const place of [large, small]) {
      say(`verify: ${await place.ask<number>('verify')} exchanges, no differences`);
    }
  } finally {
    await load.end();
    await large.remove();
    await small.remove();
  }
}

async function placeWith(transfers: number): Promise<Place> {
  return Place.copyOf(await yearsOf(transfers), 'years.sqlite');
}
