import type { Tx } from '../database/sql.js';
import { heldIn, heldOut } from '../ledger/account.js';
import type { HoldOutcome } from '../ledger/books.js';
import type { Order } from '../ledger/order.js';
import type { StateRefusal } from '../ledger/refusals.js';
import { BatchView } from './batch.view.js';
import type { Claims } from './claims.js';
import { accountOf, holdOf } from './rows.js';

/** Reads, under lock, everything that the orders of one community may touch. */
export async function readView(
  tx: Tx,
  claims: Claims,
  communityId: string,
  orders: readonly Order[],
  now: number,
): Promise<BatchView | undefined> {
  const ledger = await tx.one('select time_zone from ledgers where community_id = ?', [communityId]);
  if (ledger === undefined) return undefined;
  const view = new BatchView(communityId, ledger.time_zone as string);
  await readGuards(tx, claims, view, orders, now);
  await readAccounts(tx, view, orders);
  await readReversed(tx, view, orders);
  await readHolds(tx, view, orders);
  // Last, and under the locks: another process may have booked the same order while this one waited, or, where an
  // order has no accounts to lock, while it read. What that order undid must never be seen before the order itself.
  await readEarlier(tx, view, orders);
  const currencies = await tx.all('select * from currencies where community_id = ?', [communityId]);
  for (const row of currencies) {
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
  view: BatchView,
  orders: readonly Order[],
  now: number,
): Promise<void> {
  const keys = new Map<string, Set<string>>();
  for (const { guards } of orders) {
    for (const { kind, key } of guards) keys.set(kind, (keys.get(kind) ?? new Set()).add(key));
  }
  for (const kind of [...keys.keys()].sort()) {
    const states = await claims.of(kind).lock(tx, view.communityId, [...keys.get(kind)!].sort(), now);
    for (const [key, state] of states) view.addGuard(kind, key, state);
  }
}

/** Locked in id order, so that two batches can never wait for each other. */
async function readAccounts(tx: Tx, view: BatchView, orders: readonly Order[]): Promise<void> {
  const ids = new Set<string>();
  for (const { transfers, expects = [] } of orders) {
    for (const { debitId, creditId } of transfers) ids.add(debitId).add(creditId);
    for (const { accountId } of expects) ids.add(accountId);
  }
  if (ids.size === 0) return;
  const within = tx.within('account_id', [...ids]);
  // Without locks there is nothing to put in order, and sorting rows this wide costs as much as reading them.
  const locking = tx.forUpdate === '' ? '' : ` order by account_id${tx.forUpdate}`;
  const rows = await tx.all(`select * from accounts where community_id = ? and ${within.sql}${locking}`, [
    view.communityId,
    within.param,
  ]);
  for (const row of rows) view.accounts.set(row.account_id as string, accountOf(row));
}

async function readEarlier(tx: Tx, view: BatchView, orders: readonly Order[]): Promise<void> {
  const ids = orders.map((order) => order.id);
  const booked = tx.within('exchange_id', ids);
  const declined = tx.within('order_id', ids);
  const rows = await tx.all(
    `select exchange_id as id, actor_id, fingerprint, receipt_token, booked_at as at, null as refusal, null as transfer
       from exchanges where community_id = ? and ${booked.sql}
     union all
     select order_id, actor_id, fingerprint, null, answered_at, refusal, transfer
       from answers where community_id = ? and ${declined.sql}`,
    [view.communityId, booked.param, view.communityId, declined.param],
  );
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

async function readReversed(tx: Tx, view: BatchView, orders: readonly Order[]): Promise<void> {
  const ids = orders.flatMap(({ exchange }) => exchange.reverses ?? []);
  if (ids.length === 0) return;
  const exists = tx.within('exchange_id', ids);
  const reversed = tx.within('reverses', ids);
  const found = await tx.all(`select exchange_id from exchanges where community_id = ? and ${exists.sql}`, [
    view.communityId,
    exists.param,
  ]);
  for (const row of found) view.exchanges.add(row.exchange_id as string);
  const undone = await tx.all(`select reverses from exchanges where community_id = ? and ${reversed.sql}`, [
    view.communityId,
    reversed.param,
  ]);
  for (const row of undone) view.reversed.add(row.reverses as string);
}

/** The holds that orders end, and the open ones of every account that has any. */
async function readHolds(tx: Tx, view: BatchView, orders: readonly Order[]): Promise<void> {
  const named = orders.flatMap(({ transfers }) =>
    transfers.flatMap(({ endsHold }) => endsHold?.exchangeId ?? []),
  );
  const holding = [...view.accounts.values()]
    .filter((a) => heldOut(a) > 0n || heldIn(a) > 0n)
    .map((a) => a.id);
  if (named.length === 0 && holding.length === 0) return;
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
}
