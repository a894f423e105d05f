import { run } from './program.js';
import { processTerminal } from './terminal.js';

// A reader that went away, such as `head`, is no trouble of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await run(process.argv.slice(2), processTerminal);
