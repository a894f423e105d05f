import { join } from 'node:path';
import { readConfig } from '../src/config.js';
import { anOrder, bareOn, callers, openBooks, verifyFile } from './books.js';
import { members, Place } from './place.js';
import { Load, type Counted, type Job } from './processes.js';
import { faster, inTurn, say, shorter, type Pace } from './report.js';

export const payments = '/api/v1/communities/bench/payments';
const beside = '/api/v1/communities/bench/bench';
/** The same written with one TypeORM transaction each. */
export const plain = `${beside}/plain`;
export const connections = 64;

/** Everything on SQLite: the payment over HTTP, the books alone, bulk. */
export async function ledger(pace: Pace): Promise<void> {
  await overHttp(pace);
  await booksAlone(pace);
  await inBulk(pace);
}

export const perSecond = ({ done, seconds }: Counted): number => done / seconds;
export const p99 = ({ latency }: Counted): number => latency.p99;

/** A side of a comparison: a kind of request to a server for some seconds. */
export function side(load: Load, place: Place, url: string, what: Job['what'], path: string) {
  return (seconds: number): Promise<Counted> =>
    load.run({ url, path, town: place.town, what, connections, seconds });
}

async function overHttp(pace: Pace): Promise<void> {
  const place = Place.sqlite();
  const load = Load.start();
  try {
    const url = await place.serve();
    await place.ask('settleDown');
    say('payments over HTTP on SQLite');
    const results = await inTurn(pace, {
      payment: side(load, place, url, 'pay', payments),
      nothing: side(load, place, url, 'pay', `${beside}/nothing`),
      open: side(load, place, url, 'payUnknown', `${beside}/open`),
      plain: side(load, place, url, 'pay', plain),
      hot: side(load, place, url, 'payHot', payments),
    });
    const rates = (name: keyof typeof results) => results[name].map(perSecond);
    faster('payment / route that writes nothing', 'payments/s', rates('payment'), rates('nothing'), 0.6);
    faster(
      'route that writes nothing / the same without authentication',
      'requests/s',
      rates('nothing'),
      rates('open'),
      0.5,
    );
    faster('payment / one TypeORM transaction each', 'payments/s', rates('payment'), rates('plain'), 4);
    shorter(
      'payment p99 / p99 of one TypeORM transaction each',
      'ms',
      results.payment.map(p99),
      results.plain.map(p99),
      1,
    );
    faster('SQLite: two hot accounts / 10,000 accounts', 'payments/s', rates('hot'), rates('payment'), 0.8);
    say(`verify: ${await place.ask<number>('verify')} exchanges, no differences`);
  } finally {
    await load.end();
    await place.remove();
  }
}

async function booksAlone(pace: Pace): Promise<void> {
  const place = Place.sqlite();
  try {
    const config = readConfig(place.environment());
    const file = join(place.folder, 'bench.sqlite');
    const copy = join(place.folder, 'bare.sqlite');
    await (await openBooks(config, members)).close();
    const bare = bareOn(file, copy, false);
    const open = await openBooks(config, members);
    say('the books without HTTP, 64 callers');
    const results = await inTurn(pace, {
      books: (seconds) => callers(open, connections, seconds),
      bare: (seconds) => Promise.resolve(bare.run(seconds, 64, () => anOrder(open.ids))),
    });
    faster(
      'books without HTTP, 64 callers / bare loop, 64 a commit',
      'orders/s',
      results.books,
      results.bare,
      0.5,
    );
    say(`verify: ${await open.verify()} exchanges, no differences`);
    await open.close();
    bare.close();
    say(`verify of the bare loop: ${await verifyFile(copy, place.folder)} exchanges, no differences`);
  } finally {
    await place.remove();
  }
}

async function inBulk(pace: Pace): Promise<void> {
  const place = Place.sqlite();
  const load = Load.start();
  try {
    await place.serve();
    await place.stop();
    const copy = join(place.folder, 'bare.sqlite');
    const bare = bareOn(join(place.folder, 'bench.sqlite'), copy, true);
    const url = await place.serve();
    await place.ask('settleDown');
    const { groups } = place.read();
    say('bulk over HTTP, 1,000 orders a call');
    const path = '/api/v1/communities/bench/exchanges/bulk';
    const bulk = { url, path, town: place.town, what: 'bulk', connections: 2 } as const;
    const results = await inTurn(pace, {
      bulk: async (seconds) => 1000 * perSecond(await load.run({ ...bulk, seconds })),
      bare: (seconds) => Promise.resolve(bare.run(seconds, 1000, () => anOrder(groups))),
    });
    faster(
      'bulk over HTTP, 1,000 a call / bare loop, 1,000 a commit',
      'orders/s',
      results.bulk,
      results.bare,
      0.5,
    );
    say(`verify: ${await place.ask<number>('verify')} exchanges, no differences`);
    await place.stop();
    bare.close();
    say(`verify of the bare loop: ${await verifyFile(copy, place.folder)} exchanges, no differences`);
  } finally {
    await load.end();
    await place.remove();
  }
}
