import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Clock } from '../database/clock.js';
import { stateOfIssue, type Issue, type IssueState } from './issue.js';
import { IssuesService } from './issues.service.js';
import { ProgrammeDays } from './programme-days.js';
import { ProgrammeLooks } from './programme-looks.service.js';
import type { Programme } from './programme.js';
import { ProgrammesService } from './programmes.service.js';

/** An issue with how it stands and who receives it. */
export interface ListedIssue {
  readonly issue: Issue;
  readonly state: IssueState;
  /** Null for vouchers and the risk fund. */
  readonly name: string | null;
}

/** All issues of a programme, newest first, read piece by piece. */
export interface IssueList {
  readonly programme: Programme;
  readonly currency: CurrencyProfile;
  /** The community's, by which days are told. */
  readonly timeZone: string;
  readonly issues: AsyncIterable<readonly ListedIssue[]>;
}

const chunk = 200;

/** The issues of a programme for the accounts of the institution. */
@Injectable()
export class IssueLists {
  constructor(
    private readonly programmes: ProgrammesService,
    private readonly issues: IssuesService,
    private readonly looks: ProgrammeLooks,
    private readonly days: ProgrammeDays,
    private readonly clock: Clock,
  ) {}

  /**
   * All issues, for those of the institution: as `IssuesService.list`, with the names of groups and partners.
   * @throws NotAllowed
   */
  async whole(actor: Actor, communityId: string, code: string): Promise<IssueList> {
    const first = await this.issues.list(actor, communityId, code, '', chunk);
    const programme = await this.programmes.find(actor, communityId, code);
    const { currency } = await this.looks.of(actor, programme, []);
    const timeZone = await this.days.timeZone(communityId);
    return { programme, currency, timeZone, issues: this.from(actor, programme, first) };
  }

  private async *from(
    actor: Actor,
    programme: Programme,
    first: readonly Issue[],
  ): AsyncGenerator<ListedIssue[]> {
    const { communityId, code } = programme;
    for (let some = first; some.length > 0;) {
      const { names } = await this.looks.of(actor, programme, some);
      const now = this.clock.now();
      yield some.map((issue) => ({
        issue,
        state: stateOfIssue(issue, now),
        name: issue.partyId === null ? null : (names.get(issue.partyId)?.name ?? null),
      }));
      some = await this.issues.list(actor, communityId, code, some.at(-1)!.id, chunk);
    }
  }
}
