import { Test, type TestingModule } from '@nestjs/testing';
import { BooksModule } from '../../src/books/books.module.js';
import type { Answer, NotBooked } from '../../src/books/answers.js';
import { BooksService, type NewAccount } from '../../src/books/books.service.js';
import { Sequencer } from '../../src/books/sequencer.js';
import { Summaries } from '../../src/books/summaries.js';
import { Verifier } from '../../src/books/verify.js';
import type { Config } from '../../src/config.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { newUuid } from '../../src/database/ids.js';
import { balance } from '../../src/ledger/account.js';
import type { ExchangeDraft, Guard, Order, TransferDraft } from '../../src/ledger/order.js';
import { aPlace, type Dialect, type TestPlace } from './databases.js';

/** A day on which the tests' clock begins. */
export const firstDay = Date.UTC(2026, 0, 5, 9, 0, 0);

/** An exchange of kind payment with nothing special about it. */
export const plainExchange: ExchangeDraft = {
  kind: 'payment',
  mode: 'reciprocity',
  subject: null,
  minutes: null,
  labour: null,
  reason: null,
  condition: 'none',
  conditionDate: null,
  giverId: null,
  takerId: null,
  factDate: '2026-01-05',
  reverses: null,
  helperId: null,
};

export interface Move extends Partial<Omit<TransferDraft, 'debitId' | 'creditId' | 'amount'>> {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

export interface OrderParts {
  readonly id?: string;
  readonly actorId?: string;
  readonly communityId?: string;
  readonly exchange?: Partial<ExchangeDraft>;
  readonly guards?: readonly Guard[];
}

/** An order as a test writes it. */
export function anOrder(communityId: string, moves: readonly Move[], parts: OrderParts = {}): Order {
  return {
    id: parts.id ?? newUuid(),
    communityId: parts.communityId ?? communityId,
    actorId: parts.actorId ?? 'TESTER',
    exchange: { ...plainExchange, ...parts.exchange },
    transfers: moves.map(({ from, to, amount, ...rest }) => ({
      debitId: from,
      creditId: to,
      currency: 'UUR',
      amount,
      programme: null,
      holdUntil: null,
      endsHold: null,
      ...rest,
    })),
    guards: parts.guards ?? [],
  };
}

/** The books alone, with one community and one currency: what the ledger's own tests stand on. */
export class TestBooks {
  readonly communityId = 'rabot';

  private constructor(
    readonly place: TestPlace,
    readonly clock: SetClock,
    readonly module: TestingModule,
  ) {}

  static async open(dialect: Dialect, env: NodeJS.ProcessEnv = {}): Promise<TestBooks> {
    const books = await TestBooks.on(await aPlace(dialect, env));
    await books.database.transaction(async (tx) => {
      await books.books.openLedger(tx, 'rabot', 'Europe/Brussels');
      await books.books.openCurrency(tx, 'rabot', {
        currency: 'UUR',
        scale: 2,
        perPayment: null,
        perDay: null,
        perAcceptorDay: null,
      });
    });
    return books;
  }

  /** On a place that already has its community. */
  static async on(place: TestPlace, clock = new SetClock(firstDay)): Promise<TestBooks> {
    return new TestBooks(place, clock, await booksModule(place.config, clock));
  }

  get database(): Database {
    return this.module.get(Database);
  }

  get books(): BooksService {
    return this.module.get(BooksService);
  }

  get verifier(): Verifier {
    return this.module.get(Verifier);
  }

  async anAccount(account: Partial<NewAccount> = {}): Promise<string> {
    const [id] = await this.accounts(1, account);
    return id!;
  }

  accounts(count: number, account: Partial<NewAccount> = {}): Promise<string[]> {
    const one: NewAccount = {
      communityId: this.communityId,
      currency: 'UUR',
      kind: 'member',
      partyId: null,
      partyKind: 'person',
      floor: -600n,
      ceiling: 3000n,
      ...account,
    };
    return this.database.transaction((tx) =>
      this.books.openAccounts(tx, 'TESTER', new Array<NewAccount>(count).fill(one)),
    );
  }

  order(moves: readonly Move[], parts: OrderParts = {}): Order {
    return anOrder(this.communityId, moves, parts);
  }

  pay(from: string, to: string, amount: bigint, parts: OrderParts = {}): Promise<Answer> {
    return this.books.post({ order: this.order([{ from, to, amount }], parts) });
  }

  all(orders: readonly Order[], atomic = false): Promise<Array<Answer | NotBooked>> {
    return this.books.postAll(
      orders.map((order) => ({ order })),
      atomic,
    );
  }

  async balanceOf(id: string): Promise<bigint> {
    return balance((await this.books.findAccount(this.communityId, id))!);
  }

  /** Every law of the books, and that the derived tables can be brought up to date. */
  async theBooksBalance(): Promise<void> {
    await this.module.get(Sequencer).run();
    await this.module.get(Summaries).fold();
    const proof = await this.verifier.full();
    if (proof.differences.length > 0)
      throw new Error(`the books differ: ${JSON.stringify(proof.differences.slice(0, 5))}`);
  }

  /** Ends the process's part, and keeps the data. */
  async stop(): Promise<void> {
    await this.module.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.place.drop();
  }
}

async function booksModule(config: Config, clock: SetClock): Promise<TestingModule> {
  const module = Test.createTestingModule({ imports: [DatabaseModule.with(config, clock), BooksModule] });
  const built = await module.compile();
  await built.init();
  return built;
}
