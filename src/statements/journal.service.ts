import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { NotAllowed } from '../access/errors.js';
import { Sequencer } from '../books/sequencer.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Row } from '../database/sql.js';
import { exportJournal, type Exported } from './journal-export.js';
import { journalPage } from './journal.store.js';
import { personalKinds } from '../communities/party.js';

/** One end of a transfer in the journal. */
export interface JournalSide {
  readonly kind: string;
  /** Null for persons and households, but for the command line. */
  readonly accountId: string | null;
}

export interface JournalTransfer {
  readonly index: number;
  readonly from: JournalSide;
  readonly to: JournalSide;
  readonly currency: string;
  readonly amount: bigint;
  readonly programme: string | null;
}

/** An exchange at its place in the journal: ids and codes only. */
export interface JournalLine {
  readonly position: bigint;
  readonly exchangeId: string;
  readonly kind: string;
  readonly mode: string;
  /** Milliseconds since 1970. */
  readonly bookedAt: number;
  readonly bookedDate: string;
  readonly factDate: string;
  /** The position of the exchange that this one undoes. */
  readonly reverses: bigint | null;
  readonly transfers: readonly JournalTransfer[];
}

/** The community's journal: every exchange in the order of booking. */
@Injectable()
export class JournalService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sequencer: Sequencer,
    private readonly audit: AuditService,
  ) {}

  /**
   * A page of the journal.
   * @param after position, exclusive; @param limit 1 to 201
   * @throws NotAllowed
   */
  async read(actor: Actor, communityId: string, after: bigint, limit: number): Promise<JournalLine[]> {
    if (!may(actor, 'read_journal', { communityId }, this.clock.now())) throw new NotAllowed();
    const { exchanges, transfers } = await journalPage(this.database.reader, communityId, after, limit);
    const withPersons = actor.kind === 'system';
    return exchanges.map((row) => {
      const mine = transfers.filter((transfer) => transfer.exchange_id === row.exchange_id);
      return lineOf(
        row,
        mine.map((transfer) => transferOf(transfer, withPersons)),
      );
    });
  }

  /**
   * Writes the whole journal in the format of hledger, on one unchanging view. It shows every account's payments, so
   * only the command line may.
   * @param write takes the text piece by piece; it is waited for
   * @param progress told the number of exchanges written since
   * @throws NotAllowed
   */
  async export(
    actor: Actor,
    communityId: string,
    write: (text: string) => void | Promise<void>,
    progress?: (exchanges: number) => void,
  ): Promise<Exported> {
    if (!may(actor, 'export_journal', { communityId }, this.clock.now())) throw new NotAllowed();
    if (!this.database.readOnly) {
      await this.sequencer.run();
      await this.audit.look(actor, 'export_journal', 'journal', communityId, communityId);
    }
    return this.database.snapshot((reader) => exportJournal(reader, communityId, write, progress));
  }
}

function lineOf(row: Row, transfers: JournalTransfer[]): JournalLine {
  return {
    position: row.position as bigint,
    exchangeId: row.exchange_id as string,
    kind: row.kind as string,
    mode: row.mode as string,
    bookedAt: Number(row.booked_at),
    bookedDate: row.booked_date as string,
    factDate: row.fact_date as string,
    reverses: row.reverses as bigint | null,
    transfers,
  };
}

function transferOf(row: Row, withPersons: boolean): JournalTransfer {
  const side = (name: 'from' | 'to', id: string): JournalSide => {
    const personal = personalKinds.has(row[`${name}_party_kind`] as string);
    return { kind: row[`${name}_kind`] as string, accountId: personal && !withPersons ? null : id };
  };
  return {
    index: Number(row.idx),
    from: side('from', row.debit_id as string),
    to: side('to', row.credit_id as string),
    currency: row.currency as string,
    amount: row.amount as bigint,
    programme: row.programme as string | null,
  };
}
