import { CsvError, parse } from 'csv-parse/sync';
import { writeAmount, type Amount } from '../ledger/amount.js';
import { drawFrom, type Draw } from './replay-order.js';

/** Amounts of a replay are kept at this scale: 1 unit of the data is 1,000 smallest units. */
export const replayScale = 3;

/** The columns a file of members must have, in this order. */
export const replayColumns = [
  'member,joined_month,gender,role,business_type,balance,other_in,other_out,other_txns_in,other_txns_out',
  'std_in,std_out,std_txns_in,std_txns_out,std_partners_in,std_partners_out',
].flatMap((part) => part.split(','));

/** The roles that the data knows; `None` is the data's own word for a member without one. */
export const replayRoles = ['BENEFICIARY', 'GROUP_ACCOUNT', 'TOKEN_AGENT', 'ADMIN', 'None'] as const;
export type ReplayRole = (typeof replayRoles)[number];

/** One member as a replay needs it: totals in smallest units at scale 3, counts of payments and of partners. */
export interface ReplayMember {
  readonly member: string;
  /** 'YYYY-MM' */
  readonly joinedMonth: string;
  readonly role: ReplayRole;
  readonly businessType: string;
  /** What the data says the member has at the end. */
  readonly balance: Amount;
  /** In and out are the balance; never for an ADMIN row, whose system movements are not replayed. */
  readonly addsUp: boolean;
  /** System movements to replay; 0 for an ADMIN row. */
  readonly issued: Amount;
  readonly reclaimed: Amount;
  /** Ordinary payments. */
  readonly received: Amount;
  readonly paid: Amount;
  readonly receivedCount: number;
  readonly paidCount: number;
  readonly partnersIn: number;
  readonly partnersOut: number;
}

export const lineReasons = [
  ...(['csv_malformed', 'header_wrong', 'columns_wrong', 'member_missing', 'member_twice'] as const),
  ...([
    'month_malformed',
    'role_unknown',
    'amount_malformed',
    'decimals_too_many',
    'count_malformed',
  ] as const),
  ...(['volume_without_payments', 'volumes_differ', 'counts_differ'] as const),
] as const;
export type LineReason = (typeof lineReasons)[number];

/** A line that cannot be used: its number (from 1; 0 for the file as a whole), the column where one is at fault. */
export interface LineFault {
  readonly line: number;
  readonly column: string | null;
  readonly reason: LineReason;
}

/**
 * Reads a file of members. Ordinary volumes must be exact at scale 3. System movements may have up to 18 decimals:
 * where a row adds up, what is issued is chosen so that the balance rounds to the nearest smallest unit.
 * @param csv the text of the file, or its lines
 * @returns the members whose lines are sound, and every fault; a replay needs a file without faults
 */
export function readMembers(csv: string | readonly string[]): {
  members: ReplayMember[];
  faults: LineFault[];
} {
  const faults: LineFault[] = [];
  const members = new Map<string, ReplayMember>();
  let header: 'missing' | 'right' | 'wrong' = 'missing';
  const onRecord = (record: string[], { lines }: { lines: number }): null => {
    const before = faults.length;
    const fault: Fault = (column, reason) => faults.push({ line: lines, column, reason });
    if (header === 'missing') header = record.join(',') === replayColumns.join(',') ? 'right' : 'wrong';
    else if (header === 'right') {
      const member = readMember(record, fault);
      if (member !== undefined && members.has(member.member)) fault('member', 'member_twice');
      if (member !== undefined && faults.length === before) members.set(member.member, member);
    }
    return null;
  };
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: true, on_record: onRecord };
    parse(typeof csv === 'string' ? csv : csv.join('\n'), options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    faults.push({ line: error.lines as number, column: null, reason: 'csv_malformed' });
  }
  // The callback changes it, which the compiler does not follow.
  if ((header as string) !== 'right' && faults.length === 0) {
    faults.push({ line: 1, column: null, reason: 'header_wrong' });
  }
  if (faults.length === 0) faults.push(...sumFaults([...members.values()]));
  return { members: [...members.values()], faults };
}

type Fault = (column: string | null, reason: LineReason) => void;

function readMember(record: readonly string[], fault: Fault): ReplayMember | undefined {
  if (record.length !== replayColumns.length) {
    fault(null, 'columns_wrong');
    return undefined;
  }
  const row = Object.fromEntries(replayColumns.map((column, i) => [column, record[i]!]));
  const text = (column: string): string => row[column]!;
  const role = replayRoles.find((known) => known === text('role'));
  if (text('member').trim() === '') fault('member', 'member_missing');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text('joined_month'))) fault('joined_month', 'month_malformed');
  if (role === undefined) fault('role', 'role_unknown');
  const count = (column: string): number => readCount(text(column), column, fault);
  const volume = (column: string): Amount => readVolume(text(column), column, fault);
  const ordinary = {
    received: volume('std_in'),
    paid: volume('std_out'),
    receivedCount: count('std_txns_in'),
    paidCount: count('std_txns_out'),
    partnersIn: count('std_partners_in'),
    partnersOut: count('std_partners_out'),
  };
  count('other_txns_in');
  count('other_txns_out');
  checkPayments(ordinary.received, ordinary.receivedCount, 'std_in', fault);
  checkPayments(ordinary.paid, ordinary.paidCount, 'std_out', fault);
  const system = systemMovements(row, ordinary.received - ordinary.paid, fault);
  const replayed = role === 'ADMIN' ? { ...system, addsUp: false, issued: 0n, reclaimed: 0n } : system;
  const who = {
    member: text('member'),
    joinedMonth: text('joined_month'),
    businessType: text('business_type'),
  };
  return { ...who, role: role ?? 'None', ...replayed, ...ordinary };
}

function systemMovements(row: Record<string, string>, net: Amount, fault: Fault) {
  const [balance, inFine, outFine] = ['balance', 'other_in', 'other_out'].map((column) => {
    const fine = readFine(row[column]!);
    if (fine !== undefined && (fine >= 0n || column === 'balance')) return fine;
    fault(column, 'amount_malformed');
    return 0n;
  }) as [bigint, bigint, bigint];
  const off = inFine - outFine + net * fineUnit - balance;
  // The data has 15 significant figures, so its own sums differ by less than a thousandth of a smallest unit.
  const addsUp = off < fineUnit / 1000n && off > -fineUnit / 1000n;
  const rounded = { balance: toNearest(balance), reclaimed: toNearest(outFine), addsUp };
  const fitting = rounded.balance + rounded.reclaimed - net;
  return { ...rounded, issued: addsUp && fitting >= 0n ? fitting : toNearest(inFine) };
}

/** Figures are first read with 18 decimals, so that nothing is lost before it is known whether a row adds up. */
const fineScale = 18;
const fineUnit = 10n ** BigInt(fineScale - replayScale);

function readFine(text: string): bigint | undefined {
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,18}))?$/.exec(text);
  if (found === null) return undefined;
  const units = BigInt(found[2]! + (found[3] ?? '').padEnd(fineScale, '0'));
  return found[1] === '-' ? -units : units;
}

function toNearest(fine: bigint): Amount {
  const half = fineUnit / 2n;
  return fine < 0n ? -((-fine + half) / fineUnit) : (fine + half) / fineUnit;
}

function readVolume(text: string, column: string, fault: Fault): Amount {
  const fine = readFine(text);
  if (fine === undefined || fine < 0n) fault(column, 'amount_malformed');
  else if (fine % fineUnit !== 0n) fault(column, 'decimals_too_many');
  return (fine ?? 0n) / fineUnit;
}

function readCount(text: string, column: string, fault: Fault): number {
  if (/^\d{1,7}$/.test(text)) return Number.parseInt(text, 10);
  fault(column, 'count_malformed');
  return 0;
}

/** Every payment moves at least one smallest unit, and no volume comes without a payment. */
function checkPayments(volume: Amount, count: number, column: string, fault: Fault): void {
  if (volume < BigInt(count) || (volume > 0n && count === 0)) fault(column, 'volume_without_payments');
}

function sumFaults(members: readonly ReplayMember[]): LineFault[] {
  const volume = members.reduce((sum, row) => sum + row.received - row.paid, 0n);
  const count = members.reduce((sum, row) => sum + row.receivedCount - row.paidCount, 0);
  const faults: LineFault[] = [];
  if (volume !== 0n) faults.push({ line: 0, column: 'std_in', reason: 'volumes_differ' });
  if (count !== 0) faults.push({ line: 0, column: 'std_txns_in', reason: 'counts_differ' });
  return faults;
}

/**
 * Writes a small file of members of the same shape as the real one, by letting them live: they join, get something,
 * pay each other what they have, and give something back. One in 40 is an ADMIN row, and the last three ordinary
 * rows do not add up.
 * @param members how many rows, at least 12
 */
export function generateMembersCsv({ members, seed }: { members: number; seed: number }): string {
  const draw = drawFrom(seed);
  const rows = Array.from({ length: members }, (_, at) => newborn(at, members, draw));
  const ordinary = rows.filter(({ start: [, , , role] }) => role !== 'ADMIN');
  for (let tries = members * 6; tries > 0; tries -= 1) {
    const payer = ordinary[draw.below(ordinary.length)]!;
    // A few are paid by most.
    const payee = ordinary[draw.below(1 + draw.below(ordinary.length))]!;
    const most = payer.balance / fineUnit;
    if (payer === payee || most === 0n) continue;
    const units = 1n + draw.amountBelow(most < 400_000n ? most : 400_000n);
    pay(payer, payee, (units > 1000n ? units - (units % 500n) : units) * fineUnit);
  }
  for (const row of ordinary.filter(() => draw.below(3) === 0)) {
    row.reclaimed = (row.balance / (2n * fineUnit)) * fineUnit;
    row.balance -= row.reclaimed;
  }
  const off = rows.filter((row) => !ordinary.includes(row)).concat(ordinary.slice(-3));
  for (const row of off) row.balance += BigInt(20 + draw.below(400)) * 10n ** 18n;
  return `${replayColumns.join(',')}\n${rows.map(writeLife).join('')}`;
}

/** A generated member; amounts with 18 decimals, payments by the names of the others. */
interface Life {
  readonly start: readonly [
    member: string,
    month: string,
    gender: string,
    role: string,
    businessType: string,
  ];
  readonly issued: bigint;
  balance: bigint;
  reclaimed: bigint;
  paid: bigint;
  received: bigint;
  readonly paidTo: string[];
  readonly paidBy: string[];
}

function newborn(at: number, members: number, draw: Draw): Life {
  const member = `g${String(at).padStart(String(members).length, '0')}`;
  const role = at % 40 === 7 ? 'ADMIN' : at % 17 === 3 ? 'GROUP_ACCOUNT' : 'BENEFICIARY';
  const month = draw.below(20) + 9;
  const joined = `${2018 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  const fraction = draw.below(3) === 0 ? draw.amountBelow(10n ** 12n) * 10n ** 6n : 0n;
  const issued = BigInt(50 + draw.below(900)) * 10n ** 18n + fraction;
  const start: Life['start'] = [member, joined, ['f', 'm', 'o', ''][draw.below(4)]!, role, 'Shop'];
  return { start, issued, balance: issued, reclaimed: 0n, paid: 0n, received: 0n, paidTo: [], paidBy: [] };
}

function pay(payer: Life, payee: Life, amount: bigint): void {
  payer.balance -= amount;
  payer.paid += amount;
  payer.paidTo.push(payee.start[0]);
  payee.balance += amount;
  payee.received += amount;
  payee.paidBy.push(payer.start[0]);
}

function writeLife(row: Life): string {
  const figure = (amount: bigint): string => writeAmount(amount, fineScale).replace(/\.?0+$/, '');
  const system = [
    figure(row.balance),
    figure(row.issued),
    figure(row.reclaimed),
    1,
    row.reclaimed > 0n ? 1 : 0,
  ];
  const payments = [figure(row.received), figure(row.paid), row.paidBy.length, row.paidTo.length];
  const partners = [new Set(row.paidBy).size, new Set(row.paidTo).size];
  return `${[...row.start, ...system, ...payments, ...partners].join(',')}\n`;
}
