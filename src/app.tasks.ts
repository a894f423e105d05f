import { Inject, Injectable } from '@nestjs/common';
import { isLive, type Actor, type Role } from './access/actor.js';
import { Kiosks } from './app.kiosks.js';
import { LinksByOthers } from './app.links.js';
import { CurrenciesService } from './communities/currencies.service.js';
import { Faces } from './communities/faces.js';
import type { Config } from './config.js';
import { Clock } from './database/clock.js';
import { CONFIG } from './database/database.module.js';
import { ContributionLists } from './contributions/contribution-lists.service.js';
import type { Issue } from './issuance/issue.js';
import { IssuesService } from './issuance/issues.service.js';
import { ProgrammesService } from './issuance/programmes.service.js';
import { RepeatsService } from './issuance/repeats.service.js';
import { ObjectionsService } from './payments/objections.service.js';
import type { SeenTrust } from './payments/trusts-ground.js';
import { TrustsService } from './payments/trusts.service.js';
import type { ShownAmount } from './web/amounts.js';

/** An issue that waits for a yes: of who keeps the purse it was promised to (S28), or of who approves it (U59). */
export interface IssueTask {
  readonly path: string;
  /** Who promised it, or to whom it goes. */
  readonly name: string;
  readonly amount: ShownAmount;
}

export interface Tasks {
  readonly promised: readonly IssueTask[];
  readonly toApprove: readonly IssueTask[];
  /** Where what somebody brings waits for a yes or no; null when nothing does. */
  readonly asked: string | null;
  /** Those who trust them. */
  readonly trusted: readonly SeenTrust[];
  /** The first programmes by name, and where all are; none for who makes, approves and reads none. */
  readonly programmes: readonly { readonly path: string; readonly name: string | null }[];
}

const tasksMost = 5;
const programmesMost = 3;
const civilRoles: ReadonlySet<Role> = new Set(['issuer', 'approver', 'finance']);

/** Who has what waiting in the programmes, of what others bring, and who trusts whom. */
@Injectable()
export class WaitingIssues {
  constructor(
    readonly once: IssuesService,
    readonly monthly: RepeatsService,
    readonly contributions: ContributionLists,
    readonly trusts: TrustsService,
    readonly objections: ObjectionsService,
  ) {}
}

/** As much of an issue, or of one that comes every month, as a task says. */
type Waiting = Pick<Issue, 'communityId' | 'id' | 'programme' | 'partyId' | 'amount'>;

/** What waits for somebody on their first page. */
@Injectable()
export class OwnTasks {
  constructor(
    private readonly issues: WaitingIssues,
    private readonly programmes: ProgrammesService,
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
    private readonly clock: Clock,
  ) {}

  async of(actor: Actor): Promise<Tasks> {
    const { communityId } = actor;
    if (communityId === null)
      return { promised: [], toApprove: [], programmes: [], asked: null, trusted: [] };
    const now = this.clock.now();
    const live = actor.mandates.filter((each) => each.communityId === communityId && isLive(each, now));
    const isCivil = live.some(({ role }) => civilRoles.has(role));
    const kept = live.flatMap(({ role, partyId }) =>
      role === 'treasurer' && partyId !== null ? [partyId] : [],
    );
    const lists = await Promise.all(
      [...new Set(kept)].map((id) => this.issues.once.promised(actor, communityId, id)),
    );
    const waiting = await this.issues.once.waiting(actor, communityId);
    const monthly = await this.issues.monthly.waiting(actor, communityId);
    const isAsked = (await this.issues.contributions.countAsked(actor, communityId)) > 0;
    const receiver = ({ partyId }: Waiting) => partyId;
    const asked = await this.shown(actor, waiting, receiver);
    const repeated = await this.shown(actor, monthly, receiver, ({ programme }) => `programmes/${programme}`);
    return {
      asked: isAsked ? `/c/${communityId}/brings/asked` : null,
      promised: await this.shown(actor, lists.flat(), (_, ownerId) => ownerId),
      toApprove: [...asked, ...repeated].slice(0, tasksMost),
      trusted: await this.issues.trusts.got(actor, communityId),
      programmes: isCivil ? await this.first(actor, communityId) : [],
    };
  }

  /** The receipts of what came into these purses and is not right, as somebody says. */
  objected(actor: Actor, accountIds: readonly string[]): Promise<string[]> {
    const { communityId } = actor;
    return communityId === null
      ? Promise.resolve([])
      : this.issues.objections.open(actor, communityId, accountIds);
  }

  private async first(actor: Actor, communityId: string): Promise<Tasks['programmes']> {
    const home = `/c/${communityId}/programmes`;
    const some = await this.programmes.list(actor, communityId, '', programmesMost);
    const named = some.map(({ code, current, waiting }) => ({
      path: `${home}/${code}`,
      name: (current ?? waiting)?.terms.name ?? code,
    }));
    return [...named, { path: home, name: null }];
  }

  /**
   * @param whose whose name is said of an issue; none when it goes to vouchers or a fund
   * @param page where it is decided
   */
  private shown(
    actor: Actor,
    issues: readonly Waiting[],
    whose: (issue: Waiting, ownerId: string) => string | null,
    page = ({ id }: Waiting) => `issues/${id}`,
  ): Promise<IssueTask[]> {
    return Promise.all(
      issues.slice(0, tasksMost).map(async (issue) => {
        const { communityId, amount } = issue;
        const programme = await this.programmes.find(actor, communityId, issue.programme);
        const partyId = whose(issue, programme.ownerId);
        const [currency, face] = await Promise.all([
          this.currencies.find(communityId, programme.currency),
          partyId === null ? undefined : this.faces.one(communityId, partyId),
        ]);
        const shown = { amount, scale: currency!.scale, unit: currency!.token };
        const path = `/c/${communityId}/${page(issue)}`;
        return { path, name: face?.name ?? programme.current?.terms.name ?? '', amount: shown };
      }),
    );
  }
}

/** What the first page tells beside the purses. */
@Injectable()
export class HomeFacts {
  constructor(
    readonly links: LinksByOthers,
    readonly tasks: OwnTasks,
    readonly kiosks: Kiosks,
    readonly clock: Clock,
    @Inject(CONFIG) readonly config: Config,
  ) {}
}
