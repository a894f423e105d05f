// A server process of the benchmark: the whole service with the routes it is compared with. Answers messages.
import '../src/cli/heap.js';
import { existsSync } from 'node:fs';
import { Sequencer } from '../src/books/sequencer.js';
import { Summaries } from '../src/books/summaries.js';
import { Verifier } from '../src/books/verify.js';
import { readConfig } from '../src/config.js';
import { Database } from '../src/database/database.js';
import { startServer, type Server } from '../src/server.js';
import { PlainModule } from './plain.routes.js';
import { answerMessages } from './processes.js';
import { settle } from './town.js';

const begun = Date.now();
let server: Server | undefined;

async function start({ town, counts }: { town: string; counts: { members: number; groups: number } }) {
  const plenty = { known: 1e9, unknown: 1e9 };
  server = await startServer(readConfig(), { access: { perSecond: plenty }, modules: [PlainModule] });
  if (!existsSync(town)) await settle(server.app, counts, town);
  return { url: server.url };
}

/** Brings what is derived up to date, and proves everything. @throws Error naming the first difference */
async function verify(): Promise<number> {
  const { app } = server!;
  await app.get(Sequencer).run();
  await app.get(Summaries).fold();
  const proof = await app.get(Verifier).full();
  const first = proof.differences[0];
  if (first !== undefined) throw new Error(`the books differ: ${JSON.stringify(first)}`);
  return proof.exchanges;
}

/** Waits until the proof that follows the start is over, so that it takes no part in what is measured. */
async function settleDown(): Promise<void> {
  const { reader } = server!.app.get<Database>(Database);
  for (const until = Date.now() + 180_000; ;) {
    const sql = `select count(*) as n from proofs where kind = 'full' and proved_at >= ?`;
    const row = await reader.one(sql, [BigInt(begun)]);
    if (row!.n !== 0n) return;
    if (Date.now() > until) throw new Error('the proof that follows the start does not come to an end');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function close(): Promise<void> {
  await server?.close();
  server = undefined;
}

answerMessages({ start, verify, settleDown, close, memory: () => process.memoryUsage.rss() });
process.on('disconnect', () => void close().then(() => process.exit(0)));
