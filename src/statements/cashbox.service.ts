import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { GuessesService, type Warning } from '../access/guesses.service.js';
import { BooksService } from '../books/books.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { SecondYesLimits } from '../communities/second-yes-limits.service.js';
import { balance, heldOut, type Account } from '../ledger/account.js';
import { AccountSight, type SeenAccount } from './account-sight.service.js';
import { LinesService } from './lines.service.js';
import { monthPeriod } from './period.js';
import type { StatementHead, StatementLine } from './statement.js';
import { MonthSums } from './month-sums.js';
import { StatementsService } from './statements.service.js';

/** What a treasurer wants to know at a glance (U48): have, in, out, over. Smallest units. */
export interface Cashbox {
  readonly head: StatementHead;
  readonly community: SeenAccount['community'];
  /** By what the currency is shown. */
  readonly unit: 'hour' | 'coin';
  /** YYYY-MM */
  readonly month: string;
  readonly isThisMonth: boolean;
  /** At the end of the month, or now: also what is set apart and what has a purpose. */
  readonly have: bigint;
  readonly in: bigint;
  readonly out: bigint;
  /** What of it is free to give. Null for a month that is over. */
  readonly over: bigint | null;
  readonly setApart: bigint;
  /** What lies with a purpose on other accounts of the same party. */
  readonly withPurpose: bigint;
  /** The group or institution in which payments may wait for a second yes; null where they never did. */
  readonly secondYesOf: string | null;
  /** What was guessed at lately in the community (U40). */
  readonly warnings: readonly Warning[];
  /** The last lines of the month, newest first. */
  readonly lines: readonly StatementLine[];
}

const linesShown = 20;

/** What else a cash box shows: how its currency looks, and the party's purses with a purpose. */
@Injectable()
export class CashboxSurroundings {
  constructor(
    private readonly books: BooksService,
    private readonly currencies: CurrenciesService,
    private readonly limits: SecondYesLimits,
    private readonly guesses: GuessesService,
  ) {}

  async of(
    actor: Actor,
    account: Account,
    now: boolean,
  ): Promise<Pick<Cashbox, 'unit' | 'withPurpose' | 'secondYesOf' | 'warnings'>> {
    const { communityId, currency, partyId, kind } = account;
    const [warnings, unit, all] = await Promise.all([
      this.guesses.warnings(actor, communityId),
      this.unitOf(communityId, currency),
      now && partyId !== null && kind !== 'purpose' ? this.books.accountsOf(communityId, partyId) : [],
    ]);
    const purposes = all.filter((each) => each.kind === 'purpose' && each.currency === currency);
    const waits = partyId !== null && (await this.limits.hadAny(communityId, partyId));
    const withPurpose = purposes.reduce((sum, each) => sum + balance(each), 0n);
    return { unit, withPurpose, warnings, secondYesOf: waits ? partyId : null };
  }

  async unitOf(communityId: string, currency: string): Promise<'hour' | 'coin'> {
    return (await this.currencies.find(communityId, currency))?.token ?? 'coin';
  }
}

/** The treasurer's page of one account and one month. */
@Injectable()
export class CashboxService {
  constructor(
    private readonly sight: AccountSight,
    private readonly statements: StatementsService,
    private readonly lines: LinesService,
    private readonly sums: MonthSums,
    private readonly around: CashboxSurroundings,
  ) {}

  /**
   * @param month YYYY-MM; this month when left out
   * @throws NotAllowed
   */
  async cashbox(actor: Actor, communityId: string, accountId: string, month?: string): Promise<Cashbox> {
    const seen = await this.sight.open(actor, communityId, accountId, 'read_statement');
    const { account, community, today } = seen;
    const isThisMonth = month === undefined || month === today.slice(0, 7);
    const shown = month ?? today.slice(0, 7);
    const head = await this.statements.headOf(seen, monthPeriod(shown));
    const [sums, lines, around] = await Promise.all([
      this.sums.between(communityId, accountId, head.after, head.upTo),
      this.lines.last(account, head.after, head.upTo, linesShown),
      this.around.of(actor, account, isThisMonth),
    ]);
    const setApart = isThisMonth ? heldOut(account) : 0n;
    const free = isThisMonth ? balance(account) : head.closing;
    return {
      ...{ head, community, month: shown, isThisMonth, setApart, lines },
      ...around,
      ...sums,
      have: free + around.withPurpose,
      over: isThisMonth ? free - setApart : null,
    };
  }

  /** By what the currency of a statement is shown. */
  unitOf({ communityId, currency }: StatementHead): Promise<'hour' | 'coin'> {
    return this.around.unitOf(communityId, currency);
  }
}
