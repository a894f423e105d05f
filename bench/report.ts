/** One case as it is printed: a line of JSON. */
export interface Line {
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with; 0 when it stands alone. */
  readonly baseline: number;
  readonly ratio: number;
  /** What to reach, such as '>= 0.6'. */
  readonly target: string;
  readonly reached: boolean;
}

export interface Pace {
  readonly rounds: number;
  readonly seconds: number;
}

/** Enough for figures that mean something, or enough to see that everything still runs. */
export const paces = { full: { rounds: 5, seconds: 3 }, quick: { rounds: 2, seconds: 1 } } as const;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Runs every side once a round, one after the other, so that what else the machine does falls on all of them alike.
 * The first round only warms up.
 * @returns the results of each side, in order of the rounds
 */
export async function inTurn<R, N extends string>(
  pace: Pace,
  sides: Readonly<Record<N, (seconds: number) => Promise<R>>>,
): Promise<Record<N, R[]>> {
  const results = {} as Record<N, R[]>;
  const names = Object.keys(sides) as N[];
  for (const name of names) {
    results[name] = [];
    await sides[name](pace.seconds);
  }
  for (let round = 0; round < pace.rounds; round++) {
    // Every other round backwards, so that no side always comes after the same other one.
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      results[name].push(await sides[name](pace.seconds));
    }
  }
  return results;
}

/** More is better. The ratio is the median of those of the rounds. */
export function faster(
  name: string,
  unit: string,
  ours: readonly number[],
  theirs: readonly number[],
  least: number,
): Line {
  const ratio = median(ours.map((value, i) => value / theirs[i]!));
  sayRounds(ours, theirs);
  return print(name, unit, median(ours), median(theirs), ratio, `>= ${least}`, ratio >= least);
}

/** Less is better. */
export function shorter(
  name: string,
  unit: string,
  ours: readonly number[],
  theirs: readonly number[],
  most: number,
): Line {
  const ratio = median(ours.map((value, i) => value / theirs[i]!));
  sayRounds(ours, theirs);
  return print(name, unit, median(ours), median(theirs), ratio, `<= ${most}`, ratio <= most);
}

/** A figure that stands alone: the ratio is the one to what may be reached at most. */
export function atMost(name: string, unit: string, values: readonly number[], most: number): Line {
  const value = median(values);
  return print(name, unit, value, 0, value / most, `<= ${most} ${unit}`, value <= most);
}

/** The figures of the rounds one by one, so that an outlier is seen for what it is. */
function sayRounds(ours: readonly number[], theirs: readonly number[]): void {
  say(`rounds: ${ours.map((value, i) => `${rounded(value)} / ${rounded(theirs[i]!)}`).join(', ')}`);
}

function print(
  name: string,
  unit: string,
  value: number,
  baseline: number,
  ratio: number,
  target: string,
  reached: boolean,
): Line {
  const line = {
    case: name,
    value: rounded(value),
    unit,
    baseline: rounded(baseline),
    ratio: rounded(ratio),
    target,
    reached,
  };
  process.stdout.write(JSON.stringify(line) + '\n');
  return line;
}

function rounded(value: number): number {
  return Number(value.toPrecision(value >= 1000 ? 6 : 3));
}

/** What goes on, for whoever waits; the figures alone go to standard output. */
export function say(text: string): void {
  process.stderr.write(`# ${text}\n`);
}
