import { MultiBar, Presets } from 'cli-progress';

/** Where a command speaks, and what it was started with. Tests give their own. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** Whether somebody watches: only then do bars move. */
  readonly isWatched: boolean;
  /** Standard output, without the end of line. */
  readonly out: (text: string) => void;
  /** Standard error, without the end of line. */
  readonly err: (text: string) => void;
  /** Ends a command that serves; without it signals do. */
  readonly until?: Promise<void>;
}

export const processTerminal: Terminal = {
  env: process.env,
  isWatched: process.stderr.isTTY,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** A line for whoever reads what the command found. */
export function say(terminal: Terminal, line: string): void {
  terminal.out(`${line}\n`);
}

/** A line beside it: what went wrong, and what is under way. */
export function warn(terminal: Terminal, line: string): void {
  terminal.err(`${line}\n`);
}

/** A long work that is counted. */
export interface Progress {
  /** So many more are done. */
  add(count: number): void;
  done(): void;
}

/**
 * Shows a long work: a bar on a terminal that is watched, else one line at its end.
 * @param total how many there are to do; 0 when nobody knows
 */
export function progress(terminal: Terminal, name: string, total: number): Progress {
  let counted = 0;
  const begun = performance.now();
  const bars = terminal.isWatched
    ? new MultiBar({ format: formatOf(total) }, Presets.shades_grey)
    : undefined;
  const bar = bars?.create(total, 0, { name });
  return {
    add(count) {
      counted += count;
      bar?.increment(count);
    },
    done() {
      bars?.stop();
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      if (bars === undefined) warn(terminal, `${name}: ${counted} in ${seconds} s`);
    },
  };
}

function formatOf(total: number): string {
  return total === 0 ? '{name}: {value}' : '{name} {bar} {value}/{total}, {eta_formatted} left';
}

/** The command cannot do what was asked; the sentence says why. Ends with exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
