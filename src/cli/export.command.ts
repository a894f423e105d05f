import { open } from 'node:fs/promises';
import { CommunitiesService } from '../communities/communities.service.js';
import { readConfig, type Config } from '../config.js';
import { DatabaseInUseError } from '../database/file-lock.js';
import { exportJournal, type Exported } from '../statements/journal-export.js';
import { JournalService } from '../statements/journal.service.js';
import { commandLine, withLook, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { progress, Refused, warn, type Terminal } from './terminal.js';

interface Wish {
  readonly community: string;
  readonly out?: string;
}

type Write = (text: string) => void | Promise<void>;

export const exportCommand: Installs = (program, terminal) => {
  const family = program.command('export').description('write data out in formats of others');
  family
    .command('journal')
    .description('the journal of a community for hledger; it shows every payment, so mind who gets it')
    .requiredOption('--community <id>', 'which community')
    .option('--out <file>', 'where to (default: standard output)')
    .action(async ({ community, out }: Wish) => {
      const config = readConfig(terminal.env);
      const bar = progress(terminal, 'exchanges written', 0);
      const step = (exchanges: number): void => bar.add(exchanges);
      const exported = await intoFile(terminal, out, (write) => journal(config, community, write, step));
      bar.done();
      if (exported.waiting > 0) {
        warn(terminal, `${exported.waiting} more wait for their place in the journal: ask again in a second`);
      }
    });
};

/** Beside a running server on SQLite the journal is read as it is; else the last exchanges get their place first. */
async function journal(
  config: Config,
  communityId: string,
  write: Write,
  step: (exchanges: number) => void,
): Promise<Exported> {
  try {
    return await withRooms(config, async (rooms) => {
      if ((await rooms.get(CommunitiesService).look(communityId)) === undefined) throw noSuch(communityId);
      return rooms.get(JournalService).export(commandLine, communityId, write, step);
    });
  } catch (error) {
    if (!(error instanceof DatabaseInUseError)) throw error;
    return withLook(config, async (database) => {
      const found = await database.reader.one('select 1 as one from communities where community_id = ?', [
        communityId,
      ]);
      if (found === undefined) throw noSuch(communityId);
      return database.snapshot((reader) => exportJournal(reader, communityId, write, step));
    });
  }
}

/** Writes to a file, or to standard output. */
async function intoFile<T>(
  terminal: Terminal,
  out: string | undefined,
  work: (write: Write) => Promise<T>,
): Promise<T> {
  if (out === undefined) return work(terminal.out);
  const file = await open(out, 'w');
  try {
    return await work((text) => file.writeFile(text));
  } finally {
    await file.close();
  }
}

function noSuch(communityId: string): Refused {
  return new Refused(`there is no community ${communityId}`);
}
