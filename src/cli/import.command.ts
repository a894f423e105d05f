import { readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { readConfig } from '../config.js';
import { Database } from '../database/database.js';
import { readCsv, type Fault } from '../api/csv.js';
import { accounts } from './import-accounts.js';
import { balances } from './import-balances.js';
import { exchanges } from './import-exchanges.js';
import { parties } from './import-parties.js';
import { importCommunity } from './import-community.js';
import { forgetRefs } from './import-refs.store.js';
import { Surroundings, type ImportKind, type ImportWish, type Line, type Outcome } from './importing.js';
import { settle, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { progress, Refused, say, warn, type Terminal } from './terminal.js';
import { verify } from './verify.command.js';
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
  /** Missing only when it was forgotten. */
  readonly community?: string;
  readonly dryRun?: boolean;
  readonly allOrNothing?: boolean;
  readonly sum?: string;
  readonly date?: string;
}

export const importCommand: Installs = (program, terminal) => {
  const family = program
    .command('import')
    .summary('bring in a community from CSV files')
    .description(about)
    .addArgument(new Argument('<kind>', 'what the file holds').choices([...Object.keys(kinds), 'forget']))
    .argument('[file]', 'the CSV file; none for "forget", which removes all numbers of the old system')
    .option('--community <id>', 'into which community')
    .option('--dry-run', 'only say what is wrong with the file')
    .option('--all-or-nothing', 'import nothing when a single line is rejected')
    .option('--sum <amount>', 'for balances: what they come to, checked before anything is booked')
    .option('--date <day>', 'for balances: the day they are of (default: today)', readDay)
    .action(async (name: KindName | 'forget', file: string | undefined, wish: Wish, command: Command) => {
      const config = readConfig(terminal.env);
      if ((name === 'forget') !== (file === undefined))
        command.error('error: name a kind and a file, or forget');
      const { community, allOrNothing = false, sum, date } = wish;
      if (community === undefined) command.error("error: required option '--community <id>' not specified");
      await withRooms(config, async (rooms) => {
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
  communityCommand(family, terminal);
};

const aboutCommunity = `bring a community that "export community" wrote into an empty server, SQLite or PostgreSQL.
Every line, reference and sum is checked before anything is written; then all is written, or nothing. Persons get new
keys, and what was under the old master key comes under the one of this server. Receipts and printed vouchers stay
good. Nobody is signed in: make links anew, and have a helper set new secrets for cards.`;

/** Arrives with one community; whoever has disk and keys may. */
function communityCommand(family: Command, terminal: Terminal): void {
  family
    .command('community')
    .summary('bring a whole community into an empty server')
    .description(aboutCommunity)
    .argument('<folder>', 'a folder that "export community" wrote')
    .action(async (folder: string) => {
      const config = readConfig(terminal.env);
      const { communityId, rows, persons } = await importCommunity(config, folder, terminal);
      say(terminal, `${communityId} is imported: ${rows} rows, ${persons} persons`);
      await verify(config, terminal, 'the imported books');
      warn(terminal, `destroy ${folder} now: whoever has it can read every person and use codes that work`);
    });
}

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
