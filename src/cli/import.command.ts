import { readFileSync } from 'node:fs';
import { Argument } from 'commander';
import { readConfig } from '../config.js';
import { Database } from '../database/database.js';
import { readCsv, type Fault } from './csv.js';
import { accounts } from './import-accounts.js';
import { balances } from './import-balances.js';
import { exchanges } from './import-exchanges.js';
import { parties } from './import-parties.js';
import { forgetRefs } from './import-refs.store.js';
import { Surroundings, type ImportKind, type ImportWish, type Line, type Outcome } from './importing.js';
import { settle, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { progress, Refused, say, warn, type Terminal } from './terminal.js';
import { readDay } from './words.js';

const kinds = { parties, accounts, balances, exchanges };
type KindName = keyof typeof kinds;

const about = `bring in a community from CSV files: first parties, then accounts, then balances or exchanges.

Columns (names in the first line; "," or ";" between; UTF-8; those in brackets may be left out):
  parties     ref, kind, [name], [picture], [colour], [language], [joined], [place]
  accounts    ref, party, [currency], [floor], [ceiling]
  balances    account, amount, [currency]
  exchanges   ref, date, from, to, [amount], [currency], [kind], [reason], [minutes], [subject]
"ref" is the number that the old system gave; other files name parties and accounts by it. A community's own accounts
are @issuance, @pot and @settlement. Importing a file again changes nothing that is there already.`;

interface Wish {
  readonly community: string;
  readonly dryRun?: boolean;
  readonly allOrNothing?: boolean;
  readonly sum?: string;
  readonly date?: string;
}

export const importCommand: Installs = (program, terminal) => {
  program
    .command('import')
    .summary('bring in a community from CSV files')
    .description(about)
    .addArgument(new Argument('<kind>', 'what the file holds').choices([...Object.keys(kinds), 'forget']))
    .argument('[file]', 'the CSV file; none for "forget", which removes all numbers of the old system')
    .requiredOption('--community <id>', 'into which community')
    .option('--dry-run', 'only say what is wrong with the file')
    .option('--all-or-nothing', 'import nothing when a single line is rejected')
    .option('--sum <amount>', 'for balances: what they come to, checked before anything is booked')
    .option('--date <day>', 'for balances: the day they are of (default: today)', readDay)
    .action(async (name: KindName | 'forget', file: string | undefined, wish: Wish, command) => {
      const config = readConfig(terminal.env);
      if ((name === 'forget') !== (file === undefined))
        command.error('error: name a kind and a file, or forget');
      await withRooms(config, async (rooms) => {
        const { community, allOrNothing = false, sum, date } = wish;
        const asked: ImportWish = {
          allOrNothing,
          ...(sum !== undefined && { sum }),
          ...(date !== undefined && { date }),
        };
        const surroundings = await Surroundings.of(rooms, community, asked);
        if (name === 'forget') {
          say(
            terminal,
            `${await forgetRefs(rooms.get(Database), community)} numbers of the old system are forgotten`,
          );
          return;
        }
        await importFile(
          kinds[name] as ImportKind<unknown>,
          readFileSync(file!),
          surroundings,
          wish,
          terminal,
        );
        await settle(rooms);
      });
    });
};

/** @throws Refused when a line was rejected; the others are imported all the same unless that was not wanted */
async function importFile(
  kind: ImportKind<unknown>,
  bytes: Uint8Array,
  surroundings: Surroundings,
  wish: Wish,
  terminal: Terminal,
): Promise<void> {
  const { lines, faults } = await readLines(kind, bytes, surroundings);
  const trouble =
    faults.length === 0 || kind.onlyWhole !== true ? kind.trouble?.(lines, surroundings) : undefined;
  tell(terminal, faults);
  if (trouble !== undefined) throw new Refused(`${trouble}; nothing is imported`);
  const isWhole = wish.allOrNothing === true || kind.onlyWhole === true;
  if (faults.length > 0 && (isWhole || faults.some(({ line }) => line <= 1))) {
    throw new Refused(`${rejections(faults)}; nothing is imported`);
  }
  if (wish.dryRun === true) {
    say(terminal, `${lines.length} lines can be imported; nothing is written`);
    if (faults.length > 0) throw new Refused(rejections(faults));
    return;
  }
  const outcomes = await writeLines(kind, lines, surroundings, terminal);
  const late = outcomes.flatMap(({ result }) => (typeof result === 'object' ? [result] : []));
  tell(terminal, late);
  const count = (result: string): number => outcomes.filter((each) => each.result === result).length;
  say(terminal, `${count('new')} lines are imported, ${count('there_already')} were there already`);
  if (faults.length + late.length > 0) throw new Refused(rejections([...faults, ...late]));
}

async function readLines(
  kind: ImportKind<unknown>,
  bytes: Uint8Array,
  surroundings: Surroundings,
): Promise<{ lines: Line<unknown>[]; faults: Fault[] }> {
  const { rows, faults } = readCsv(bytes, kind.columns);
  const [key] = kind.columns.required as [string];
  const seen = new Set<string>();
  const lines: Line<unknown>[] = [];
  for (const row of rows) {
    const before = faults.length;
    const fault = (column: string | null, reason: string): void => {
      faults.push({ line: row.line, column, reason });
    };
    const ref = row.text(key);
    if (ref === '' || ref.length > 100) fault(key, 'it must have 1 to 100 characters');
    if (seen.has(ref)) fault(key, 'an earlier line has the same one');
    seen.add(ref);
    const item = await kind.read(row, surroundings, fault);
    if (item !== undefined && faults.length === before) lines.push({ line: row.line, item });
  }
  return { lines, faults };
}

async function writeLines(
  kind: ImportKind<unknown>,
  lines: readonly Line<unknown>[],
  surroundings: Surroundings,
  terminal: Terminal,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const bar = progress(terminal, 'lines', lines.length);
  await kind
    .write(lines, surroundings, (some) => {
      outcomes.push(...some);
      bar.add(some.length);
    })
    .finally(() => bar.done());
  return outcomes;
}

function tell(terminal: Terminal, faults: readonly Fault[]): void {
  for (const { line, column, reason } of [...faults].sort((a, b) => a.line - b.line)) {
    warn(terminal, `line ${line}${column === null ? '' : `, ${column}`}: ${reason}`);
  }
}

/** A line may have several faults. */
function rejections(faults: readonly Fault[]): string {
  const count = new Set(faults.map(({ line }) => line)).size;
  return count === 1 ? '1 line is rejected' : `${count} lines are rejected`;
}
