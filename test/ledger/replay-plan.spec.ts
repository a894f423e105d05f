import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  generateMembersCsv,
  readMembers,
  replayColumns,
  type ReplayMember,
} from '../../src/cli/replay-members.js';
import { orderPayments, type ReplayOrder } from '../../src/cli/replay-order.js';
import { planPayments, type PlannedPayment } from '../../src/cli/replay-plan.js';

const header = replayColumns.join(',');

/** A line of the file, with the named columns changed. */
function line(changes: Partial<Record<string, string>> = {}): string {
  const row: Record<string, string> = {
    ...Object.fromEntries(replayColumns.map((column) => [column, '0'])),
    ...{ member: 'a', joined_month: '2020-01', gender: '', role: 'BENEFICIARY', business_type: 'Shop' },
  };
  return replayColumns.map((column) => changes[column] ?? row[column]).join(',');
}

function read(...lines: string[]) {
  return readMembers([header, ...lines]);
}

function member(name: string, changes: Partial<ReplayMember> = {}): ReplayMember {
  const none = { issued: 0n, reclaimed: 0n, received: 0n, paid: 0n, balance: 0n, addsUp: true };
  const counts = { receivedCount: 0, paidCount: 0, partnersIn: 0, partnersOut: 0 };
  const who = { member: name, joinedMonth: '2020-01', role: 'BENEFICIARY', businessType: 'Shop' } as const;
  return { ...who, ...none, ...counts, ...changes };
}

/** Both sides of the ordinary payments of one member. */
function payer(
  name: string,
  paid: bigint,
  received: bigint,
  changes: Partial<ReplayMember> = {},
): ReplayMember {
  const counts = { paidCount: paid > 0n ? 1 : 0, receivedCount: received > 0n ? 1 : 0 };
  return member(name, { paid, received, ...counts, partnersIn: 1, partnersOut: 1, ...changes });
}

/** Walks through the steps as the books would; gives the balances at the end and every breach on the way. */
function walk(members: readonly ReplayMember[], { steps, explicitFloors }: ReplayOrder) {
  const rows = new Map(members.map((row) => [row.member, row]));
  const balances = new Map(members.map((row) => [row.member, 0n]));
  const breaches: string[] = [];
  const change = (name: string, by: bigint): void => {
    const balance = balances.get(name)! + by;
    balances.set(name, balance);
    if (by < 0n && balance < (explicitFloors.get(name) ?? 0n)) breaches.push(`${name} at ${balance}`);
  };
  let month = '';
  for (const step of steps) {
    if (step.amount <= 0n) breaches.push('an empty step');
    if (step.month < month) breaches.push(`${step.month} after ${month}`);
    month = step.month;
    const involved = step.kind === 'payment' ? [step.payer, step.payee] : [step.member];
    for (const name of involved)
      if (rows.get(name)!.joinedMonth > month) breaches.push(`${name} joins later`);
    if (step.kind === 'payment') {
      change(step.payer, -step.amount);
      change(step.payee, step.amount);
    } else change(step.member, step.kind === 'issue' ? step.amount : -step.amount);
  }
  return { balances, breaches };
}

function totals(payments: readonly PlannedPayment[], side: 'payer' | 'payee'): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const payment of payments) sums.set(payment[side], (sums.get(payment[side]) ?? 0n) + payment.amount);
  return sums;
}

const communities = fc.record({ members: fc.integer({ min: 12, max: 120 }), seed: fc.integer() });

describe('reading the members of a replay', () => {
  it('keeps totals at three decimals, and the balance to the nearest smallest unit', () => {
    const system = { other_in: '101.123456789012', other_out: '0.5', balance: '90.873456789012' };
    const paid = {
      std_in: '0.25',
      std_out: '10',
      std_txns_in: '1',
      std_txns_out: '2',
      std_partners_out: '1',
    };
    const other = { std_in: '10', std_out: '0.25', std_txns_in: '2', std_txns_out: '1', balance: '9.75' };
    const { members, faults } = read(line({ ...system, ...paid }), line({ member: 'b', ...other }));
    expect(faults).toEqual([]);
    expect(members[0]).toMatchObject({ issued: 101_123n, reclaimed: 500n, balance: 90_873n, addsUp: true });
    expect(members[0]).toMatchObject({ received: 250n, paid: 10_000n, paidCount: 2, partnersOut: 1 });
    expect(members[1]).toMatchObject({ member: 'b', issued: 0n, balance: 9750n, addsUp: true });
  });

  it('rounds issue and reclaim so that the balance comes out', () => {
    const { members } = read(line({ other_in: '10.0006', other_out: '0.0006', balance: '10' }));
    expect(members[0]).toMatchObject({ issued: 10_001n, reclaimed: 1n, balance: 10_000n });
    const down = read(line({ other_in: '10.0004', other_out: '1.0008', balance: '8.9996' })).members[0]!;
    expect(down.issued - down.reclaimed).toBe(9000n);
  });

  it('says which rows do not add up, and replays no system movements of an ADMIN', () => {
    const { members } = read(
      line({ other_in: '5', balance: '5.01' }),
      line({ member: 'b', role: 'ADMIN', other_in: '5', other_out: '9', balance: '-4' }),
      line({ member: 'c', other_in: '97.2318473190180', balance: '97.2318473190185' }),
    );
    expect(members.map((row) => row.addsUp)).toEqual([false, false, true]);
    expect(members[0]).toMatchObject({ issued: 5000n, balance: 5010n });
    expect(members[1]).toMatchObject({ issued: 0n, reclaimed: 0n, balance: -4000n });
  });

  it.each([
    ['joined_month', '2020-13', 'month_malformed'],
    ['member', '', 'member_missing'],
    ['role', 'KING', 'role_unknown'],
    ['balance', '1e5', 'amount_malformed'],
    ['other_in', '-1', 'amount_malformed'],
    ['other_out', 'much', 'amount_malformed'],
    ['std_txns_in', '1.5', 'count_malformed'],
    ['std_out', '7', 'volume_without_payments'],
    ['std_in', '0.0001', 'decimals_too_many'],
    ['member', 'first', 'member_twice'],
  ])('names the line with %s %j: %s', (column, text, reason) => {
    const { members, faults } = read(
      line({ member: 'first' }),
      line({ [column]: text }),
      line({ member: 'last' }),
    );
    expect(faults).toContainEqual({ line: 3, column, reason });
    expect(faults.every((fault) => fault.line === 3)).toBe(true);
    expect(members.map((row) => row.member)).toEqual(['first', 'last']);
  });

  it('names what is wrong with the file as a whole', () => {
    expect(readMembers('').faults).toEqual([{ line: 1, column: null, reason: 'header_wrong' }]);
    expect(readMembers(`a,b\n${line()}`).faults).toEqual([{ line: 1, column: null, reason: 'header_wrong' }]);
    expect(read(line(), 'b,2020-01').faults).toEqual([{ line: 3, column: null, reason: 'columns_wrong' }]);
    expect(read(line(), 'b,"2020').faults).toMatchObject([{ column: null, reason: 'csv_malformed' }]);
    const alone = read(line({ std_in: '1', std_txns_in: '1' })).faults;
    expect(alone.map((fault) => fault.reason)).toEqual(['volumes_differ', 'counts_differ']);
  });

  it('finds a generated file sound: some ADMIN rows, three others that do not add up', () => {
    fc.assert(
      fc.property(communities, (shape) => {
        const csv = generateMembersCsv(shape);
        const { members, faults } = readMembers(csv);
        expect(faults).toEqual([]);
        expect(members).toHaveLength(shape.members);
        const admins = members.filter((row) => row.role === 'ADMIN').length;
        expect(admins).toBeGreaterThan(0);
        expect(members.filter((row) => !row.addsUp)).toHaveLength(admins + 3);
        expect(generateMembersCsv(shape)).toBe(csv);
      }),
      { numRuns: 40 },
    );
  });
});

describe('planning the payments of a replay', () => {
  it('keeps every volume and the number of payments; nobody pays oneself', () => {
    fc.assert(
      fc.property(communities, fc.integer(), (shape, seed) => {
        const { members } = readMembers(generateMembersCsv(shape));
        const payments = planPayments(members, seed);
        expect(payments).toHaveLength(members.reduce((sum, row) => sum + row.paidCount, 0));
        expect(payments.filter((one) => one.payer === one.payee || one.amount <= 0n)).toEqual([]);
        const [paid, received] = [totals(payments, 'payer'), totals(payments, 'payee')];
        for (const row of members) {
          expect(paid.get(row.member) ?? 0n).toBe(row.paid);
          expect(received.get(row.member) ?? 0n).toBe(row.received);
        }
        expect(planPayments(members, seed)).toEqual(payments);
      }),
      { numRuns: 40 },
    );
  });

  it('comes near to the number of payments of each member', () => {
    const { members } = readMembers(generateMembersCsv({ members: 400, seed: 7 }));
    const payments = planPayments(members, 1);
    const off = (name: 'payer' | 'payee', count: (row: ReplayMember) => number): number => {
      const counted = Map.groupBy(payments, (one) => one[name]);
      const apart = members.map((row) => Math.abs((counted.get(row.member)?.length ?? 0) - count(row)));
      return apart.reduce((sum, one) => sum + one, 0) / payments.length;
    };
    expect(off('payer', (row) => row.paidCount)).toBeLessThan(0.05);
    expect(off('payee', (row) => row.receivedCount)).toBeLessThan(0.05);
  });

  it('leads others through a member who could only pay itself', () => {
    const three = { paidCount: 3, receivedCount: 3 };
    const volumes = { a: 40n, b: 40n, c: 20n };
    const members = Object.entries(volumes).map(([name, volume]) => payer(name, volume, volume, three));
    for (let seed = 0; seed < 50; seed += 1) {
      const payments = planPayments(members, seed);
      expect(payments).toHaveLength(9);
      expect(payments.every((one) => one.payer !== one.payee)).toBe(true);
      expect(Object.fromEntries(totals(payments, 'payer'))).toEqual(volumes);
      expect(Object.fromEntries(totals(payments, 'payee'))).toEqual(volumes);
    }
  });

  it('lets two pay each other all they have', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const payments = planPayments([payer('a', 5n, 5n), payer('b', 5n, 5n)], seed);
      expect(payments.map((one) => one.payer + one.payee).sort()).toEqual(['ab', 'ba']);
    }
  });

  it('refuses by name what cannot be', () => {
    expect(() => planPayments([payer('a', 9n, 9n), payer('b', 1n, 1n)], 1)).toThrow('more than half');
    const uneven = [payer('a', 10n, 0n), payer('b', 5n, 0n), payer('c', 0n, 8n), payer('d', 0n, 7n)];
    expect(() => planPayments(uneven, 1)).toThrow('fewer payments');
  });
});

describe('ordering the payments of a replay', () => {
  it('keeps everybody above their floor and comes out at the balances of the data', () => {
    fc.assert(
      fc.property(communities, fc.integer(), (shape, seed) => {
        const { members } = readMembers(generateMembersCsv(shape));
        const payments = planPayments(members, seed);
        const order = orderPayments(members, payments, seed);
        const { balances, breaches } = walk(members, order);
        expect(breaches).toEqual([]);
        const apart = members.map((row) => balances.get(row.member)! - row.balance);
        expect(members.filter((row, i) => row.addsUp && (apart[i]! > 1n || apart[i]! < -1n))).toEqual([]);
        expect(order.steps.filter((step) => step.kind === 'payment')).toHaveLength(payments.length);
        expect(orderPayments(members, payments, seed)).toEqual(order);
      }),
      { numRuns: 40 },
    );
  });

  it('lets a member wait until there is enough, and until the other has joined', () => {
    const members = [
      payer('a', 7n, 9n, { joinedMonth: '2019-11' }),
      payer('b', 9n, 7n, { joinedMonth: '2020-02', issued: 9n, reclaimed: 6n }),
    ];
    const payments = [
      { payer: 'a', payee: 'b', amount: 7n },
      { payer: 'b', payee: 'a', amount: 9n },
    ];
    const { steps, unordered } = orderPayments(members, payments, 3);
    expect(unordered).toEqual([]);
    expect(steps).toEqual([
      { kind: 'issue', member: 'b', amount: 9n, month: '2020-02' },
      { kind: 'payment', ...payments[1], month: '2020-02' },
      { kind: 'payment', ...payments[0], month: '2020-02' },
      { kind: 'reclaim', member: 'b', amount: 6n, month: '2020-02' },
    ]);
  });

  it('lists the payment that lacks least when all wait for each other, with the floor it needs', () => {
    const members = [payer('a', 9n, 9n, { role: 'ADMIN' }), payer('b', 9n, 9n, { issued: 4n })];
    const payments = [
      { payer: 'a', payee: 'b', amount: 9n },
      { payer: 'b', payee: 'a', amount: 9n },
    ];
    const order = orderPayments(members, payments, 1);
    expect(order.unordered).toEqual([{ kind: 'payment', ...payments[1], month: '2020-01' }]);
    expect(order.explicitFloors).toEqual(new Map([['b', -5n]]));
    expect(walk(members, order).breaches).toEqual([]);
  });

  it('lists a reclaim of more than there is', () => {
    const order = orderPayments([member('a', { issued: 4n, reclaimed: 7n, addsUp: false })], [], 1);
    expect(order.unordered).toEqual([{ kind: 'reclaim', member: 'a', amount: 7n, month: '2020-01' }]);
    expect(order.explicitFloors).toEqual(new Map([['a', -3n]]));
  });

  it('knows nobody who is not a member', () => {
    const payments = [{ payer: 'a', payee: 'x', amount: 1n }];
    expect(() => orderPayments([member('a')], payments, 1)).toThrow('unknown member');
  });
});
