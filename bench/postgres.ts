import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PostgresServer } from '../test/support/postgres-server.mjs';
import { connections, p99, perSecond, payments, plain, side } from './ledger.js';
import { Place } from './place.js';
import { Load, type Counted } from './processes.js';
import { faster, inTurn, say, shorter, type Pace } from './report.js';

/** The payment over HTTP on PostgreSQL, with one server process and with two. */
export async function postgres(pace: Pace): Promise<void> {
  const server = await startDurable();
  say(server.description);
  try {
    await oneProcess(pace, server.url);
    await twoProcesses(pace, server.url);
  } finally {
    await server.remove();
  }
}

/** A server of our own that waits for the disk at each commit. */
export async function startDurable(): Promise<PostgresServer> {
  const script = join(process.env.BENCH_CHECKOUT ?? '', 'test', 'support', 'postgres-server.mjs');
  const { startServer: start } = (await import(pathToFileURL(script).href)) as {
    startServer: (options: { durable: boolean }) => Promise<PostgresServer>;
  };
  const server = await start({ durable: true });
  process.on('exit', () => server.removeAtOnce());
  return server;
}

async function oneProcess(pace: Pace, serverUrl: string): Promise<void> {
  const place = await Place.postgres(serverUrl, 'bench_one');
  const load = Load.start();
  try {
    const url = await place.serve();
    await place.ask('settleDown');
    say('payments over HTTP on PostgreSQL, one server process');
    const results = await inTurn(pace, {
      payment: side(load, place, url, 'pay', payments),
      plain: side(load, place, url, 'pay', plain),
      hot: side(load, place, url, 'payHot', payments),
    });
    const rates = (name: keyof typeof results) => results[name].map(perSecond);
    const unit = 'payments/s';
    faster('PostgreSQL: payment / one TypeORM transaction each', unit, rates('payment'), rates('plain'), 5);
    const times = (name: keyof typeof results) => results[name].map(p99);
    shorter('PostgreSQL: payment p99 / p99 of the other', 'ms', times('payment'), times('plain'), 1);
    faster('PostgreSQL: two hot accounts / 10,000 accounts', unit, rates('hot'), rates('payment'), 0.8);
    say(`verify: ${await place.ask<number>('verify')} exchanges, no differences`);
  } finally {
    await load.end();
    await place.remove();
  }
}

async function twoProcesses(pace: Pace, serverUrl: string): Promise<void> {
  const place = await Place.postgres(serverUrl, 'bench_two');
  const loads = [Load.start(), Load.start()] as const;
  try {
    const urls = [await place.serve(), await place.serve()] as const;
    await place.ask('settleDown');
    say('payments over HTTP on PostgreSQL, two server processes, two hot accounts');
    // The same number of connections and of processes that send, whether they go to one server or to two.
    const half = (load: Load, url: string, seconds: number): Promise<Counted> =>
      load.run({
        url,
        path: payments,
        town: place.town,
        what: 'payHot',
        connections: connections / 2,
        seconds,
      });
    const both = async (second: string, seconds: number): Promise<number> => {
      const counted = await Promise.all([half(loads[0], urls[0], seconds), half(loads[1], second, seconds)]);
      return counted.map(perSecond).reduce((sum, rate) => sum + rate, 0);
    };
    // The first server works in both sides, the second in one only: it is warmed up for longer.
    await half(loads[1], urls[1], 2 * pace.seconds);
    const results = await inTurn(pace, {
      two: (seconds) => both(urls[1], seconds),
      one: (seconds) => both(urls[0], seconds),
    });
    faster(
      'PostgreSQL: two server processes / one, two hot accounts',
      'payments/s',
      results.two,
      results.one,
      1,
    );
    say(`verify: ${await place.ask<number>('verify')} exchanges, no differences`);
  } finally {
    await Promise.all(loads.map((load) => load.end()));
    await place.remove();
  }
}
