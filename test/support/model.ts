import type { Order, TransferDraft } from '../../src/ledger/order.js';
import type { RefusalCode } from '../../src/ledger/refusals.js';
import { isByState } from '../../src/ledger/refusals.js';

/** An account of the model: its bounds, nothing else. Everything it holds is summed up anew each time. */
export interface ModelAccount {
  readonly floor: bigint | null;
  readonly ceiling: bigint | null;
}

export interface ModelLimits {
  readonly perPayment: bigint;
  readonly perDay: bigint;
  readonly perAcceptorDay: bigint;
}

interface Moved {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly day: string;
  readonly limited: boolean;
}

interface ModelHold extends Moved {
  readonly key: string;
  readonly until: number;
  ended: boolean;
}

type ModelAnswer = 'posted' | RefusalCode;

const limitedKinds = ['payment', 'thanks', 'gift', 'pot', 'hold'];

/**
 * The books as simply as they can be told: a list of what moved, a list of holds, and sums over them. It shares no
 * code with the ledger, so that what both say is likely true.
 */
export class Model {
  private moved: Moved[] = [];
  private holds: ModelHold[] = [];
  private readonly answers = new Map<string, { content: string; answer: ModelAnswer }>();
  private readonly reversed = new Set<string>();

  constructor(
    readonly accounts: ReadonlyMap<string, ModelAccount>,
    private readonly limits: ModelLimits,
  ) {}

  balance(id: string): bigint {
    let sum = 0n;
    for (const { from, to, amount } of this.moved) {
      if (from === id) sum -= amount;
      if (to === id) sum += amount;
    }
    return sum;
  }

  /** How much has moved in all, and how often. */
  get flow(): { transfers: bigint; amount: bigint } {
    return {
      transfers: BigInt(this.moved.length),
      amount: this.moved.reduce((sum, { amount }) => sum + amount, 0n),
    };
  }

  submit(order: Order, now: number, day: string): ModelAnswer {
    const content = JSON.stringify(order, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    const earlier = this.answers.get(order.id);
    if (earlier !== undefined)
      return earlier.content === content ? earlier.answer : 'exists_with_different_content';
    const before = { moved: [...this.moved], holds: this.holds.map((hold) => ({ ...hold })) };
    const answer = this.judge(order, now, day);
    if (answer !== 'posted') {
      this.moved = before.moved;
      this.holds = before.holds;
    } else if (order.exchange.reverses !== null) {
      this.reversed.add(order.exchange.reverses);
    }
    if (answer === 'posted' || isByState(answer)) this.answers.set(order.id, { content, answer });
    return answer;
  }

  private judge(order: Order, now: number, day: string): ModelAnswer {
    const { reverses, kind } = order.exchange;
    if (reverses !== null && this.answers.get(reverses)?.answer !== 'posted') return 'no_such_exchange';
    for (const transfer of order.transfers) {
      const code = this.judgeInput(transfer);
      if (code !== undefined) return code;
    }
    if (reverses !== null && this.reversed.has(reverses)) return 'exchange_already_reversed';
    for (const [index, transfer] of order.transfers.entries()) {
      const code = this.step(transfer, `${order.id} ${index}`, limitedKinds.includes(kind), now, day);
      if (code !== undefined) return code;
    }
    return 'posted';
  }

  private judgeInput(transfer: TransferDraft): RefusalCode | undefined {
    if (transfer.endsHold !== null && this.find(transfer) === undefined) return 'no_such_hold';
    if (!this.accounts.has(transfer.debitId) || !this.accounts.has(transfer.creditId))
      return 'no_such_account';
    if (transfer.debitId === transfer.creditId) return 'accounts_must_be_different';
    if (transfer.amount < (transfer.endsHold === null ? 1n : 0n)) return 'amount_must_be_positive';
    return undefined;
  }

  private step(
    t: TransferDraft,
    key: string,
    limited: boolean,
    now: number,
    day: string,
  ): RefusalCode | undefined {
    if (t.endsHold !== null) {
      const hold = this.find(t)!;
      if (hold.ended) return 'hold_already_resolved';
      if (hold.until <= now && t.amount > 0n) return 'hold_expired';
      if (t.amount > hold.amount) return 'hold_amount_exceeded';
      hold.ended = true;
      if (t.amount === 0n) return undefined;
    }
    const { debitId: from, creditId: to, amount } = t;
    if (limited) {
      const today = this.moved.filter((one) => one.day === day && one.limited);
      const out = today.filter((one) => one.from === from).reduce((sum, one) => sum + one.amount, amount);
      if (amount > this.limits.perPayment) return 'over_payment_limit';
      if (out > this.limits.perDay) return 'over_day_limit';
    }
    const live = this.holds.filter((hold) => !hold.ended && hold.until > now);
    const heldOut = live.filter((hold) => hold.from === from).reduce((sum, hold) => sum + hold.amount, 0n);
    const heldIn = live.filter((hold) => hold.to === to).reduce((sum, hold) => sum + hold.amount, 0n);
    const { floor } = this.accounts.get(from)!;
    const { ceiling } = this.accounts.get(to)!;
    if (floor !== null && this.balance(from) - heldOut - amount < floor) return 'not_enough';
    const come = this.moved.filter((one) => one.day === day && one.limited && one.to === to);
    if (limited && come.reduce((sum, one) => sum + one.amount, amount) > this.limits.perAcceptorDay) {
      return 'over_acceptor_limit';
    }
    if (ceiling !== null && this.balance(to) + heldIn + amount > ceiling) return 'too_much';
    if (t.holdUntil !== null) {
      this.holds.push({ key, from, to, amount, day, limited, until: t.holdUntil, ended: false });
    } else {
      this.moved.push({ from, to, amount, day, limited });
    }
    return undefined;
  }

  private find(t: TransferDraft): ModelHold | undefined {
    const key = `${t.endsHold!.exchangeId} ${t.endsHold!.index}`;
    return this.holds.find((hold) => hold.key === key && hold.from === t.debitId && hold.to === t.creditId);
  }
}
