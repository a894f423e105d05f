import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Database } from '../database/database.js';
import { AccountSight, type SeenAccount } from './account-sight.service.js';
import { LinesService } from './lines.service.js';
import { dayAfter, dayStart, periodOf, type Period, type PeriodWish } from './period.js';
import { Positions } from './positions.js';
import type { StatementHead, StatementLine, WholeStatement } from './statement.js';
import { scalesOf } from './statements.store.js';

export interface StatementPart {
  readonly head: StatementHead;
  /** Oldest first; one more than asked for when there are more. */
  readonly lines: readonly StatementLine[];
}

/** An account's entries over a period, with the balance before and after each. */
@Injectable()
export class StatementsService {
  constructor(
    private readonly database: Database,
    private readonly sight: AccountSight,
    private readonly positions: Positions,
    private readonly lines: LinesService,
  ) {}

  /**
   * A part of a statement.
   * @param page.after the number of the last line of the part before; from the beginning when left out
   * @param page.limit 1 to 200
   * @throws NotAllowed
   */
  async statement(
    actor: Actor,
    communityId: string,
    accountId: string,
    wish: PeriodWish,
    page: { readonly after?: bigint | undefined; readonly limit: number },
  ): Promise<StatementPart> {
    const seen = await this.sight.open(actor, communityId, accountId, 'read_statement');
    const head = await this.headOf(seen, periodOf(wish, seen.today));
    const from = page.after !== undefined && page.after > head.after ? page.after : head.after;
    return { head, lines: await this.lines.between(seen.account, from, head.upTo, page.limit + 1) };
  }

  /**
   * The whole statement for a spreadsheet (U52), which is read while it is written.
   * @throws NotAllowed
   */
  async whole(
    actor: Actor,
    communityId: string,
    accountId: string,
    wish: PeriodWish,
  ): Promise<WholeStatement> {
    const seen = await this.sight.open(actor, communityId, accountId, 'read_statement');
    const head = await this.headOf(seen, periodOf(wish, seen.today));
    return { head, lines: this.lines.all(seen.account, head.after, head.upTo) };
  }

  /** Where a period begins and ends on an account. Costs the same on a long statement as on a short one. */
  async headOf({ account, community }: SeenAccount, { from, to }: Period): Promise<StatementHead> {
    const { communityId, id: accountId, currency, kind } = account;
    const { timeZone } = community;
    const at = (day: string) => this.positions.before(account, dayStart(day, timeZone));
    const [first, last, scales] = await Promise.all([
      at(from),
      at(to < from ? from : dayAfter(to)),
      scalesOf(this.database.reader, communityId),
    ]);
    return {
      ...{ communityId, accountId, kind, currency, from, to },
      scale: scales.get(currency) ?? 0,
      opening: first.balance,
      closing: last.balance,
      after: first.seq,
      upTo: last.seq,
    };
  }
}
