import { countMax } from '../src/vouchers/batch.js';
import { p99, payments, perSecond, side } from './ledger.js';
import { members, Place } from './place.js';
import { startDurable } from './postgres.js';
import type { Needed } from './printing.js';
import { beside, Helper, Load } from './processes.js';
import { atMost, faster, inTurn, say, shorter, type Pace } from './report.js';
import { madeOnce } from './years.js';
import type { Furniture, Giver } from './voucher-town.js';

const api = '/api/v1/communities/bench/vouchers';
/** More than any machine here takes in a second, so that there are always enough. */
const fastest = 4000;
const lookedUp = 20_000;

/** Vouchers: taking them beside paying, a batch from making to paper, finding one among many. */
export async function vouchers(pace: Pace): Promise<void> {
  await onBoth(pace);
  await among(pace);
}

async function onBoth(pace: Pace): Promise<void> {
  await taking(pace, 'SQLite', Place.sqlite());
  await onPaper(pace, 'SQLite', Place.sqlite());
  const server = await startDurable();
  say(server.description);
  try {
    await taking(pace, 'PostgreSQL', await Place.postgres(server.url, 'bench_taking'));
    await onPaper(pace, 'PostgreSQL', await Place.postgres(server.url, 'bench_paper'));
  } finally {
    await server.remove();
  }
}

/** A redemption over HTTP beside a payment on the same server; each voucher is taken once. */
async function taking(pace: Pace, name: string, place: Place): Promise<void> {
  const load = Load.start();
  try {
    const needed = (pace.rounds + 1) * pace.seconds * fastest;
    await furnish(place, { members, batches: Math.ceil(needed / countMax), codes: needed });
    const url = await place.serve();
    await place.ask('settleDown');
    say(`vouchers taken over HTTP on ${name}`);
    const results = await inTurn(pace, {
      taken: side(load, place, url, 'redeem', `${api}/redemptions`),
      paid: side(load, place, url, 'pay', payments),
    });
    const rates = (which: keyof typeof results) => results[which].map(perSecond);
    faster(`${name}: redemption / payment`, 'redemptions/s', rates('taken'), rates('paid'), 0.5);
    const slow = (which: keyof typeof results) => results[which].map(p99).join(', ');
    say(`p99 in ms: redemption ${slow('taken')}; payment ${slow('paid')}`);
    say(`verify: ${await place.ask<number>('verify')} exchanges, no differences`);
  } finally {
    await load.end();
    await place.remove();
  }
}

/** The largest batch, each time in a process of its own: from its start until the batch is on paper and active. */
async function onPaper(pace: Pace, name: string, place: Place): Promise<void> {
  try {
    const giver = await furnish(place, { members: 0, batches: 0, codes: 0 });
    const seconds: number[] = [];
    const sizes: number[] = [];
    for (let round = 0; round < pace.rounds; round++) {
      const begun = performance.now();
      const env = { ...place.environment(), PUBLIC_URL: 'https://munt.example.org' };
      const helper = Helper.start(beside('printing.js'), [], { env });
      const { bytes, worked } = await helper.ask<Needed>({ act: 'print', giver, folder: place.folder });
      seconds.push((performance.now() - begun) / 1000);
      sizes.push(bytes / 1e6);
      await helper.end();
      const needed = `${sizes.at(-1)!.toFixed(0)} MB, ${worked.toFixed(2)} s of processor time`;
      say(`${seconds.at(-1)!.toFixed(2)} s, ${needed}`);
    }
    const what = `${name}: 10,000 vouchers made, laid out and activated`;
    atMost(what, 's', seconds, 10);
    atMost(`${what}: resident memory at its highest`, 'MB', sizes, 300);
  } finally {
    await place.remove();
  }
}

/** Looking at a voucher by its code among a million and among ten thousand, on one connection. */
async function among(pace: Pace): Promise<void> {
  const large = await placeWith(1_000_000);
  const small = await placeWith(10_000);
  const load = Load.start();
  try {
    const urls = [await large.serve(), await small.serve()] as const;
    await Promise.all([large.ask('settleDown'), small.ask('settleDown')]);
    const look = (place: Place, url: string) => async (seconds: number) => {
      const job = { url, path: `${api}/look`, town: place.town, what: 'look', connections: 1 } as const;
      return 1000 / perSecond(await load.run({ ...job, seconds }));
    };
    const results = await inTurn(pace, { large: look(large, urls[0]), small: look(small, urls[1]) });
    shorter('look-up of a code: 1,000,000 vouchers / 10,000', 'ms', results.large, results.small, 1.3);
  } finally {
    await load.end();
    await large.remove();
    await small.remove();
  }
}

async function placeWith(count: number): Promise<Place> {
  const folder = await madeOnce(`${count}-vouchers`, `${count} vouchers`, async (making) => {
    const place = Place.at(making, 'vouchers.sqlite');
    await furnish(place, { members: 0, batches: count / countMax, codes: lookedUp });
  });
  return Place.copyOf(folder, 'vouchers.sqlite');
}

/** In a process of its own, for the entities of a program are those of one kind of database. */
async function furnish(place: Place, wish: Furniture): Promise<Giver> {
  const helper = Helper.start(beside('furnishing.js'), [], { env: place.environment() });
  try {
    return await helper.ask<Giver>({ act: 'furnish', wish, file: place.town });
  } finally {
    await helper.end();
  }
}
