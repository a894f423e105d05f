import { readConfig } from '../config.js';
import { openDatabase } from '../database/open.js';
import { doneSteps } from './opening.js';
import type { Installs } from './program.js';
import { say } from './terminal.js';

export const migrateCommand: Installs = (program, terminal) => {
  program
    .command('migrate')
    .description('bring the tables up to date; serving does it too')
    .action(async () => {
      const config = readConfig(terminal.env);
      const before = new Set(await doneSteps(config));
      await (await openDatabase(config)).close();
      const steps = (await doneSteps(config)).filter((name) => !before.has(name));
      for (const name of steps) say(terminal, `done: ${nounOf(name)}`);
      if (steps.length === 0) say(terminal, 'nothing to do: the tables are up to date');
    });
};

/** Books1700000000001 becomes Books. */
function nounOf(step: string): string {
  return step.replace(/\d+$/, '');
}
