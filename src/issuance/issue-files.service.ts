import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { amountMax, readAmount, type Amount } from '../ledger/amount.js';
import type { FileLine, IssueFile, LineTrouble } from './issue-file.js';
import type { Issue } from './issue.js';
import {
  issuesMax,
  IssuesService,
  type Acknowledged,
  type IssueRefusal,
  type NewIssue,
} from './issues.service.js';
import { ProgrammeLooks } from './programme-looks.service.js';
import type { IssueWarning } from './programme-outlets.js';
import type { Programme } from './programme.js';

/** What a file would propose, and every line of it that is wrong. */
export interface FilePreview {
  readonly issues: number;
  /** Of the lines that can be read, in smallest units. */
  readonly total: Amount;
  /** Of the lines that can be proposed, by purpose. */
  readonly sums: ReadonlyMap<string, Amount>;
  readonly troubles: readonly LineTrouble[];
  readonly warnings: readonly IssueWarning[];
}

/** At most so many people of one household. */
export const headsMost = 20;

type Parties = ReadonlyArray<{ readonly id: string; readonly name: string }>;

interface Read {
  readonly wishes: NewIssue[];
  /** Of which line each is. */
  readonly lines: number[];
  readonly troubles: LineTrouble[];
}

/**
 * Many issues from one file. A column `heads` multiplies an amount by the people of a household: only the product is
 * kept, and nothing about persons.
 */
@Injectable()
export class IssueFiles {
  constructor(
    private readonly issues: IssuesService,
    private readonly looks: ProgrammeLooks,
  ) {}

  /**
   * What is wrong with a file, line by line; nothing is proposed.
   * @throws NotAllowed
   */
  async preview(actor: Actor, communityId: string, code: string, file: IssueFile): Promise<FilePreview> {
    const programme = await this.issues.mustMake(actor, communityId, code);
    const { wishes, lines, troubles } = await this.read(actor, programme, file, code);
    const judged = await this.issues.preview(actor, communityId, code, wishes);
    const bad = judged.lines.map((each) => {
      return { line: lines[each.line]!, column: null, code: each.code, reason: null };
    });
    const all = [...troubles, ...bad].sort((one, other) => one.line - other.line);
    const { total, sums, warnings } = judged;
    return { issues: wishes.length, total, sums, troubles: all, warnings };
  }

  /**
   * Proposes every line of a file, or nothing when a single one is wrong.
   * @param key UUID version 7, made by who asks; the same file with the same key proposes nothing twice
   * @returns refused `issue_list_wrong` when `preview` has something to say, or as `IssuesService.propose`
   * @throws NotAllowed
   */
  async propose(
    actor: Actor,
    communityId: string,
    code: string,
    key: string,
    file: IssueFile,
    acknowledged: Acknowledged = {},
  ): Promise<{ kind: 'proposed'; issues: Issue[]; warnings: IssueWarning[] } | FileRefusal> {
    const programme = await this.issues.mustMake(actor, communityId, code);
    const { wishes, troubles } = await this.read(actor, programme, file, key);
    if (troubles.length > 0) return refuse('issue_list_wrong');
    const answer = await this.issues.proposeAll(actor, communityId, code, wishes, acknowledged);
    return answer.kind === 'bad_lines' ? refuse('issue_list_wrong') : answer;
  }

  private async read(actor: Actor, programme: Programme, file: IssueFile, key: string): Promise<Read> {
    const { currency } = await this.looks.of(actor, programme, []);
    // Names are looked at only where a line has one: who made a list of ids needs no right to read who there is.
    const named = file.lines.some(({ party }) => isName(party));
    const parties = named ? await this.looks.recipients(actor, programme) : [];
    const read: Read = { wishes: [], lines: [], troubles: [...file.troubles] };
    const few = file.lines.slice(0, issuesMax);
    if (few.length < file.lines.length) read.troubles.push(whole('issue_list_too_long'));
    if (file.lines.length === 0 && file.troubles.length === 0) read.troubles.push(whole('issue_list_empty'));
    for (const line of few) {
      const wish = wishOf(line, parties, currency.scale);
      if ('code' in wish) read.troubles.push({ line: line.line, reason: null, ...wish });
      else {
        read.lines.push(line.line);
        read.wishes.push({ ...wish, id: idOfLine(key, line.line) });
      }
    }
    return read;
  }
}

export type FileRefusal = IssueRefusal | AccessRefusal<'issue_list_wrong'>;

function whole(code: string): LineTrouble {
  return { line: 0, column: null, code, reason: null };
}

function wishOf(
  { party, amount, purpose, heads }: FileLine,
  parties: Parties,
  scale: number,
): Omit<NewIssue, 'id'> | Pick<LineTrouble, 'column' | 'code'> {
  const partyId = partyOf(party, parties);
  if (typeof partyId !== 'string') return { column: 'party', ...partyId };
  const people = headsOf(heads);
  if (people === undefined) return { column: 'heads', code: 'heads_wrong' };
  const each = readAmount(amount, scale);
  if (each === undefined || each <= 0n || each * people > amountMax)
    return { column: 'amount', code: 'line_amount_wrong' };
  return { partyId, amount: each * people, ...(purpose !== '' && { purpose }) };
}

function headsOf(text: string): bigint | undefined {
  if (text === '') return 1n;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const heads = BigInt(text);
  return heads >= 1n && heads <= BigInt(headsMost) ? heads : undefined;
}

const idShape = /^[0-9A-HJKMNP-TV-Z]{16}$/;
/** The number on a card, and what its QR code says: cards are persons'. */
const cardShape = /^(\d{4}[- ]?[A-Z]|[0-9A-HJKMNP-TV-Z]{26}|https?:\/\/\S+\/c\/\S+)$/i;

function isName(party: string): boolean {
  return party !== '' && !idShape.test(party) && !cardShape.test(party);
}

/** Whom a line names: by id, or by the name of a group or partner. No person is looked up. */
function partyOf(text: string, parties: Parties): string | { code: string } {
  if (idShape.test(text)) return text;
  if (cardShape.test(text)) return { code: 'issue_not_to_persons' };
  const found = parties.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (found.length > 1) return { code: 'party_ambiguous' };
  return found[0]?.id ?? { code: 'no_such_party' };
}

/** The id of a line's issue, a UUID version 7 that is the same whenever the same line comes with the same key. */
function idOfLine(key: string, line: number): string {
  const bytes = createHash('sha256').update(`${key}\n${line}`).digest();
  const hex = (from: number, to: number): string => bytes.toString('hex', from, to);
  const time = /^[0-9a-f]{8}-[0-9a-f]{4}-/.exec(key)?.[0] ?? '00000000-0000-';
  const variant = ((bytes[2]! & 0x3f) | 0x80).toString(16);
  return `${time}7${hex(0, 2).slice(1)}-${variant}${hex(3, 4)}-${hex(4, 10)}`;
}
