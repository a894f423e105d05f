import { SetUpService } from '../access/set-up.service.js';
import { readConfig } from '../config.js';
import { startServer, stopAtSignals, type Server, type ServerOptions } from '../server.js';
import type { Installs } from './program.js';
import { say, type Terminal } from './terminal.js';

export const serveCommand: Installs = (program, terminal) => {
  program
    .command('serve')
    .description('serve a town: pages and API, with nothing in it but what you put there')
    .action(async () => {
      const server = await startServer(readConfig(terminal.env), logOf(terminal));
      say(terminal, `Samenmunt listens at ${server.url}`);
      const setUp = server.app.get(SetUpService);
      if (await setUp.isNeeded()) {
        const { url } = await setUp.makeLink();
        say(
          terminal,
          `Nobody looks after this server yet. Open this link to become its operator; it works once:`,
        );
        say(terminal, url);
      }
      await serveUntilTheEnd(server, terminal);
    });
};

/** The log goes where the command speaks, unless that is the terminal itself. */
export function logOf(terminal: Terminal): ServerOptions {
  return terminal.until === undefined ? {} : { logTo: { write: () => undefined } };
}

/** Serves until a signal comes (the process ends then), or until whoever gave the terminal has enough. */
export async function serveUntilTheEnd(server: Server, terminal: Terminal): Promise<void> {
  if (terminal.until === undefined) {
    stopAtSignals(server);
    return new Promise(() => undefined);
  }
  await terminal.until;
  await server.close();
}
