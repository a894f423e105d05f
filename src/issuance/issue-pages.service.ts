import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import { readAmount } from '../ledger/amount.js';
import { ApprovalsService } from './approvals.service.js';
import { stateOfIssue, type Issue, type IssueState } from './issue.js';
import { IssuesService } from './issues.service.js';
import { ProgrammeDays } from './programme-days.js';
import { ProgrammeLooks, type ProgrammeLook } from './programme-looks.service.js';
import { ProgrammeOutlets, type IssueWarning } from './programme-outlets.js';
import { partsOf, type Programme } from './programme.js';
import { ProgrammesService } from './programmes.service.js';
import { dayOf, monthsOf } from './repeat.js';
import { RepeatsService, type ShownRepeat } from './repeats.service.js';
import { SheetService, type ProgrammeSheet } from './sheet.service.js';

export interface ShownSheet extends ProgrammeSheet {
  readonly look: ProgrammeLook;
  readonly isInside: boolean;
  /** The newest issues, for those of the institution. */
  readonly issues: readonly ShownIssue[];
  /** The newest that come back every month, for the same. */
  readonly repeats: readonly NamedRepeat[];
}

/** A repeat with who receives, and the buttons that are for whoever looks. */
export interface NamedRepeat extends ShownRepeat {
  readonly name: string | null;
  /** Whether its last month was promised, or skipped. */
  readonly isOver: boolean;
  readonly mayDecide: boolean;
  readonly mayStop: boolean;
}

export interface ShownIssue {
  readonly issue: Issue;
  readonly state: IssueState;
  /** Who receives; null for vouchers and the risk fund. */
  readonly name: string | null;
}

export interface ShownForm {
  readonly programme: Programme;
  readonly look: ProgrammeLook;
  /** The id that the issue will have. */
  readonly id: string;
  readonly recipients: readonly { readonly id: string; readonly name: string }[];
  readonly purposes: readonly { readonly code: string; readonly name: string | null }[];
  readonly said: {
    readonly party?: string;
    readonly purpose?: string;
    readonly amount?: string;
    readonly until?: string;
  };
  /** What is to be known before the first issue. */
  readonly warnings: readonly IssueWarning[];
  readonly refusal: string | null;
}

export interface OneIssue extends ShownIssue {
  readonly programme: Programme;
  readonly look: ProgrammeLook;
  /** The button that is for whoever looks; null when there is nothing for them to do. */
  readonly step: 'approval' | 'receipt' | null;
  readonly isOwn: boolean;
  /** While it can still be refused: whether what it gives can be spent nowhere. */
  readonly warnings: readonly IssueWarning[];
  readonly order: string;
  readonly refusal: string | null;
}

/** What a page needs beside the services of the room. */
@Injectable()
export class IssueSurroundings {
  constructor(
    readonly looks: ProgrammeLooks,
    readonly clock: Clock,
    readonly repeats: RepeatsService,
    readonly outlets: ProgrammeOutlets,
    readonly days: ProgrammeDays,
  ) {}
}

interface Said {
  readonly party?: string | undefined;
  readonly purpose?: string | undefined;
  readonly amount?: string | undefined;
  /** YYYY-MM-DD: every month until then. */
  readonly until?: string | undefined;
  readonly outlet?: string | undefined;
}

const issuesShown = 30;
const repeatsShown = 20;

/** What the pages of programmes show, and what is done on them. Rights are judged by the services it asks. */
@Injectable()
export class IssuePages {
  constructor(
    private readonly programmes: ProgrammesService,
    private readonly issues: IssuesService,
    private readonly approvals: ApprovalsService,
    private readonly sheets: SheetService,
    private readonly surroundings: IssueSurroundings,
  ) {}

  /** The programmes that the actor may read, each with its sheet. @throws NotAllowed */
  async list(actor: Actor, communityId: string): Promise<ShownSheet[]> {
    const some = await this.programmes.list(actor, communityId, '', 50);
    return Promise.all(some.map(({ code }) => this.withLook(actor, communityId, code, [])));
  }

  /** @throws NotAllowed */
  async sheet(actor: Actor, communityId: string, code: string): Promise<ShownSheet> {
    const programme = await this.programmes.find(actor, communityId, code);
    const isInside = this.programmes.isInside(actor, programme);
    if (!isInside) return this.withLook(actor, communityId, code, []);
    const issues = await this.issues.list(actor, communityId, code, '', issuesShown);
    const { repeats } = this.surroundings;
    const monthly = await repeats.list(actor, communityId, code, '', repeatsShown);
    return this.withLook(actor, communityId, code, issues, monthly);
  }

  private async withLook(
    actor: Actor,
    communityId: string,
    code: string,
    issues: readonly Issue[],
    monthly: readonly ShownRepeat[] = [],
  ): Promise<ShownSheet> {
    const sheet = await this.sheets.sheet(actor, communityId, code);
    const receivers = [...issues, ...monthly.map(({ repeat }) => repeat)];
    const look = await this.surroundings.looks.of(actor, sheet.programme, receivers);
    const isInside = this.programmes.isInside(actor, sheet.programme);
    const repeats = monthly.map((each) => named(each, look, actor));
    return { ...sheet, look, isInside, issues: issues.map((issue) => this.shown(issue, look)), repeats };
  }

  decide(actor: Actor, communityId: string, code: string, version: number, yes: boolean) {
    return this.programmes.decide(actor, communityId, code, version, yes);
  }

  /** @throws NotAllowed when this actor makes no issues here */
  async form(
    actor: Actor,
    communityId: string,
    code: string,
    said: Said & { id?: string },
    refusal: string | null = null,
  ): Promise<ShownForm> {
    const programme = await this.programmes.find(actor, communityId, code);
    const look = await this.surroundings.looks.of(actor, programme, []);
    if (!look.may.make || programme.current === null) throw new NotAllowed();
    const { terms } = programme.current;
    const names = new Map(terms.purposes.map((purpose) => [purpose.code, purpose.name]));
    const { party, purpose, amount, until } = said;
    return {
      programme,
      look,
      id: said.id ?? newUuid(this.surroundings.clock.now()),
      recipients: await this.surroundings.looks.recipients(actor, programme),
      purposes: [...partsOf(terms).keys()].map((each) => ({ code: each, name: names.get(each) ?? null })),
      said: {
        ...(party !== undefined && { party }),
        ...(purpose !== undefined && { purpose }),
        ...(amount !== undefined && { amount }),
        ...(until !== undefined && { until }),
      },
      warnings: await this.issues.warnings(programme),
      refusal,
    };
  }

  /** Proposes what was filled in: one issue, or the same every month. */
  async propose(actor: Actor, communityId: string, code: string, form: Said & { id: string }) {
    const programme = await this.programmes.find(actor, communityId, code);
    const { currency } = await this.surroundings.looks.of(actor, programme, []);
    const amount = readAmount(form.amount ?? '', currency.scale);
    if (amount === undefined || amount <= 0n) return { kind: 'refused' as const, code: 'amount_needed' };
    if (form.party === undefined || form.party === '')
      return { kind: 'refused' as const, code: 'payee_needed' };
    const wish = { id: form.id, partyId: form.party, amount };
    const purpose = form.purpose === undefined || form.purpose === '' ? {} : { purpose: form.purpose };
    const acknowledged = { acceptNoOutlet: form.outlet === 'accepted' };
    const whole = { ...wish, ...purpose };
    if (form.until === undefined || form.until === '')
      return this.issues.propose(actor, communityId, code, whole, acknowledged);
    const months = await this.months(communityId, form.until);
    if (months === undefined) return { kind: 'refused' as const, code: 'repeat_period_wrong' };
    const { repeats } = this.surroundings;
    return repeats.propose(actor, communityId, code, { ...whole, ...months }, acknowledged);
  }

  /** Every month from this one on, on the day that it is today, as long as that day comes. */
  private async months(communityId: string, until: string) {
    const today = await this.surroundings.days.today(communityId);
    const day = Math.min(28, Number(today.slice(8)));
    const [firstMonth, most] = [today.slice(0, 7), until.slice(0, 7)];
    const months = monthsOf({ firstMonth, lastMonth: most }).filter((each) => dayOf({ day }, each) <= until);
    const lastMonth = months.at(-1);
    return lastMonth === undefined ? undefined : { firstMonth, lastMonth, day };
  }

  /** @throws NotAllowed, also when there is no such issue */
  async issue(
    actor: Actor,
    communityId: string,
    id: string,
    refusal: string | null = null,
  ): Promise<OneIssue> {
    const issue = await this.issues.show(actor, communityId, id);
    if (issue === undefined) throw new NotAllowed();
    const programme = await this.programmes.find(actor, communityId, issue.programme);
    const look = await this.surroundings.looks.of(actor, programme, [issue]);
    const shown = this.shown(issue, look);
    const { partyId } = issue;
    const where = { communityId, partyId };
    const receives = partyId !== null && may(actor, 'confirm_issue', where, this.surroundings.clock.now());
    const decides = shown.state === 'proposed' && look.may.decide && issue.madeBy !== actor.id;
    const step = decides ? 'approval' : shown.state === 'promised' && receives ? 'receipt' : null;
    const order = newUuid(this.surroundings.clock.now());
    const hasPlace = shown.state !== 'proposed' || (await this.surroundings.outlets.areThere(programme));
    const warnings: IssueWarning[] = hasPlace ? [] : ['no_outlet'];
    return { ...shown, programme, look, step, isOwn: issue.madeBy === actor.id, warnings, order, refusal };
  }

  /**
   * Says yes or no to an issue, as who approves or as who receives it.
   * @returns the code of what stood in the way; null when it is done
   */
  async step(
    actor: Actor,
    communityId: string,
    id: string,
    step: 'approval' | 'receipt',
    { answer, order }: { answer: 'yes' | 'no'; order?: string | undefined },
  ): Promise<string | null> {
    if (step === 'approval' && answer === 'no') {
      const refused = await this.approvals.refuse(actor, communityId, id);
      return refused.kind === 'refused' ? refused.code : null;
    }
    if (answer === 'no') return null;
    const done =
      step === 'approval'
        ? await this.approvals.approve(actor, communityId, id)
        : await this.approvals.confirm(
            actor,
            communityId,
            order ?? newUuid(this.surroundings.clock.now()),
            id,
          );
    return done.kind === 'refused' ? done.code : null;
  }

  private shown(issue: Issue, look: ProgrammeLook): ShownIssue {
    const name = issue.partyId === null ? null : (look.names.get(issue.partyId)?.name ?? null);
    return { issue, state: stateOfIssue(issue, this.surroundings.clock.now()), name };
  }
}

function named(shown: ShownRepeat, look: ProgrammeLook, actor: Actor): NamedRepeat {
  const { partyId, state, madeBy, lastMonth } = shown.repeat;
  const { make, decide } = look.may;
  const isOver = shown.months.at(-1)?.month === lastMonth;
  return {
    ...shown,
    name: look.names.get(partyId)?.name ?? null,
    isOver,
    mayDecide: state === 'proposed' && decide && madeBy !== actor.id,
    mayStop: state === 'approved' && !isOver && (make || decide),
  };
}
