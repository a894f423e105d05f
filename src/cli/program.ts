import { Command, CommanderError } from 'commander';
import { backupCommands } from './backup.command.js';
import { communityCommands } from './community.command.js';
import { exportCommand } from './export.command.js';
import { importCommand } from './import.command.js';
import { linkCommand } from './link.command.js';
import { migrateCommand } from './migrate.command.js';
import { openapiCommand } from './openapi.command.js';
import { paperCommands } from './paper.command.js';
import { replayCommand } from './replay.command.js';
import { rotateKeysCommand } from './rotate-keys.command.js';
import { serveCommand } from './serve.command.js';
import { warn, type Terminal } from './terminal.js';
import { sentenceFor } from './trouble.js';
import { tryCommand } from './try.command.js';
import { verifyCommand } from './verify.command.js';

/** Adds one command, or one family of them, to the program. */
export type Installs = (program: Command, terminal: Terminal) => void;

const commands: readonly Installs[] = [
  ...[tryCommand, serveCommand, migrateCommand, communityCommands, linkCommand],
  ...[importCommand, replayCommand, exportCommand, verifyCommand],
  ...[paperCommands, backupCommands, rotateKeysCommand, openapiCommand],
];

const about = `A ledger service for time banks and community currencies.

Settings come from the environment: DATABASE_URL (sqlite:FILE or postgres://...; sqlite:samenmunt.sqlite if not set),
PORT, HOST, PUBLIC_URL, SECRETS_DIR.`;

/**
 * Runs the command line.
 * @param words as typed, without the program's own name
 * @returns the exit code: 0 done, 1 refused or failed (a sentence is on standard error), 2 wrongly asked
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('samenmunt')
    .description(about)
    .option('--debug', 'show where in the program an error came from')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  for (const install of commands) install(program, terminal);
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    warn(terminal, `samenmunt: ${sentenceFor(error)}`);
    const { debug } = program.opts<{ debug?: boolean }>();
    if (debug === true) warn(terminal, (error as { stack?: string }).stack ?? '');
    return 1;
  }
}
