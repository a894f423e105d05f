import { ledger } from './ledger.js';
import { pages } from './pages.js';
import { postgres } from './postgres.js';
import { paces, say, type Pace } from './report.js';
import { scale } from './scale.js';
import { start } from './start.js';
import { vouchers } from './vouchers.js';

/** The benchmarks by name. */
const benchmarks: Readonly<Record<string, (pace: Pace) => Promise<void>>> = {
  ledger,
  pages,
  postgres,
  scale,
  start,
  vouchers,
};

/** @param words a name or several, and --quick for few and short rounds */
export async function main(words: readonly string[]): Promise<void> {
  const names = words.filter((word) => !word.startsWith('--'));
  if (names.length === 0) {
    process.stdout.write(`${Object.keys(benchmarks).join('\n')}\n`);
    return;
  }
  for (const name of names) {
    const run = benchmarks[name];
    if (run === undefined) {
      process.stderr.write(
        `no benchmark is called ${name}; there are ${Object.keys(benchmarks).join(', ')}\n`,
      );
      process.exitCode = 1;
      return;
    }
    say(`${name}: ${new Date().toISOString()}`);
    await run(words.includes('--quick') ? paces.quick : paces.full);
  }
}
