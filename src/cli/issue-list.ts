import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import { readIssueFile } from '../issuance/issue-file.js';
import { IssueFiles, type FilePreview } from '../issuance/issue-files.service.js';
import { IssuesService } from '../issuance/issues.service.js';
import { SheetService } from '../issuance/sheet.service.js';
import { writeAmount, type Amount } from '../ledger/amount.js';
import { commandLine } from './opening.js';
import { Refused, say, warn, type Terminal } from './terminal.js';
import { answered, wordsOf } from './trouble.js';

export interface ListWish {
  readonly community: string;
  readonly programme: string;
  readonly commit?: true;
  readonly acceptNoOutlet?: true;
}

export const aboutLists = `the newest issues of a programme; with a file, what would be issued by it.

Columns (names in the first line; "," or ";" between; UTF-8; those in brackets may be left out):
  party, amount, [purpose], [heads]
"party" is the id or the name of a group or partner, "amount" is in whole units with decimals, "heads" multiplies it by
the people of a household without saying who. Every wrong line is named. With --commit all lines are proposed, or none;
somebody of the institution approves each of them on a page.`;

/** Tells the newest issues of a programme. */
export async function listIssues(
  rooms: INestApplicationContext,
  { community, programme }: ListWish,
  terminal: Terminal,
): Promise<void> {
  const all = await rooms.get(IssuesService).list(commandLine, community, programme, '', 200);
  const { written } = await budgetOf(rooms, community, programme);
  for (const { id, kept, amount, target, partyId } of all)
    say(terminal, `${id} ${kept} ${written(amount)} ${partyId ?? target}`);
}

/**
 * Looks through a file of issues, and proposes it when that is wanted.
 * @throws Refused when a line is wrong
 */
export async function issueFile(
  rooms: INestApplicationContext,
  path: string,
  { community, programme, commit, acceptNoOutlet }: ListWish,
  terminal: Terminal,
): Promise<void> {
  const file = readIssueFile(readFileSync(path));
  const files = rooms.get(IssueFiles);
  const preview = await files.preview(commandLine, community, programme, file);
  const { issues, total, troubles, warnings } = preview;
  for (const { line, column, code, reason } of troubles)
    warn(terminal, `line ${line}${column === null ? '' : `, ${column}`}: ${reason ?? wordsOf(code)}`);
  for (const code of warnings) warn(terminal, wordsOf(code));
  const wrong = troubles.length;
  if (wrong > 0) throw new Refused(`${counted(wrong, 'line is', 'lines are')} wrong; nothing is proposed`);
  const budget = await budgetOf(rooms, community, programme);
  for (const line of overBudget(preview, budget)) warn(terminal, line);
  const written = budget.written(total);
  if (commit !== true)
    return say(terminal, `${counted(issues, 'issue', 'issues')} of ${written} together can be proposed`);
  const key = newUuid(rooms.get(Clock).now());
  const acknowledged = { acceptNoOutlet: acceptNoOutlet === true };
  const answer = await files.propose(commandLine, community, programme, key, file, acknowledged);
  const proposed = answered(answer).issues.length;
  say(terminal, `${counted(proposed, 'issue waits', 'issues wait')} for approval`);
}

interface Budget {
  readonly programme: string;
  /** By purpose: what was neither issued nor promised. */
  readonly left: ReadonlyMap<string, Amount>;
  /** In whole units with decimals, as files have it. */
  readonly written: (amount: Amount) => string;
}

async function budgetOf(rooms: INestApplicationContext, community: string, code: string): Promise<Budget> {
  const { programme, parts } = await rooms.get(SheetService).sheet(commandLine, community, code);
  const currency = await rooms.get(CurrenciesService).find(community, programme.currency);
  const left = parts.map(({ purpose, budget, promised, issued }) => {
    return [purpose, budget - promised - issued] as const;
  });
  return { programme: code, left: new Map(left), written: (amount) => writeAmount(amount, currency!.scale) };
}

/** Proposing more than there is stays allowed, for the budget may grow before somebody approves; it is said by name. */
function overBudget({ sums }: FilePreview, { programme, left, written }: Budget): string[] {
  const over = [...sums].filter(([purpose, sum]) => sum > (left.get(purpose) ?? 0n));
  return over.map(([purpose, sum]) => {
    const rest = written(left.get(purpose) ?? 0n);
    return `programme ${programme}, purpose ${purpose}: ${written(sum)} together is more than the ${rest} not yet issued; approving all of it will be refused`;
  });
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
