import type { Flow } from '../books/summaries.js';
import { personalKinds } from '../communities/party.js';

/** Below so many, what is told of a group of people may tell of one of them. */
export const fewest = 5;

/**
 * Below so many transfers of theirs a sum with persons or households on a side may tell of a few of them. The summaries keep no
 * count of who is behind a sum, so this is no proof that there are `fewest`: one person may have made all of them. It
 * is set higher than `fewest` for that.
 */
export const fewestOfPersons = 10;

/** How many parties of each kind there are. */
export type PartyCounts = ReadonlyMap<string, number>;

/** What moved in a month, by kind and from which kind of party to which. */
export interface TotalFlow {
  readonly currency: string;
  /** YYYY-MM, by the date booked. */
  readonly month: string;
  readonly kind: string;
  /** A kind of party, or of the community's own accounts; null in sums that do not tell it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly transfers: bigint;
  /** Smallest units. */
  readonly amount: bigint;
}

/** How much lies with a kind of party, or on an account of the community's own. */
export interface Holding {
  readonly currency: string;
  readonly kind: string;
  readonly amount: bigint;
}

export interface Totals {
  /** What was issued and not taken back, by currency: the issuance accounts, turned round. */
  readonly circulation: readonly { readonly currency: string; readonly amount: bigint }[];
  /** Kinds with few parties stand together as `other`. Null in a community of so few that it would tell of them. */
  readonly holdings: readonly Holding[] | null;
  readonly flows: readonly TotalFlow[];
}

/**
 * The totals of flows. Pure.
 * @param detail whether it is told between which kinds of party
 * @param parties how many parties of each kind have an account, counted to `fewest` at least; own accounts have none.
 * With fewer persons than `fewest` no flow with a person or household on a side is told.
 */
export function totalsOf(flows: readonly Flow[], detail: boolean, parties: PartyCounts): Totals {
  const held = holdings(flows);
  const circulation = held
    .filter(({ kind }) => kind === 'issuance')
    .map(({ currency, amount }) => ({ currency, amount: -amount }));
  const manyPersons = (parties.get('person') ?? 0) >= fewest;
  return {
    circulation,
    holdings: manyPersons ? withoutFewParties(held, parties) : null,
    flows: withoutFew(summed(flows.map((flow) => totalOf(flow, detail))), manyPersons),
  };
}

/**
 * What lies with a kind of few parties would tell of one of them. Everything together is zero, so that what is left
 * out could be worked out: it is put together with others until there are enough parties in it.
 */
function withoutFewParties(held: readonly Holding[], parties: PartyCounts): Holding[] {
  const few = [...parties].filter(([, count]) => count < fewest).map(([kind]) => kind);
  if (few.length === 0) return [...held];
  const together = new Set(few);
  let count = few.reduce((sum, kind) => sum + parties.get(kind)!, 0);
  for (const [kind, more] of [...parties].sort((one, other) => one[1] - other[1])) {
    if (count >= fewest) break;
    if (together.has(kind)) continue;
    together.add(kind);
    count += more;
  }
  const sums = new Map<string, Holding>();
  for (const { currency, kind, amount } of held) {
    const told = together.has(kind) ? 'other' : kind;
    const key = `${currency} ${told}`;
    sums.set(key, { currency, kind: told, amount: (sums.get(key)?.amount ?? 0n) + amount });
  }
  return [...sums].sort(byKey).map(([, holding]) => holding);
}

/** A flow while it is summed, with how many of its transfers have a person or household on a side. */
type Cell = TotalFlow & { readonly personal: bigint };

function totalOf(flow: Flow, detail: boolean): Cell {
  const { currency, month, kind, transfers, amount } = flow;
  const sides = detail ? { from: flow.fromKind, to: flow.toKind } : { from: null, to: null };
  const personal = personalKinds.has(flow.fromKind) || personalKinds.has(flow.toKind) ? transfers : 0n;
  return { currency, month, kind, ...sides, transfers, amount, personal };
}

function holdings(flows: readonly Flow[]): Holding[] {
  const sums = new Map<string, Holding>();
  const add = (currency: string, kind: string, amount: bigint): void => {
    const key = `${currency} ${kind}`;
    sums.set(key, { currency, kind, amount: (sums.get(key)?.amount ?? 0n) + amount });
  };
  for (const { currency, fromKind, toKind, amount } of flows) {
    add(currency, fromKind, -amount);
    add(currency, toKind, amount);
  }
  return [...sums].sort(byKey).map(([, holding]) => holding);
}

/** Cells of few transfers are put together as `other` of their month; if that is still few, it is left out. */
function withoutFew(cells: readonly Cell[], manyPersons: boolean): TotalFlow[] {
  const isEnough = ({ transfers, personal }: Cell): boolean =>
    personal === 0n ? transfers >= fewest : manyPersons && personal >= fewestOfPersons;
  const few = cells
    .filter((cell) => !isEnough(cell))
    .map((cell) => ({ ...cell, kind: 'other', from: null, to: null }));
  return [...cells.filter(isEnough), ...summed(few).filter(isEnough)].map(
    ({ personal: _personal, ...flow }) => flow,
  );
}

function summed(cells: readonly Cell[]): Cell[] {
  const sums = new Map<string, Cell>();
  for (const cell of cells) {
    const key = [cell.currency, cell.month, cell.kind, cell.from, cell.to].join(' ');
    const sum = sums.get(key);
    const transfers = (sum?.transfers ?? 0n) + cell.transfers;
    const amount = (sum?.amount ?? 0n) + cell.amount;
    sums.set(key, { ...cell, transfers, amount, personal: cell.personal + (sum?.personal ?? 0n) });
  }
  return [...sums].sort(byKey).map(([, cell]) => cell);
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
