import type { Row, Tx } from '../database/sql.js';
import { heldIn, heldOut } from '../ledger/account.js';
import type { HoldOutcome } from '../ledger/books.js';
import type { GuardState, Order } from '../ledger/order.js';
import type { StateRefusal } from '../ledger/refusals.js';
import { accountsOf, BatchView } from './batch.view.js';
import type { Claims } from './claims.js';
import { accountOf, holdOf } from './rows.js';

/**
 * Reads, under lock, everything that the orders of one community may touch. What does not depend on an answer is asked
 * without waiting: the database takes the statements in the order in which they are asked.
 */
export async function readView(
  tx: Tx,
  claims: Claims,
  communityId: string,
  orders: readonly Order[],
  now: number,
): Promise<BatchView | undefined> {
  const ledger = readLedger(tx, communityId);
  const asksGuards = orders.some(({ guards }) => guards.length > 0);
  if (asksGuards && (await ledger) === undefined) return undefined;
  // Guarded rows are always locked before accounts.
  const guards = asksGuards ? await readGuards(tx, claims, communityId, orders, now) : [];
  const [view, accounts, reversed, earlier] = await Promise.all([
    ledger,
    readAccounts(tx, communityId, orders),
    readReversed(tx, communityId, orders),
    readEarlier(tx, communityId, orders),
  ]);
  if (view === undefined) return undefined;
  for (const [kind, key, state] of guards) view.addGuard(kind, key, state);
  for (const row of accounts) view.accounts.set(row.account_id as string, accountOf(row));
  addReversed(view, reversed);
  // Always last, and under the locks: another process may have booked the same order while this one waited, or, where
  // an order has no accounts to lock, while it read. What that order undid must never be seen before the order itself.
  const last = (await readHolds(tx, view, orders)) ? await readEarlier(tx, communityId, orders) : earlier;
  addEarlier(view, last);
  return view;
}

/** The community's time zone and the limits of its currencies. */
async function readLedger(tx: Tx, communityId: string): Promise<BatchView | undefined> {
  const rows = await tx.all(
    `select l.time_zone, c.currency, c.per_payment, c.per_day, c.per_acceptor_day
       from ledgers l left join currencies c on c.community_id = l.community_id where l.community_id = ?`,
    [communityId],
  );
  if (rows.length === 0) return undefined;
  const view = new BatchView(communityId, rows[0]!.time_zone as string);
  for (const row of rows) {
    if (row.currency === null) continue;
    view.currencies.set(row.currency as string, {
      currency: row.currency as string,
      perPayment: row.per_payment as bigint | null,
      perDay: row.per_day as bigint | null,
      perAcceptorDay: row.per_acceptor_day as bigint | null,
    });
  }
  return view;
}

async function readGuards(
  tx: Tx,
  claims: Claims,
  communityId: string,
  orders: readonly Order[],
  now: number,
): Promise<Array<[kind: string, key: string, state: GuardState]>> {
  const found: Array<[string, string, GuardState]> = [];
  const keys = new Map<string, Set<string>>();
  for (const { guards } of orders) {
    for (const { kind, key } of guards) keys.set(kind, (keys.get(kind) ?? new Set()).add(key));
  }
  for (const kind of [...keys.keys()].sort()) {
    const states = await claims.of(kind).lock(tx, communityId, [...keys.get(kind)!].sort(), now);
    for (const [key, state] of states) found.push([kind, key, state]);
  }
  return found;
}

/** Locked in id order, so that two batches can never wait for each other. */
async function readAccounts(tx: Tx, communityId: string, orders: readonly Order[]): Promise<Row[]> {
  const ids = new Set(orders.flatMap(accountsOf));
  if (ids.size === 0) return [];
  const what = { columns: '*', table: 'accounts', key: 'account_id', lock: true };
  return tx.lookUp(what, communityId, [...ids].sort());
}

/**
 * Reads what orders need that come along when a batch already has its locks. It waits for nobody: an account that
 * another process has, or on which something is on hold, is not for them, and their orders have to wait for a batch
 * of their own.
 */
export async function readLate(tx: Tx, view: BatchView, orders: readonly Order[]): Promise<void> {
  const ids = new Set(orders.flatMap(accountsOf).filter((id) => !view.accounts.has(id)));
  const what = { columns: '*', table: 'accounts', key: 'account_id', lock: 'free' as const };
  const { communityId } = view;
  // The answers after the accounts, under their locks; neither waits for the other's answer here.
  const [accounts, earlier] = await Promise.all([
    ids.size === 0 ? [] : tx.lookUp(what, communityId, [...ids].sort()),
    readEarlier(tx, communityId, orders),
  ]);
  for (const row of accounts) {
    const account = accountOf(row);
    if (heldOut(account) === 0n && heldIn(account) === 0n) view.accounts.set(account.id, account);
  }
  addEarlier(view, earlier);
}

/** What the books already answered to orders with these ids. Ask under the locks of their accounts. */
export async function readEarlier(tx: Tx, communityId: string, orders: readonly Order[]): Promise<Row[]> {
  const ids = orders.map((order) => order.id);
  const asked = 'actor_id, fingerprint';
  const booked = {
    columns: `exchange_id as id, ${asked}, receipt_token, booked_at as at, null as refusal, null as transfer`,
    table: 'exchanges',
    key: 'exchange_id',
  };
  const declined = {
    columns: `order_id as id, ${asked}, null as receipt_token, answered_at as at, refusal, transfer`,
    table: 'answers',
    key: 'order_id',
  };
  const found = [tx.lookUp(booked, communityId, ids), tx.lookUp(declined, communityId, ids)];
  return (await Promise.all(found)).flat();
}

export function addEarlier(view: BatchView, rows: readonly Row[]): void {
  for (const row of rows) {
    view.earlier.set(row.id as string, {
      actorId: row.actor_id as string,
      fingerprint: row.fingerprint as Buffer,
      answer:
        row.refusal === null
          ? {
              kind: 'posted',
              exchangeId: row.id as string,
              receiptToken: row.receipt_token as string,
              bookedAt: Number(row.at),
              repeated: true,
            }
          : {
              kind: 'refused',
              code: row.refusal as StateRefusal,
              transfer: row.transfer === null ? null : Number(row.transfer),
              repeated: true,
            },
    });
  }
}

/** The exchanges that orders undo, with whether something undid them. */
async function readReversed(tx: Tx, communityId: string, orders: readonly Order[]): Promise<Row[]> {
  const ids = orders.flatMap(({ exchange }) => exchange.reverses ?? []);
  if (ids.length === 0) return [];
  const exists = tx.within('exchange_id', ids);
  const reversed = tx.within('reverses', ids);
  const found = await Promise.all([
    tx.all(`select exchange_id, null as reverses from exchanges where community_id = ? and ${exists.sql}`, [
      communityId,
      exists.param,
    ]),
    tx.all(`select null as exchange_id, reverses from exchanges where community_id = ? and ${reversed.sql}`, [
      communityId,
      reversed.param,
    ]),
  ]);
  return found.flat();
}

function addReversed(view: BatchView, rows: readonly Row[]): void {
  for (const { exchange_id: id, reverses } of rows) {
    if (id !== null) view.exchanges.add(id as string);
    if (reverses !== null) view.reversed.add(reverses as string);
  }
}

/** The holds that orders end, and the open ones of every account that has any. @returns whether it had to look */
async function readHolds(tx: Tx, view: BatchView, orders: readonly Order[]): Promise<boolean> {
  const named = orders.flatMap(({ transfers }) =>
    transfers.flatMap(({ endsHold }) => endsHold?.exchangeId ?? []),
  );
  const holding = [...view.accounts.values()]
    .filter((a) => heldOut(a) > 0n || heldIn(a) > 0n)
    .map((a) => a.id);
  if (named.length === 0 && holding.length === 0) return false;
  const byName = tx.within('h.exchange_id', named);
  const byDebit = tx.within('h.debit_id', holding);
  const byCredit = tx.within('h.credit_id', holding);
  const rows = await tx.all(
    `select h.*, e.outcome from holds h
       left join hold_endings e
         on e.community_id = h.community_id and e.exchange_id = h.exchange_id and e.idx = h.idx
      where h.community_id = ? and (${byName.sql} or (e.outcome is null and (${byDebit.sql} or ${byCredit.sql})))`,
    [view.communityId, byName.param, byDebit.param, byCredit.param],
  );
  for (const row of rows) {
    const hold = holdOf(row);
    view.addHold(hold);
    if (row.outcome !== null) view.addEnding(hold.id, row.outcome as HoldOutcome);
  }
  return true;
}
