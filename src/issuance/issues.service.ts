import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { PartiesService } from '../communities/parties.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import { ProgrammeDays } from './programme-days.js';
import { freePurpose, partsOf, stateOfProgramme, whereOfOwner, type Programme } from './programme.js';
import { ProgrammeOutlets, type IssueWarning } from './programme-outlets.js';
import * as programmes from './programmes.store.js';
import { stateOfIssue, type Issue, type IssueTarget } from './issue.js';
import { targetOf, troubleWith, type IssueTrouble } from './issue-trouble.js';
import * as store from './issues.store.js';

/** One issue that somebody proposes. */
export interface NewIssue {
  /** UUID version 7, made by who asks; the same id again proposes nothing twice. */
  readonly id: string;
  /** A group or partner; left out for vouchers and for the risk fund. */
  readonly partyId?: string;
  readonly target?: Extract<IssueTarget, 'vouchers' | 'risk'>;
  /** The batch of vouchers it pays for. */
  readonly batchId?: string;
  /** Left out: the only purpose there is, or the free share. */
  readonly purpose?: string;
  readonly amount: Amount;
}

/** A list that has warnings says so before the first issue, and goes through when they are acknowledged. */
export interface Acknowledged {
  readonly acceptNoOutlet?: boolean;
}

export type IssueRefusal = AccessRefusal<IssueTrouble | IssueWarning | 'exists_with_different_content'>;

/** A line of a list that cannot be issued, counted from 0. */
export interface BadLine {
  readonly line: number;
  readonly code: IssueTrouble;
}

/** At most this many issues in one list. */
export const issuesMax = 1000;

/** What is issued under a programme, from the side of those who propose it. `ApprovalsService` has the other side. */
@Injectable()
export class IssuesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly days: ProgrammeDays,
    private readonly outlets: ProgrammeOutlets,
  ) {}

  /**
   * Proposes an issue to a group, a partner, a batch of vouchers or the risk fund; never to a person (U75).
   * @returns refused `no_outlet` before the first issue of a programme whose currency can be spent nowhere, unless that
   * is acknowledged
   * @throws NotAllowed
   */
  async propose(
    actor: Actor,
    communityId: string,
    code: string,
    wish: NewIssue,
    acknowledged: Acknowledged = {},
  ): Promise<{ kind: 'proposed'; issue: Issue; warnings: IssueWarning[] } | IssueRefusal> {
    const answer = await this.proposeAll(actor, communityId, code, [wish], acknowledged);
    if (answer.kind === 'proposed') return { ...answer, issue: answer.issues[0]! };
    return answer.kind === 'refused' ? answer : refuse(answer.lines[0]!.code);
  }

  /**
   * Proposes many at once: all of them, or none with every bad line named.
   * @param wishes 1 to 1,000, ids all different
   * @throws NotAllowed
   */
  async proposeAll(
    actor: Actor,
    communityId: string,
    code: string,
    wishes: readonly NewIssue[],
    { acceptNoOutlet = false }: Acknowledged = {},
  ): Promise<
    | { kind: 'proposed'; issues: Issue[]; warnings: IssueWarning[] }
    | { kind: 'bad_lines'; lines: BadLine[] }
    | IssueRefusal
  > {
    const judged = await this.judge(actor, communityId, code, wishes);
    if (judged.lines.length > 0) return { kind: 'bad_lines', lines: judged.lines };
    const { warnings } = judged;
    if (warnings[0] !== undefined && !acceptNoOutlet) return refuse(warnings[0]);
    const madeAt = this.clock.now();
    const rows = judged.rows.map((row) => ({ ...row, madeBy: actor.id, madeAt }));
    const done = await this.database.transaction(async (tx) => {
      const known = await store.findThese(
        tx,
        communityId,
        rows.map(({ id }) => id),
      );
      if (known.some((issue) => !rows.some((row) => isSame(issue, row)))) return false;
      const fresh = rows.filter(({ id }) => !known.some((issue) => issue.id === id));
      await store.insertIssues(tx, fresh);
      const audited = fresh.map(({ id }) =>
        auditRow(actor, 'make_programme', 'issue', id, communityId, madeAt),
      );
      await audit(tx, ...audited);
      return true;
    });
    if (!done) return refuse('exists_with_different_content');
    const ids = rows.map(({ id }) => id);
    const issues = await store.findThese(this.database.reader, communityId, ids);
    const inOrder = issues.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    return { kind: 'proposed', issues: inOrder, warnings };
  }

  /** As `proposeAll`, and changes nothing: what is wrong, line by line, and the sums of the others. @throws NotAllowed */
  async preview(
    actor: Actor,
    communityId: string,
    code: string,
    wishes: readonly NewIssue[],
  ): Promise<{ lines: BadLine[]; total: Amount; sums: Map<string, Amount>; warnings: IssueWarning[] }> {
    const { lines, rows, warnings } = await this.judge(actor, communityId, code, wishes);
    const sums = new Map<string, Amount>();
    for (const { purpose, amount } of rows) sums.set(purpose, (sums.get(purpose) ?? 0n) + amount);
    return { lines, total: wishes.reduce((sum, { amount }) => sum + amount, 0n), sums, warnings };
  }

  /**
   * The issues of a programme, newest first, for those of the institution.
   * @param before the id of the last one seen, '' from the newest
   * @param limit at most 201
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    code: string,
    before: string,
    limit: number,
  ): Promise<Issue[]> {
    const programme = await programmes.findProgramme(this.database.reader, communityId, code);
    if (programme === undefined || !this.isInside(actor, programme)) throw new NotAllowed();
    return store.findIssues(this.database.reader, communityId, code, before, limit);
  }

  /** One issue, for those of the institution and for who receives it; undefined when it is not theirs to see. */
  async show(actor: Actor, communityId: string, id: string): Promise<Issue | undefined> {
    const issue = await store.findIssue(this.database.reader, communityId, id);
    if (issue === undefined) return undefined;
    const programme = await programmes.findProgramme(this.database.reader, communityId, issue.programme);
    if (programme !== undefined && this.isInside(actor, programme)) return issue;
    const { partyId, target } = issue;
    const partyKind = target === 'group' ? ('initiative' as const) : ('institution' as const);
    const where = { communityId, partyId, partyKind };
    return partyId !== null && may(actor, 'confirm_issue', where, this.clock.now()) ? issue : undefined;
  }

  /** What others proposed and the actor may approve, oldest first; none for who approves nothing. */
  async waiting(actor: Actor, communityId: string): Promise<Issue[]> {
    const owners = ownersDecidedFor(actor, communityId, this.clock.now());
    if (owners.length === 0) return [];
    const all = await store.findProposed(this.database.reader, communityId, owners);
    return all.filter(({ madeBy }) => madeBy !== actor.id);
  }

  /** What was promised to a party and waits for its yes, oldest first. @throws NotAllowed */
  async promised(actor: Actor, communityId: string, partyId: string): Promise<Issue[]> {
    const now = this.clock.now();
    if (!may(actor, 'confirm_issue', { communityId, partyId }, now)) throw new NotAllowed();
    const all = await store.findPromised(this.database.reader, communityId, partyId);
    return all.filter((issue) => stateOfIssue(issue, now) === 'promised');
  }

  /** The free share where there is one, else the only purpose. */
  usualPurpose({ current }: Programme): string | undefined {
    const parts = [...(current === null ? [] : partsOf(current.terms).keys())];
    return parts.includes(freePurpose) ? freePurpose : parts.length === 1 ? parts[0] : undefined;
  }

  /** What stands in the way of an issue now that it is to be approved; null when nothing does. */
  async troubleNow(
    programme: Programme,
    issue: Pick<Issue, 'communityId' | 'partyId' | 'target' | 'amount' | 'purpose'>,
  ): Promise<IssueTrouble | null> {
    const { communityId, partyId, target, amount, purpose } = issue;
    const party = partyId === null ? null : ((await this.parties.find(communityId, partyId)) ?? 'unknown');
    const wish = { amount, ...((target === 'vouchers' || target === 'risk') && { target }) };
    const today = await this.days.today(communityId);
    if (stateOfProgramme(programme, today) !== 'open') return 'programme_not_open';
    const trouble = troubleWith(programme, today, wish, purpose, party);
    if (trouble !== null || partyId === null) return trouble;
    const { perParty } = programme.current!.terms;
    if (perParty === null) return null;
    const about = { communityId, code: programme.code, partyId };
    const sofar = await store.sumTo(this.database.reader, about, this.clock.now());
    return sofar + amount > perParty ? 'over_party_limit' : null;
  }

  /** The programme, for who makes issues under it. @throws NotAllowed */
  async mustMake(actor: Actor, communityId: string, code: string): Promise<Programme> {
    const programme = await programmes.findProgramme(this.database.reader, communityId, code);
    if (programme === undefined || !this.mayMake(actor, programme)) throw new NotAllowed();
    return programme;
  }

  /** What is to be acknowledged before something is issued under a programme; the caller has asked who may know. */
  warnings(programme: Programme): Promise<IssueWarning[]> {
    return this.outlets.warnings(programme);
  }

  private async judge(
    actor: Actor,
    communityId: string,
    code: string,
    wishes: readonly NewIssue[],
  ): Promise<{
    rows: Omit<store.NewIssueRow, 'madeBy' | 'madeAt'>[];
    lines: BadLine[];
    warnings: IssueWarning[];
  }> {
    const programme = await this.mustMake(actor, communityId, code);
    const ids = [...new Set(wishes.flatMap(({ partyId }) => (partyId === undefined ? [] : [partyId])))];
    const known = new Map((await this.parties.many(communityId, ids)).map((party) => [party.id, party]));
    const today = await this.days.today(communityId);
    const rows: Omit<store.NewIssueRow, 'madeBy' | 'madeAt'>[] = [];
    const lines: BadLine[] = [];
    for (const [line, wish] of wishes.entries()) {
      const party = wish.partyId === undefined ? null : (known.get(wish.partyId) ?? 'unknown');
      const purpose = wish.purpose ?? this.usualPurpose(programme);
      const trouble = troubleWith(programme, today, wish, purpose, party);
      if (trouble !== null) lines.push({ line, code: trouble });
      else {
        const target = party === null ? wish.target! : targetOf(party as { kind: string });
        rows.push({
          communityId,
          id: wish.id,
          programme: code,
          purpose: purpose!,
          target,
          partyId: wish.partyId ?? null,
          batchId: wish.batchId ?? null,
          amount: wish.amount,
          repeatId: null,
        });
      }
    }
    return { rows, lines, warnings: await this.outlets.warnings(programme) };
  }

  private isInside(actor: Actor, programme: Programme): boolean {
    return may(actor, 'read_programme', whereOfOwner(programme), this.clock.now());
  }

  private mayMake(actor: Actor, programme: Programme): boolean {
    return may(actor, 'make_programme', whereOfOwner(programme), this.clock.now());
  }
}

/** The institutions for whose programmes somebody may say yes. */
export function ownersDecidedFor(actor: Actor, communityId: string, now: number): string[] {
  return actor.mandates
    .flatMap(({ role, partyId }) => (role === 'approver' && partyId !== null ? [partyId] : []))
    .filter((ownerId) => may(actor, 'decide_programme', whereOfOwner({ communityId, ownerId }), now));
}

function isSame(issue: Issue, row: Omit<store.NewIssueRow, 'madeAt'>): boolean {
  return (['id', 'programme', 'purpose', 'target', 'partyId', 'batchId', 'amount', 'madeBy'] as const).every(
    (field) => issue[field] === row[field],
  );
}
