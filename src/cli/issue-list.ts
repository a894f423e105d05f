import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import { readIssueFile } from '../issuance/issue-file.js';
import { IssueFiles } from '../issuance/issue-files.service.js';
import { IssuesService } from '../issuance/issues.service.js';
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
  for (const { id, kept, amount, target, partyId } of all)
    say(terminal, `${id} ${kept} ${amount} ${partyId ?? target}`);
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
  const { issues, total, troubles, warnings } = await files.preview(commandLine, community, programme, file);
  for (const { line, column, code, reason } of troubles)
    warn(terminal, `line ${line}${column === null ? '' : `, ${column}`}: ${reason ?? wordsOf(code)}`);
  for (const code of warnings) warn(terminal, wordsOf(code));
  if (troubles.length > 0) throw new Refused(`${troubles.length} lines are wrong; nothing is proposed`);
  if (commit !== true) return say(terminal, `${issues} issues of ${total} together can be proposed`);
  const key = newUuid(rooms.get(Clock).now());
  const acknowledged = { acceptNoOutlet: acceptNoOutlet === true };
  const answer = await files.propose(commandLine, community, programme, key, file, acknowledged);
  say(terminal, `${answered(answer).issues.length} issues wait for approval`);
}
