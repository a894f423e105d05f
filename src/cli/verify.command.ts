import type { Proof } from '../books/verify.js';
import { readConfig, type Config } from '../config.js';
import { prove } from './opening.js';
import type { Installs } from './program.js';
import { progress, Refused, say, type Terminal } from './terminal.js';

export const verifyCommand: Installs = (program, terminal) => {
  program
    .command('verify')
    .description('prove the books, row by row; a server may be running on them')
    .action(async () => {
      await verify(readConfig(terminal.env), terminal);
    });
};

/** Proves the books and says what was found. @throws Refused when they differ */
export async function verify(config: Config, terminal: Terminal, whose = 'the books'): Promise<Proof> {
  const bar = progress(terminal, 'rows proved', 0);
  const proof = await prove(config, (rows) => bar.add(rows)).finally(() => bar.done());
  const count = proof.differences.length;
  for (const { table, row, field, detail } of proof.differences) {
    say(terminal, `${table} ${row}: ${field}: ${detail}`);
  }
  if (count > 0) throw new Refused(`${whose} differ in ${count === 1000 ? 'at least 1000' : count} places`);
  say(terminal, `${whose} are proved: ${proof.exchanges} exchanges, no differences`);
  return proof;
}
