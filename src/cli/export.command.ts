import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { CommunitiesService } from '../communities/communities.service.js';
import { readConfig, type Config } from '../config.js';
import { DatabaseInUseError } from '../database/file-lock.js';
import { exportJournal, type Exported } from '../statements/journal-export.js';
import { JournalService } from '../statements/journal.service.js';
import { exportCommunity } from './export-community.js';
import { commandLine, withLook, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { progress, Refused, say, warn, type Terminal } from './terminal.js';

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
  communityCommand(family, terminal);
};

const aboutCommunity = `write one community into a new folder, to leave with it: a manifest and one file of JSON lines for each table.
A server may be running; what is booked after this moment does not go along, so stop booking there first.

THE FOLDER IS AS SECRET AS THE KEYS. It shows what every person chose to show, what everybody paid, and the codes with
which vouchers, blank cards and payment codes can be used. Carry it on an encrypted disk, and destroy it afterwards.

What stays behind: sessions, links, tokens of programs, passphrases with their second factors, the secrets of cards
(a helper sets new ones), webhooks' logs. Webhooks come paused. Who was forgotten stays forgotten.`;

/** Leaves with one community; whoever has disk and keys may. */
function communityCommand(family: Command, terminal: Terminal): void {
  family
    .command('community')
    .summary('one community with all that is its own, readable, to bring it into another server')
    .description(aboutCommunity)
    .requiredOption('--community <id>', 'which community')
    .requiredOption('--out <folder>', 'a new folder')
    .action(async ({ community, out }: Required<Wish>) => {
      const exported = await exportCommunity(readConfig(terminal.env), community, out, terminal);
      const { rows, persons, unreadable, lost, cards, waiting } = exported;
      say(terminal, `${out} holds ${community}: ${rows} rows, ${persons} persons`);
      warn(
        terminal,
        `${out} CAN BE READ BY WHOEVER HAS IT: every person, every payment, and codes that work`,
      );
      if (unreadable > 0)
        warn(terminal, `${unreadable} persons cannot be read any more: their keys are gone`);
      if (lost > 0) warn(terminal, `${lost} secrets do not open any more: what is printed with them is lost`);
      if (cards > 0) warn(terminal, `${cards} cards need a new secret on the other server, set by a helper`);
      if (waiting > 0) warn(terminal, `${waiting} exchanges get their place in the journal there`);
      warn(terminal, `${community} goes on here too: let nobody book here once it lives elsewhere`);
    });
}

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
