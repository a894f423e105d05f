import './heap.js';
import { spawn } from 'node:child_process';

/** A replay plans 100,000 movements: left to itself the engine lets its garbage grow to half a gigabyte. */
const replayMemory = ['--max-old-space-size=150', '--max-semi-space-size=2'];

const words = process.argv.slice(2);
if (words[0] === 'replay' && process.execArgv.length === 0) becomeSmall();
else {
  const [{ run }, { processTerminal }] = await Promise.all([import('./program.js'), import('./terminal.js')]);
  // A reader that went away, such as `head`, is no trouble of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await run(words, processTerminal);
}

/** Runs the same command in a process with little memory; its output, signals and end are ours. */
function becomeSmall(): void {
  const script = [...replayMemory, ...process.argv.slice(1)];
  const child = spawn(process.execPath, script, { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}
