import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { PartiesService } from '../communities/parties.service.js';
import { personalKinds } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import { ProgrammeDays } from './programme-days.js';
import { freePurpose, partsOf, stateOfProgramme, whereOfOwner, type Programme } from './programme.js';
import * as programmes from './programmes.store.js';
import { stateOfIssue, type Issue, type IssueTarget } from './issue.js';
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

export type IssueTrouble =
  | ('programme_not_open' | 'no_such_purpose' | 'no_such_party' | 'issue_not_to_persons')
  | ('not_a_recipient' | 'over_issue_limit' | 'over_party_limit' | 'party_closed');

export type IssueRefusal = AccessRefusal<IssueTrouble | 'exists_with_different_content'>;

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
  ) {}

  /**
   * Proposes an issue to a group, a partner, a batch of vouchers or the risk fund; never to a person (U75).
   * @throws NotAllowed
   */
  async propose(
    actor: Actor,
    communityId: string,
    code: string,
    wish: NewIssue,
  ): Promise<{ kind: 'proposed'; issue: Issue } | IssueRefusal> {
    const answer = await this.proposeAll(actor, communityId, code, [wish]);
    if (answer.kind === 'proposed') return { kind: 'proposed', issue: answer.issues[0]! };
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
  ): Promise<{ kind: 'proposed'; issues: Issue[] } | { kind: 'bad_lines'; lines: BadLine[] } | IssueRefusal> {
    const judged = await this.judge(actor, communityId, code, wishes);
    if (judged.lines.length > 0) return { kind: 'bad_lines', lines: judged.lines };
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
    return { kind: 'proposed', issues: issues.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) };
  }

  /** As `proposeAll`, and changes nothing: what is wrong, line by line. @throws NotAllowed */
  async preview(
    actor: Actor,
    communityId: string,
    code: string,
    wishes: readonly NewIssue[],
  ): Promise<{ lines: BadLine[]; total: Amount }> {
    const { lines } = await this.judge(actor, communityId, code, wishes);
    return { lines, total: wishes.reduce((sum, { amount }) => sum + amount, 0n) };
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
    const now = this.clock.now();
    const owners = actor.mandates
      .filter(({ role, partyId }) => role === 'approver' && partyId !== null)
      .map(({ partyId }) => partyId!)
      .filter((ownerId) => may(actor, 'decide_programme', whereOfOwner({ communityId, ownerId }), now));
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
  async troubleNow(programme: Programme, issue: Issue): Promise<IssueTrouble | null> {
    const { communityId, partyId, target, amount, purpose } = issue;
    const party = partyId === null ? null : ((await this.parties.find(communityId, partyId)) ?? 'unknown');
    const wish = { amount, ...((target === 'vouchers' || target === 'risk') && { target }) };
    const today = await this.days.today(communityId);
    if (stateOfProgramme(programme, today) !== 'open') return 'programme_not_open';
    const trouble = troubleWith(programme, today, wish, purpose, party);
    if (trouble !== null || partyId === null) return trouble;
    const { perParty } = programme.current!.terms;
    if (perParty === null) return null;
    const sofar = await store.sumTo(this.database.reader, communityId, programme.code, partyId);
    return sofar + amount > perParty ? 'over_party_limit' : null;
  }

  private async judge(
    actor: Actor,
    communityId: string,
    code: string,
    wishes: readonly NewIssue[],
  ): Promise<{ rows: Omit<store.NewIssueRow, 'madeBy' | 'madeAt'>[]; lines: BadLine[] }> {
    const programme = await programmes.findProgramme(this.database.reader, communityId, code);
    if (programme === undefined || !this.mayMake(actor, programme)) throw new NotAllowed();
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
    return { rows, lines };
  }

  private isInside(actor: Actor, programme: Programme): boolean {
    return may(actor, 'read_programme', whereOfOwner(programme), this.clock.now());
  }

  private mayMake(actor: Actor, programme: Programme): boolean {
    return may(actor, 'make_programme', whereOfOwner(programme), this.clock.now());
  }
}

type Known = { readonly id: string; readonly kind: string; readonly closedAt: number | null };

/** What stands in the way of one issue; null when nothing does. Whether the budget is enough is judged on approval. */
export function troubleWith(
  programme: Programme,
  today: string,
  wish: Pick<NewIssue, 'partyId' | 'target' | 'amount'>,
  purpose: string | undefined,
  party: Known | 'unknown' | null,
): IssueTrouble | null {
  const state = stateOfProgramme(programme, today);
  if (programme.current === null || (state !== 'open' && state !== 'planned')) return 'programme_not_open';
  const { terms } = programme.current;
  if (purpose === undefined || !partsOf(terms).has(purpose)) return 'no_such_purpose';
  if (party === 'unknown' || (party === null && wish.target === undefined)) return 'no_such_party';
  if (party !== null && personalKinds.has(party.kind)) return 'issue_not_to_persons';
  if (party !== null && party.closedAt !== null) return 'party_closed';
  if (party !== null && terms.recipients !== null && !terms.recipients.includes(party.id))
    return 'not_a_recipient';
  if (terms.perIssue !== null && wish.amount > terms.perIssue) return 'over_issue_limit';
  if (party !== null && terms.perParty !== null && wish.amount > terms.perParty) return 'over_party_limit';
  return null;
}

function targetOf({ kind }: { readonly kind: string }): IssueTarget {
  return kind === 'initiative' ? 'group' : 'partner';
}

function isSame(issue: Issue, row: Omit<store.NewIssueRow, 'madeAt'>): boolean {
  return (['id', 'programme', 'purpose', 'target', 'partyId', 'batchId', 'amount', 'madeBy'] as const).every(
    (field) => issue[field] === row[field],
  );
}
