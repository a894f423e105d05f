import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { PartiesService } from '../communities/parties.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import { targetOf, troubleWith, type IssueTrouble, type Receiver } from './issue-trouble.js';
import { IssuesService, ownersDecidedFor, type Acknowledged } from './issues.service.js';
import { sumTo } from './issues.store.js';
import { ProgrammeDays } from './programme-days.js';
import type { IssueWarning } from './programme-outlets.js';
import { partsOf, whereOfOwner, type Programme } from './programme.js';
import { findProgramme } from './programmes.store.js';
import { dayOf, monthsMost, monthsOf, type Repeat, type RepeatMonth } from './repeat.js';
import * as store from './repeats.store.js';

/** The same issue every month, that somebody proposes. */
export interface NewRepeat {
  /** UUID version 7, made by who asks; the same id again proposes nothing twice. */
  readonly id: string;
  /** A group or partner. */
  readonly partyId: string;
  /** Left out: the only purpose there is, or the free share. */
  readonly purpose?: string;
  /** Of each month, in smallest units. */
  readonly amount: Amount;
  /** YYYY-MM, both included; not before this month, at most `monthsMost` months, within the programme's period. */
  readonly firstMonth: string;
  readonly lastMonth: string;
  /** 1 to 28. */
  readonly day: number;
}

export type RepeatTrouble = IssueTrouble | 'repeat_period_wrong' | 'repeat_over_budget';
export type RepeatRefusal = AccessRefusal<
  | RepeatTrouble
  | IssueWarning
  | ('exists_with_different_content' | 'maker_may_not_approve' | 'repeat_decided' | 'repeat_over')
>;

/** A repeat with what became of its months so far, oldest first. */
export interface ShownRepeat {
  readonly repeat: Repeat;
  readonly months: readonly RepeatMonth[];
}

/** Issues that come back every month: proposed by one, approved once by another, stopped in one act by either side. */
@Injectable()
export class RepeatsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly days: ProgrammeDays,
    private readonly issues: IssuesService,
  ) {}

  /**
   * Proposes the same issue for each of some months. Nothing is promised before somebody else has approved it.
   * @throws NotAllowed
   */
  async propose(
    actor: Actor,
    communityId: string,
    code: string,
    wish: NewRepeat,
    { acceptNoOutlet = false }: Acknowledged = {},
  ): Promise<{ kind: 'proposed'; repeat: Repeat; warnings: IssueWarning[] } | RepeatRefusal> {
    const programme = await this.issues.mustMake(actor, communityId, code);
    const { id, partyId, amount, firstMonth, lastMonth, day } = wish;
    const party: Receiver | 'unknown' = (await this.parties.find(communityId, partyId)) ?? 'unknown';
    const purpose = wish.purpose ?? this.issues.usualPurpose(programme);
    const known = await store.findRepeat(this.database.reader, communityId, id);
    const trouble =
      known === undefined ? await this.trouble(programme, wish, purpose, party, firstMonth) : null;
    if (trouble !== null) return refuse(trouble);
    const warnings = await this.issues.warnings(programme);
    if (warnings[0] !== undefined && !acceptNoOutlet && known === undefined) return refuse(warnings[0]);
    const row = {
      ...{
        communityId,
        id,
        programme: code,
        purpose: purpose ?? '',
        partyId,
        amount,
        firstMonth,
        lastMonth,
        day,
      },
      ...{ target: targetOf(party as Receiver), madeBy: actor.id, madeAt: this.clock.now() },
    };
    const done = await this.database.transaction(async (tx) => {
      const there = await store.findRepeat(tx, communityId, id);
      if (there !== undefined) return isSame(there, row);
      await store.insertRepeat(tx, row);
      await audit(tx, auditRow(actor, 'make_programme', 'issue', id, communityId, row.madeAt));
      return true;
    });
    if (!done) return refuse('exists_with_different_content');
    const repeat = (await store.findRepeat(this.database.reader, communityId, id))!;
    return { kind: 'proposed', repeat, warnings };
  }

  /**
   * Says yes or no to all months at once; never by who made it, nor by the command line. Asked again it answers the same.
   * @throws NotAllowed
   */
  async decide(
    actor: Actor,
    communityId: string,
    id: string,
    yes: boolean,
  ): Promise<{ kind: 'decided'; repeat: Repeat } | RepeatRefusal> {
    const { repeat, programme } = await this.must(actor, communityId, id, ['decide_programme']);
    if (actor.kind === 'system') throw new NotAllowed();
    if (repeat.madeBy === actor.id) return refuse('maker_may_not_approve');
    const state = yes ? 'approved' : 'refused';
    if (repeat.state === state && repeat.decidedBy === actor.id) return { kind: 'decided', repeat };
    if (repeat.state !== 'proposed') return refuse('repeat_decided');
    const party = (await this.parties.find(communityId, repeat.partyId)) ?? 'unknown';
    const trouble = yes ? await this.trouble(programme, repeat, repeat.purpose, party) : null;
    if (trouble !== null) return refuse(trouble);
    const at = this.clock.now();
    const done = await this.database.transaction(async (tx) => {
      const changed = await store.decideRepeat(tx, repeat, { state, by: actor.id, at });
      if (changed) await audit(tx, auditRow(actor, 'decide_programme', 'issue', id, communityId, at));
      return changed;
    });
    if (!done) return refuse('repeat_decided');
    return {
      kind: 'decided',
      repeat: (await store.findRepeat(this.database.reader, communityId, id))!,
    };
  }

  /**
   * Stops a repeat: no further month is promised. What was promised already stays as it is. By who makes or approves.
   * @throws NotAllowed
   */
  async stop(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'stopped'; repeat: Repeat } | RepeatRefusal> {
    const acts = ['make_programme', 'decide_programme'] as const;
    const { repeat, act } = await this.must(actor, communityId, id, acts);
    const at = this.clock.now();
    const done = await this.database.transaction(async (tx) => {
      const changed = await store.stopRepeat(tx, repeat, actor.id, at);
      if (changed) await audit(tx, auditRow(actor, act, 'issue', id, communityId, at));
      return changed;
    });
    const now = (await store.findRepeat(this.database.reader, communityId, id))!;
    return done || now.state === 'stopped' ? { kind: 'stopped', repeat: now } : refuse('repeat_over');
  }

  /**
   * The repeats of a programme with their months, newest first, for those of the institution.
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
  ): Promise<ShownRepeat[]> {
    const { reader } = this.database;
    const programme = await findProgramme(reader, communityId, code);
    if (programme === undefined || !this.isInside(actor, programme)) throw new NotAllowed();
    const repeats = await store.findRepeats(reader, communityId, code, before, limit);
    const months = await store.findMonths(
      reader,
      communityId,
      repeats.map(({ id }) => id),
    );
    return repeats.map((repeat) => ({ repeat, months: months.get(repeat.id)! }));
  }

  /** What others proposed and the actor may approve, oldest first; none for who approves nothing. */
  async waiting(actor: Actor, communityId: string): Promise<Repeat[]> {
    const owners = ownersDecidedFor(actor, communityId, this.clock.now());
    if (owners.length === 0) return [];
    const all = await store.findWaiting(this.database.reader, communityId, owners);
    return all.filter(({ madeBy }) => madeBy !== actor.id);
  }

  /** @param from the month that must not be over; left out when it is only approved later */
  private async trouble(
    programme: Programme,
    wish: Pick<Repeat, 'partyId' | 'amount' | 'firstMonth' | 'lastMonth' | 'day'>,
    purpose: string | undefined,
    party: Receiver | 'unknown',
    from = '9999-12',
  ): Promise<RepeatTrouble | null> {
    const today = await this.days.today(programme.communityId);
    const one = troubleWith(programme, today, wish, purpose, party);
    if (one !== null) return one;
    const { terms } = programme.current!;
    const months = monthsOf(wish);
    const [first, last] = [months[0], months.at(-1)];
    if (first === undefined || last === undefined || months.length > monthsMost) return 'repeat_period_wrong';
    const isWithin = dayOf(wish, first) >= terms.from && dayOf(wish, last) <= terms.until;
    if (!isWithin || from < today.slice(0, 7)) return 'repeat_period_wrong';
    const whole = wish.amount * BigInt(months.length);
    if (whole > partsOf(terms).get(purpose!)!) return 'repeat_over_budget';
    if (terms.perParty === null) return null;
    const about = { communityId: programme.communityId, code: programme.code, partyId: wish.partyId };
    const sofar = await sumTo(this.database.reader, about, this.clock.now());
    return sofar + whole > terms.perParty ? 'over_party_limit' : null;
  }

  private isInside(actor: Actor, programme: Programme): boolean {
    return may(actor, 'read_programme', whereOfOwner(programme), this.clock.now());
  }

  private async must<A extends 'make_programme' | 'decide_programme'>(
    actor: Actor,
    communityId: string,
    id: string,
    acts: readonly A[],
  ): Promise<{ repeat: Repeat; programme: Programme; act: A }> {
    const { reader } = this.database;
    const repeat = await store.findRepeat(reader, communityId, id);
    if (repeat === undefined) throw new NotAllowed();
    const programme = (await findProgramme(reader, communityId, repeat.programme))!;
    const now = this.clock.now();
    const act = acts.find((each) => may(actor, each, whereOfOwner(programme), now));
    if (act === undefined) throw new NotAllowed();
    return { repeat, programme, act };
  }
}

function isSame(known: Repeat, row: store.NewRepeatRow): boolean {
  const fields = ['programme', 'purpose', 'partyId', 'amount', 'firstMonth', 'lastMonth'] as const;
  return [...fields, 'day' as const, 'madeBy' as const].every((field) => known[field] === row[field]);
}
