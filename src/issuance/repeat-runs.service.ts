import { Injectable } from '@nestjs/common';
import { systemActor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newUuid } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import { ApprovalsService } from './approvals.service.js';
import { findIssue, insertIssues, refuseIssue } from './issues.store.js';
import { IssuesService } from './issues.service.js';
import { ProgrammeDays } from './programme-days.js';
import { findProgramme } from './programmes.store.js';
import { monthsDue, type Repeat } from './repeat.js';
import * as store from './repeats.store.js';

/** What a run did: months that were promised, and months that were skipped. */
export interface RepeatRun {
  readonly promised: number;
  readonly skipped: number;
}

const chunk = 200;

/** Timed work: makes the issue of each month whose day has come, and promises it by the yes given to the repeat. */
@Injectable()
export class RepeatRuns {
  private readonly actor = systemActor('issue_repeats');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly issues: IssuesService,
    private readonly approvals: ApprovalsService,
    private readonly days: ProgrammeDays,
  ) {}

  /**
   * One run over all communities. Months that were missed come one after the other, oldest first, each booked singly. A
   * run that was cut off is done again without promising anything twice.
   */
  async run(): Promise<RepeatRun> {
    const total = { promised: 0, skipped: 0 };
    for (let after = { communityId: '', id: '' }; ;) {
      const some = await store.findRunning(this.database.reader, after, chunk);
      for (const repeat of some) {
        for (const done of await this.runOne(repeat)) total[done]++;
      }
      if (some.length < chunk) return total;
      after = some.at(-1)!;
    }
  }

  private async runOne(repeat: Repeat): Promise<Array<keyof RepeatRun>> {
    const { communityId, id } = repeat;
    const due = monthsDue(repeat, await this.days.today(communityId));
    const known = (await store.findMonths(this.database.reader, communityId, [id])).get(id)!;
    const outcomes: Array<keyof RepeatRun> = [];
    for (const month of due) {
      const done = known.find((each) => each.month === month);
      if (done?.skipped != null) continue;
      const issueId = done === undefined ? await this.begin(repeat, month) : done.issueId;
      if (issueId === 'skipped') outcomes.push(issueId);
      else if (typeof issueId === 'string') outcomes.push(...(await this.promise(repeat, month, issueId)));
    }
    return outcomes;
  }

  /** Writes down the month with its issue, or with what stands in its way. @returns null when it is not to be done */
  private async begin(repeat: Repeat, month: string): Promise<string | null> {
    const { communityId, id, programme: code, purpose, target, partyId, amount, madeBy } = repeat;
    const programme = (await findProgramme(this.database.reader, communityId, code))!;
    const trouble = await this.issues.troubleNow(programme, repeat);
    const at = this.clock.now();
    const issueId = newUuid(at);
    return this.database.transaction(async (tx) => {
      if (!(await isFree(tx, repeat, month))) return null;
      if (trouble !== null) {
        await store.insertMonth(tx, repeat, { month, issueId: null, skipped: trouble, at });
        await this.tell(tx, repeat, id);
        return 'skipped';
      }
      const issue = { communityId, id: issueId, programme: code, purpose, target, partyId, amount };
      await insertIssues(tx, [{ ...issue, batchId: null, repeatId: id, madeBy, madeAt: at }]);
      await store.insertMonth(tx, repeat, { month, issueId, skipped: null, at });
      await this.tell(tx, repeat, issueId);
      return issueId;
    });
  }

  private async promise(repeat: Repeat, month: string, issueId: string): Promise<Array<keyof RepeatRun>> {
    const { communityId } = repeat;
    const issue = await findIssue(this.database.reader, communityId, issueId);
    if (issue?.kept !== 'proposed') return [];
    const answer = await this.approvals.promiseMonth(this.actor, repeat, issueId);
    if (answer.kind === 'posted') return answer.repeated ? [] : ['promised'];
    const { code } = answer;
    const at = this.clock.now();
    const done = await this.database.transaction(async (tx) => {
      if (!(await refuseIssue(tx, communityId, issueId, repeat.decidedBy!, at))) return false;
      await this.tell(tx, repeat, issueId);
      return store.skipMonth(tx, repeat, month, code);
    });
    return done ? ['skipped'] : [];
  }

  private tell(tx: Tx, { communityId }: Repeat, subject: string): Promise<void> {
    const at = this.clock.now();
    return audit(tx, auditRow(this.actor, 'decide_programme', 'issue', subject, communityId, at));
  }
}

/** Whether a repeat still runs and nobody has done the month yet; the repeat is kept from others. */
async function isFree(tx: Tx, { communityId, id }: Repeat, month: string): Promise<boolean> {
  const repeat = await store.findRepeat(tx, communityId, id, tx.forUpdate);
  if (repeat?.state !== 'approved') return false;
  const months = (await store.findMonths(tx, communityId, [id])).get(id)!;
  return !months.some((each) => each.month === month);
}
