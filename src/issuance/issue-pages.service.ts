import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import { readAmount } from '../ledger/amount.js';
import { ApprovalsService } from './approvals.service.js';
import { stateOfIssue, type Issue, type IssueState } from './issue.js';
import { IssuesService } from './issues.service.js';
import { ProgrammeLooks, type ProgrammeLook } from './programme-looks.service.js';
import { partsOf, type Programme } from './programme.js';
import { ProgrammesService } from './programmes.service.js';
import { SheetService, type ProgrammeSheet } from './sheet.service.js';

export interface ShownSheet extends ProgrammeSheet {
  readonly look: ProgrammeLook;
  readonly isInside: boolean;
  /** The newest issues, for those of the institution. */
  readonly issues: readonly ShownIssue[];
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
  readonly said: { readonly party?: string; readonly purpose?: string; readonly amount?: string };
  readonly refusal: string | null;
}

export interface OneIssue extends ShownIssue {
  readonly programme: Programme;
  readonly look: ProgrammeLook;
  /** The button that is for whoever looks; null when there is nothing for them to do. */
  readonly step: 'approval' | 'receipt' | null;
  readonly isOwn: boolean;
  readonly order: string;
  readonly refusal: string | null;
}

/** What a page needs beside the services of the room. */
@Injectable()
export class IssueSurroundings {
  constructor(
    readonly looks: ProgrammeLooks,
    readonly clock: Clock,
  ) {}
}

type Said = { party?: string | undefined; purpose?: string | undefined; amount?: string | undefined };

const issuesShown = 30;

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
    const issues = isInside ? await this.issues.list(actor, communityId, code, '', issuesShown) : [];
    return this.withLook(actor, communityId, code, issues);
  }

  private async withLook(
    actor: Actor,
    communityId: string,
    code: string,
    issues: readonly Issue[],
  ): Promise<ShownSheet> {
    const sheet = await this.sheets.sheet(actor, communityId, code);
    const look = await this.surroundings.looks.of(actor, sheet.programme, issues);
    const isInside = this.programmes.isInside(actor, sheet.programme);
    return { ...sheet, look, isInside, issues: issues.map((issue) => this.shown(issue, look)) };
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
    const { party, purpose, amount } = said;
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
      },
      refusal,
    };
  }

  /** Proposes what was filled in. */
  async propose(actor: Actor, communityId: string, code: string, form: Said & { id: string }) {
    const programme = await this.programmes.find(actor, communityId, code);
    const { currency } = await this.surroundings.looks.of(actor, programme, []);
    const amount = readAmount(form.amount ?? '', currency.scale);
    if (amount === undefined || amount <= 0n) return { kind: 'refused' as const, code: 'amount_needed' };
    if (form.party === undefined || form.party === '')
      return { kind: 'refused' as const, code: 'payee_needed' };
    const wish = { id: form.id, partyId: form.party, amount };
    const purpose = form.purpose === undefined || form.purpose === '' ? {} : { purpose: form.purpose };
    return this.issues.propose(actor, communityId, code, { ...wish, ...purpose });
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
    return { ...shown, programme, look, step, isOwn: issue.madeBy === actor.id, order, refusal };
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
