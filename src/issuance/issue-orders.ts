import { Injectable } from '@nestjs/common';
import { auditTable } from '../access/audit.js';
import type { Answer, Request } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { plainExchange, plainMove } from '../books/plain.js';
import { postToday } from '../books/settle.js';
import { Clock } from '../database/clock.js';
import type { Row } from '../database/sql.js';
import type { ExchangeKind, Guard, TransferDraft } from '../ledger/order.js';
import type { Issue, IssueStep } from './issue.js';
import type { Programme } from './programme.js';
import { ProgrammeDays } from './programme-days.js';

/** What one step of an issue moves, and what is written with it. */
export interface Move {
  readonly kind: ExchangeKind;
  readonly transfer: Pick<TransferDraft, 'amount'> & Partial<TransferDraft>;
  readonly orderId: string;
  readonly actorId: string;
  readonly guards: readonly Guard[];
  /** It has the id of its issue, which a second try has too: a no is not kept. */
  readonly asksAnew?: boolean;
  /** The row of the audit. */
  readonly row: Row;
}

/** The orders by which issues move value. */
@Injectable()
export class IssueOrders {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly days: ProgrammeDays,
    private readonly clock: Clock,
  ) {}

  /** Books one step of an issue, between the accounts that the step names, under the programme. */
  async post(
    issue: Pick<Issue, 'communityId' | 'partyId'>,
    programme: Programme,
    step: Pick<IssueStep, 'fromId' | 'accountId'>,
    move: Move,
  ): Promise<Answer> {
    const { communityId } = issue;
    const { fromId: debitId, accountId: creditId } = step;
    const { code, currency, ownerId: giverId } = programme;
    const request = (factDate: string): Request => ({
      order: {
        id: move.orderId,
        communityId,
        actorId: move.actorId,
        exchange: {
          ...plainExchange(move.kind, 'redistribution', factDate),
          giverId,
          takerId: issue.partyId,
        },
        transfers: [plainMove({ debitId, creditId, currency, programme: code, ...move.transfer })],
        guards: move.guards,
      },
      appends: [{ table: auditTable, row: move.row }],
      asksAnew: move.asksAnew === true,
    });
    const timeZone = await this.days.timeZone(communityId);
    return postToday(this.books, this.exchanges, timeZone, this.clock.now(), request);
  }
}
