import fc from 'fast-check';
import type { Order } from '../../src/ledger/order.js';
import { anOrder, type Move } from './community.js';

/** One thing that happens, with accounts and earlier orders named by their place. */
export type Happening =
  | { readonly what: 'pay'; readonly moves: ReadonlyArray<{ from: number; to: number; amount: number }> }
  | {
      readonly what: 'hold';
      readonly from: number;
      readonly to: number;
      readonly amount: number;
      readonly ms: number;
    }
  | { readonly what: 'end'; readonly hold: number; readonly amount: number }
  | { readonly what: 'undo'; readonly order: number }
  | { readonly what: 'repeat'; readonly order: number; readonly changed: boolean }
  | { readonly what: 'wait'; readonly ms: number };

const place = fc.nat(6);
// Few and round, so that bounds and limits are met exactly and not only passed.
const amount = fc.constantFrom(0, 50, 50, 100, 100, 150, 200, 300, 350, 400);
const move = fc.record({ from: place, to: place, amount });

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('pay' as const),
      moves: fc.array(move, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('hold' as const),
      from: place,
      to: place,
      amount,
      ms: fc.integer({ min: 1, max: 1_800_000 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('end' as const), hold: fc.nat(20), amount }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('undo' as const), order: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('repeat' as const), order: fc.nat(50), changed: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40_000_000 }) }),
  },
);

/** Turns happenings into orders. The same happenings over the same accounts always give the same orders. */
export class Storyteller {
  private readonly told: Order[] = [];
  private readonly holds: Order[] = [];
  private number = 0;

  /** @param accounts ids; the last place names one that does not exist */
  constructor(
    private readonly communityId: string,
    private readonly accounts: readonly string[],
  ) {}

  /** @returns undefined when there is nothing to refer to yet */
  tell(one: Exclude<Happening, { what: 'wait' }>, now: number): Order | undefined {
    switch (one.what) {
      case 'pay':
        return this.keep(
          this.order(
            one.moves.map((m) => ({ from: this.at(m.from), to: this.at(m.to), amount: BigInt(m.amount) })),
          ),
        );
      case 'hold': {
        const moves = [
          {
            from: this.at(one.from),
            to: this.at(one.to),
            amount: BigInt(one.amount),
            holdUntil: now + one.ms,
          },
        ];
        const order = this.order(moves, { kind: 'hold' });
        this.holds.push(order);
        return this.keep(order);
      }
      case 'end': {
        const hold = this.holds[one.hold];
        if (hold === undefined) return undefined;
        const { debitId: from, creditId: to } = hold.transfers[0]!;
        const endsHold = { exchangeId: hold.id, index: 0 };
        return this.keep(
          this.order([{ from, to, amount: BigInt(one.amount), endsHold }], { kind: 'release' }),
        );
      }
      case 'undo': {
        const undone = this.told[one.order];
        if (undone === undefined || undone.exchange.kind === 'hold') return undefined;
        const back = undone.transfers
          .filter((t) => t.amount > 0n)
          .map((t) => ({ from: t.creditId, to: t.debitId, amount: t.amount }));
        return this.keep(this.order(back.reverse(), { kind: 'reversal', reverses: undone.id }));
      }
      case 'repeat': {
        const again = this.told[one.order];
        if (again === undefined) return undefined;
        return one.changed ? { ...again, actorId: 'SOMEBODY ELSE' } : again;
      }
    }
  }

  private at(place: number): string {
    return this.accounts[place] ?? 'NOBODY';
  }

  private keep(order: Order): Order {
    this.told.push(order);
    return order;
  }

  private order(moves: readonly Move[], exchange: Partial<Order['exchange']> = {}): Order {
    const id = `01900000-0000-7000-8000-${String(++this.number).padStart(12, '0')}`;
    return anOrder(this.communityId, moves, { id, exchange });
  }
}
