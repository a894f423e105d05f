import type { Account } from '../ledger/account.js';
import type { Books, CurrencyRules, Hold, HoldOutcome, Posted } from '../ledger/books.js';
import type { Guard, GuardState, HoldId, Order } from '../ledger/order.js';
import type { Answer } from './answers.js';

/** An answer that the books already hold, with what tells whether a repeat asks the same. */
export interface Earlier {
  readonly actorId: string;
  readonly fingerprint: Buffer;
  readonly answer: Answer;
}

const holdKey = (id: HoldId) => `${id.exchangeId} ${id.index}`;
const guardKey = (kind: string, key: string) => `${kind} ${key}`;

/** Every account that an order touches or expects something of. */
export function accountsOf({ transfers, expects = [] }: Order): string[] {
  const moved = transfers.flatMap(({ debitId, creditId }) => [debitId, creditId]);
  return [...moved, ...expects.map(({ accountId }) => accountId)];
}

/** Whether an order touches nothing but accounts, so that it can come along with a batch that is under way. */
export function isPlain({ exchange, transfers, guards }: Order): boolean {
  const endsNothing = transfers.every(({ endsHold }) => endsHold === null);
  return guards.length === 0 && exchange.reverses === null && endsNothing;
}

/** One community's books as a batch sees them: what was read under lock, and every order of the batch so far. */
export class BatchView implements Books {
  readonly accounts = new Map<string, Account>();
  readonly currencies = new Map<string, CurrencyRules>();
  readonly earlier = new Map<string, Earlier>();
  readonly exchanges = new Set<string>();
  readonly reversed = new Set<string>();
  readonly touched = new Set<string>();
  private readonly holds = new Map<string, Hold>();
  private readonly endings = new Map<string, HoldOutcome>();
  private readonly open = new Map<string, Hold[]>();
  private readonly guards = new Map<string, GuardState>();
  private undo: Array<() => void> | undefined;

  constructor(
    readonly communityId: string,
    readonly timeZone: string,
  ) {}

  /** Whether every account that an order touches was read under lock already. */
  holdsAllOf(order: Order): boolean {
    return accountsOf(order).every((id) => this.accounts.has(id));
  }

  account(id: string): Account | undefined {
    return this.accounts.get(id);
  }

  rules(currency: string): CurrencyRules | undefined {
    return this.currencies.get(currency);
  }

  hold(id: HoldId): Hold | undefined {
    return this.holds.get(holdKey(id));
  }

  ending(id: HoldId): HoldOutcome | undefined {
    return this.endings.get(holdKey(id));
  }

  openHolds(accountId: string): readonly Hold[] {
    return (this.open.get(accountId) ?? []).filter((hold) => !this.endings.has(holdKey(hold.id)));
  }

  exchangeExists(id: string): boolean {
    return this.exchanges.has(id);
  }

  isReversed(exchangeId: string): boolean {
    return this.reversed.has(exchangeId);
  }

  guard(kind: string, key: string): GuardState | undefined {
    return this.guards.get(guardKey(kind, key));
  }

  /** Takes in a row of the database. */
  addHold(hold: Hold): void {
    this.holds.set(holdKey(hold.id), hold);
    for (const id of [hold.debitId, hold.creditId]) this.open.set(id, [...(this.open.get(id) ?? []), hold]);
  }

  addEnding(id: HoldId, outcome: HoldOutcome): void {
    this.endings.set(holdKey(id), outcome);
  }

  addGuard(kind: string, key: string, state: GuardState): void {
    this.guards.set(guardKey(kind, key), state);
  }

  /** Makes what an order changed visible to the orders after it. */
  apply(order: Order, posted: Posted): void {
    for (const account of posted.accounts.values()) this.setAccount(account);
    for (const hold of posted.holds) this.applyHold(hold);
    for (const { hold, outcome } of posted.endings) {
      this.addEnding(hold.id, outcome);
      this.undo?.push(() => this.endings.delete(holdKey(hold.id)));
    }
    for (const guard of order.guards) this.applyGuard(guard);
    this.exchanges.add(order.id);
    this.undo?.push(() => this.exchanges.delete(order.id));
    const { reverses } = order.exchange;
    if (reverses !== null) {
      this.reversed.add(reverses);
      this.undo?.push(() => this.reversed.delete(reverses));
    }
  }

  /** From here on everything can be taken back, until `keep`. */
  begin(): void {
    this.undo = [];
  }

  keep(): void {
    this.undo = undefined;
  }

  takeBack(): void {
    for (const step of (this.undo ?? []).reverse()) step();
    this.undo = undefined;
  }

  private setAccount(account: Account): void {
    const before = this.accounts.get(account.id)!;
    const wasTouched = this.touched.has(account.id);
    this.accounts.set(account.id, account);
    this.touched.add(account.id);
    this.undo?.push(() => {
      this.accounts.set(account.id, before);
      if (!wasTouched) this.touched.delete(account.id);
    });
  }

  private applyHold(hold: Hold): void {
    this.addHold(hold);
    this.undo?.push(() => {
      this.holds.delete(holdKey(hold.id));
      for (const id of [hold.debitId, hold.creditId]) {
        this.open.set(
          id,
          this.open.get(id)!.filter((other) => other !== hold),
        );
      }
    });
  }

  private applyGuard(guard: Guard): void {
    const before = this.guard(guard.kind, guard.key)!;
    this.addGuard(guard.kind, guard.key, { state: guard.next });
    this.undo?.push(() => this.addGuard(guard.kind, guard.key, before));
  }
}
