import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { ExchangeKind } from '../ledger/order.js';
import type { EventType, Outcome, PauseReason, Progress, Try, Webhook, WebhookState } from './webhook.js';

const webhooksTable: Table = {
  name: 'webhooks',
  columns: {
    community_id: 'text',
    webhook_id: 'text',
    url: 'text',
    secret: 'bytea',
    kinds: 'text',
    made_by: 'text',
    made_at: 'bigint',
    position: 'bigint',
    tries: 'bigint',
    next_at: 'bigint',
    state: 'text',
    paused_why: 'text',
  },
};

const triesTable: Table = {
  name: 'webhook_tries',
  columns: {
    community_id: 'text',
    try_id: 'text',
    webhook_id: 'text',
    event: 'text',
    position: 'bigint',
    tried_at: 'bigint',
    ms: 'bigint',
    status: 'bigint',
    outcome: 'text',
  },
};

/** A webhook with its secret, as it is kept: wrapped. */
export interface KeptWebhook {
  readonly webhook: Webhook;
  readonly secret: Buffer;
}

export async function insertWebhook(tx: Tx, { webhook, secret }: KeptWebhook): Promise<void> {
  const row: Row = {
    community_id: webhook.communityId,
    webhook_id: webhook.id,
    url: webhook.url,
    secret,
    kinds: webhook.kinds.join(' '),
    made_by: webhook.madeBy,
    made_at: BigInt(webhook.madeAt),
    ...progressRow(webhook),
  };
  await tx.insert(webhooksTable, [row]);
}

/** Those of a community, oldest first; they are few. */
export async function findWebhooks(reader: Reader, communityId: string): Promise<Webhook[]> {
  const rows = await reader.all(
    'select * from webhooks where community_id = ? order by made_at, webhook_id limit 100',
    [communityId],
  );
  return rows.map((row) => keptOf(row).webhook);
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findWebhook(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<KeptWebhook | undefined> {
  const row = await reader.one(`select * from webhooks where community_id = ? and webhook_id = ?${lock}`, [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : keptOf(row);
}

/** Those that are due and for which there is something, the longest waiting first. */
export async function findDue(reader: Reader, now: number, limit: number): Promise<Webhook[]> {
  const rows = await reader.all(
    `select w.* from webhooks w where w.state = 'active' and w.next_at <= ?
        and exists (select 1 from journal j where j.community_id = w.community_id and j.position > w.position)
      order by w.next_at limit ${Math.trunc(limit)}`,
    [BigInt(now)],
  );
  return rows.map((row) => keptOf(row).webhook);
}

/** The last position of a community's journal; 0 before the first. */
export async function headOf(reader: Reader, communityId: string): Promise<bigint> {
  const row = await reader.one('select max(position) as head from journal where community_id = ?', [
    communityId,
  ]);
  return (row?.head as bigint | null | undefined) ?? 0n;
}

/** What exchanges moved, by currency and programme. */
export async function sumsOf(
  reader: Reader,
  communityId: string,
  exchangeIds: readonly string[],
): Promise<Map<string, Array<{ currency: string; programme: string | null; amount: bigint }>>> {
  const within = reader.within('exchange_id', exchangeIds);
  const rows = await reader.all(
    `select exchange_id, currency, programme, cast(sum(amount) as bigint) as amount from transfers
      where community_id = ? and ${within.sql}
      group by exchange_id, currency, programme order by exchange_id, currency, programme`,
    [communityId, within.param],
  );
  const sums = new Map<string, Array<{ currency: string; programme: string | null; amount: bigint }>>();
  for (const row of rows) {
    const mine = sums.get(row.exchange_id as string) ?? [];
    const { currency, programme, amount } = row;
    mine.push({
      currency: currency as string,
      programme: programme as string | null,
      amount: amount as bigint,
    });
    sums.set(row.exchange_id as string, mine);
  }
  return sums;
}

/** Puts a webhook where it is to be, whatever it was. */
export async function setProgress(tx: Tx, { communityId, id }: Webhook, progress: Progress): Promise<void> {
  const row: Row = { community_id: communityId, webhook_id: id, ...progressRow(progress) };
  await tx.update(webhooksTable, ['community_id', 'webhook_id'], [row]);
}

/**
 * Moves a webhook on after a try. One that was paused meanwhile stays paused.
 * @returns false when it was sent back, or removed, while the try was under way
 */
export async function moveOn(tx: Tx, before: Webhook, after: Progress): Promise<boolean> {
  const { communityId, id, position } = before;
  const present = await findWebhook(tx, communityId, id, tx.forUpdate);
  if (present?.webhook.position !== position) return false;
  const { state, pausedWhy } = present.webhook;
  await setProgress(tx, before, state === 'paused' ? { ...after, state, pausedWhy } : after);
  return true;
}

export async function insertTry(tx: Tx, communityId: string, one: Try, keepFrom: number): Promise<void> {
  const row: Row = {
    community_id: communityId,
    try_id: one.id,
    webhook_id: one.webhookId,
    event: one.event,
    position: one.position,
    tried_at: BigInt(one.at),
    ms: BigInt(one.ms),
    status: one.status === null ? null : BigInt(one.status),
    outcome: one.outcome,
  };
  await tx.insert(triesTable, [row]);
  await tx.run('delete from webhook_tries where community_id = ? and webhook_id = ? and tried_at < ?', [
    communityId,
    one.webhookId,
    BigInt(keepFrom),
  ]);
}

/** Newest first. @param before id, exclusive */
export async function findTries(
  reader: Reader,
  communityId: string,
  webhookId: string,
  before: string,
  limit: number,
): Promise<Try[]> {
  const rows = await reader.all(
    `select * from webhook_tries where community_id = ? and webhook_id = ? and try_id < ?
      order by try_id desc limit ${Math.min(Math.max(Math.trunc(limit), 1), 201)}`,
    [communityId, webhookId, before],
  );
  return rows.map((row) => ({
    id: row.try_id as string,
    webhookId: row.webhook_id as string,
    event: row.event as EventType,
    position: row.position as bigint | null,
    at: Number(row.tried_at),
    ms: Number(row.ms),
    status: row.status === null ? null : Number(row.status),
    outcome: row.outcome as Outcome,
  }));
}

/** Removes a webhook with its log. @returns whether it was there */
export async function removeWebhook(tx: Tx, communityId: string, id: string): Promise<boolean> {
  if ((await findWebhook(tx, communityId, id, tx.forUpdate)) === undefined) return false;
  const which = [communityId, id];
  await tx.run('delete from webhook_tries where community_id = ? and webhook_id = ?', which);
  await tx.run('delete from webhooks where community_id = ? and webhook_id = ?', which);
  return true;
}

/** Wraps every secret again. */
export async function rewrapSecrets(
  tx: Tx,
  rewrap: (communityId: string, id: string, secret: Buffer) => Buffer,
): Promise<void> {
  const rows = await tx.all('select community_id, webhook_id, secret from webhooks');
  const wrapped = rows.map((row): Row => {
    const { community_id, webhook_id, secret } = row;
    return { ...row, secret: rewrap(community_id as string, webhook_id as string, secret as Buffer) };
  });
  await tx.update(webhooksTable, ['community_id', 'webhook_id'], wrapped);
}

function progressRow({ position, tries, nextAt, state, pausedWhy }: Progress): Row {
  return { position, tries: BigInt(tries), next_at: BigInt(nextAt), state, paused_why: pausedWhy };
}

function keptOf(row: Row): KeptWebhook {
  const kinds = row.kinds as string;
  const webhook: Webhook = {
    communityId: row.community_id as string,
    id: row.webhook_id as string,
    url: row.url as string,
    kinds: kinds === '' ? [] : (kinds.split(' ') as ExchangeKind[]),
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    position: row.position as bigint,
    tries: Number(row.tries),
    nextAt: Number(row.next_at),
    state: row.state as WebhookState,
    pausedWhy: row.paused_why as PauseReason | null,
  };
  return { webhook, secret: row.secret as Buffer };
}
