import { statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Command } from 'commander';
import { readConfig, type Config } from '../config.js';
import { backUpKeys } from './key-backup.js';
import { RestoresService } from '../upkeep/restores.service.js';
import { onFile, writeCopy } from './copying.js';
import { commandLine, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { holdVouchers, restore } from './restoring.js';
import { Refused, say, type Terminal } from './terminal.js';
import { verify } from './verify.command.js';

const aboutKeys = `The keys are not in it: back them up apart with backup-keys, and keep them elsewhere. Whoever has both can
read everything; a backup without its keys shows no person, and cannot be restored.`;

export const backupCommands: Installs = (program, terminal) => {
  program
    .command('backup')
    .summary('copy all data, without the keys, into one SQLite file')
    .description(
      `copy all data into one SQLite file, whatever the database; a server may be running.\n${aboutKeys}`,
    )
    .argument('<file>', 'a new file')
    .action(async (file: string) => {
      const config = readConfig(terminal.env);
      await writeCopy(config, file, terminal);
      await check(onFile(config, file), file, terminal);
      say(terminal, `${file} is written and checked: ${(statSync(file).size / 1_048_576).toFixed(1)} MB`);
    });
  program
    .command('backup-keys')
    .summary('copy the keys into a new folder')
    .description(
      `copy the keys into a new folder, which can be used as SECRETS_DIR: the master key (unless it comes from
SAMENMUNT_MASTER_KEY), the persons' keys, and who was forgotten`,
    )
    .argument('<folder>', 'a new folder')
    .action(async (folder: string) => {
      const { keys, hasMaster } = await backUpKeys(readConfig(terminal.env), terminal.env, folder);
      const master = hasMaster
        ? 'the master key and '
        : 'without the master key, which is in the environment: ';
      say(terminal, `${folder} holds ${master}${keys} keys of persons; keep it apart from the backups`);
    });
  program
    .command('restore')
    .summary('put a backup into an empty database')
    .description(
      `put a backup into an empty database, SQLite or PostgreSQL. SECRETS_DIR must hold the keys it was made under.
What was booked since the backup is lost, so nothing is booked anew before somebody confirms it.
Who was forgotten since stays forgotten; nobody is signed in afterwards, and tokens of programs are made anew`,
    )
    .argument('<file>', 'a file that "backup" wrote')
    .action(async (file: string) => {
      const config = readConfig(terminal.env);
      await check(onFile(config, file), file, terminal);
      const { rows, vouchers, forgotten } = await restore(config, file, terminal);
      say(terminal, `${rows} rows are restored; ${forgotten} persons who were forgotten are so still`);
      say(
        terminal,
        `${vouchers} vouchers were active; they lie still until they are released, batch by batch`,
      );
      await verify(config, terminal, 'the restored books');
      say(terminal, 'nothing is booked before "confirm-restore", or an operator, says that it may go on');
    });
  confirmCommand(program, terminal);
};

/** Lets booking go on after a restore; whoever has disk and keys may. */
function confirmCommand(program: Command, terminal: Terminal): void {
  program
    .command('confirm-restore')
    .description('let booking go on after a restore, when you know what was lost since the backup')
    .action(async () => {
      await withRooms(readConfig(terminal.env), async (rooms) => {
        await holdVouchers(rooms);
        const confirmed = await rooms.get(RestoresService).confirm(commandLine);
        say(terminal, confirmed ? 'booking goes on' : 'there is nothing to confirm');
      });
    });
}

/** @throws Refused when a backup is damaged or its books do not agree */
async function check(config: Config, file: string, terminal: Terminal): Promise<void> {
  const path = config.database.kind === 'sqlite' ? config.database.file : '';
  const handle = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  try {
    const [whole] = handle.pragma('integrity_check(1)', { simple: false }) as Array<{
      integrity_check: string;
    }>;
    if (whole?.integrity_check !== 'ok') throw new Refused(`${file} is damaged: ${whole?.integrity_check}`);
    const lost = handle.pragma('foreign_key_check') as unknown[];
    if (lost.length > 0)
      throw new Refused(`${file} is damaged: ${lost.length} rows point at others that are not there`);
  } finally {
    handle.close();
  }
  say(terminal, `${file} is whole: its pages and its references are in order`);
  await verify(config, terminal, 'its books');
}
