import type { Reader, Row } from '../database/sql.js';
import { partyKind } from './batch.write.js';
import { answerDigest, exchangeDigest, transferDigest } from './canonical.js';
import type { Differences } from './verify.differences.js';
import type { Cursors } from './verify.tail.js';

/** Sums of transfers by the key of summaries. */
export type Flows = Map<string, { transfers: bigint; amount: bigint }>;

export interface ProvedExchanges {
  readonly exchanges: number;
  readonly flows: Flows;
  readonly cursors: Cursors;
}

/**
 * Reads through exchanges with their transfers and holds in one pass each, in key order, and recomputes every
 * fingerprint and digest; then the journal and the refused answers.
 */
export async function proveExchanges(
  reader: Reader,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<ProvedExchanges> {
  const kinds = await accountKinds(reader);
  const flows: Flows = new Map();
  const cursors: Record<string, number> = {};
  let exchanges = 0;
  let group: Row[] = [];
  for await (const chunk of reader.chunks(
    `select x.*, x.digest as exchange_digest, t.idx, t.debit_id, t.credit_id, t.currency, t.amount, t.programme, t.ends_hold_exchange,
            t.ends_hold_idx, t.digest as transfer_digest
       from exchanges x left join transfers t
         on t.community_id = x.community_id and t.exchange_id = x.exchange_id
      order by x.community_id, x.exchange_id, t.idx`,
  )) {
    for (const row of chunk) {
      if (row.exchange_id !== group[0]?.exchange_id || row.community_id !== group[0]?.community_id) {
        proveExchange(group, differences);
        group = [];
        exchanges++;
        const writer = row.writer_id as string;
        cursors[writer] = Math.max(cursors[writer] ?? 0, Number(row.writer_seq));
      }
      group.push(row);
      if (row.idx !== null) proveTransfer(row, kinds, flows, differences);
    }
    step(chunk.length);
  }
  proveExchange(group, differences);
  await proveJournal(reader, differences);
  await proveAnswers(reader, differences);
  return { exchanges, flows, cursors };
}

async function accountKinds(reader: Reader): Promise<Map<string, string>> {
  const kinds = new Map<string, string>();
  for await (const chunk of reader.chunks(
    'select community_id, account_id, kind, party_kind from accounts',
  )) {
    for (const row of chunk) {
      const kind = partyKind({ kind: row.kind as 'member', partyKind: row.party_kind as string });
      kinds.set(`${row.community_id as string} ${row.account_id as string}`, kind);
    }
  }
  return kinds;
}

/** The rows of one exchange, one per transfer, or a single one without. */
function proveExchange(group: readonly Row[], differences: Differences): void {
  const row = group[0];
  if (row === undefined) return;
  const transfers = row.idx === null ? 0 : group.length;
  if (!exchangeDigest(row, transfers).equals(row.exchange_digest as Buffer)) {
    const key = [row.community_id as string, row.exchange_id as string];
    differences.add(
      'exchanges',
      key,
      'digest',
      'the row, or the number of its transfers, is not as it was booked',
    );
  }
}

function proveTransfer(row: Row, kinds: Map<string, string>, flows: Flows, differences: Differences): void {
  const communityId = row.community_id as string;
  const exchangeId = row.exchange_id as string;
  const digest = transferDigest({
    communityId,
    exchangeId,
    index: Number(row.idx),
    debitId: row.debit_id as string,
    creditId: row.credit_id as string,
    currency: row.currency as string,
    amount: row.amount as bigint,
    programme: row.programme as string | null,
    endsHold: endsHoldOf(row),
    bookedAt: Number(row.booked_at),
  });
  if (!digest.equals(row.transfer_digest as Buffer)) {
    differences.add(
      'transfers',
      [communityId, exchangeId, row.idx as bigint],
      'digest',
      'the row is not as it was booked',
    );
  }
  const month = (row.booked_date as string).slice(0, 7);
  const from = kinds.get(`${communityId} ${row.debit_id as string}`) ?? '';
  const to = kinds.get(`${communityId} ${row.credit_id as string}`) ?? '';
  const key = [communityId, row.currency, month, row.kind, from, to, row.programme ?? ''].join('\n');
  const sum = flows.get(key) ?? { transfers: 0n, amount: 0n };
  flows.set(key, { transfers: sum.transfers + 1n, amount: sum.amount + (row.amount as bigint) });
}

function endsHoldOf(row: Row): { exchangeId: string; index: number } | null {
  if (row.ends_hold_exchange === null) return null;
  return { exchangeId: row.ends_hold_exchange as string, index: Number(row.ends_hold_idx) };
}

/** Positions without gaps, each exchange once, and none behind the cursor of its writer missing. */
async function proveJournal(reader: Reader, differences: Differences): Promise<void> {
  const heads = await reader.all(
    'select community_id, count(*) as lines, max(position) as head from journal group by community_id',
  );
  for (const row of heads) {
    if (row.lines !== row.head) {
      differences.add(
        'journal',
        [row.community_id as string],
        'position',
        `${row.lines} lines up to ${row.head}`,
      );
    }
  }
  const missing = await reader.all(
    `select e.community_id, e.exchange_id from exchanges e
       join journal_cursors c on c.writer_id = e.writer_id and e.writer_seq <= c.writer_seq
       left join journal j on j.community_id = e.community_id and j.exchange_id = e.exchange_id
      where j.position is null limit 100`,
  );
  for (const row of missing) {
    differences.add(
      'journal',
      [row.community_id as string, row.exchange_id as string],
      'exchange_id',
      'not in the journal',
    );
  }
  const unknown = await reader.all(
    `select writer_id from exchanges where writer_id not in (select writer_id from writers) limit 10`,
  );
  for (const row of unknown)
    differences.add('writers', [row.writer_id as string], 'writer_id', 'unknown writer');
}

async function proveAnswers(reader: Reader, differences: Differences): Promise<void> {
  for await (const chunk of reader.chunks('select * from answers')) {
    for (const row of chunk) {
      const digest = answerDigest({
        communityId: row.community_id as string,
        orderId: row.order_id as string,
        actorId: row.actor_id as string,
        fingerprint: row.fingerprint as Buffer,
        refusal: row.refusal as string,
        transfer: row.transfer === null ? null : Number(row.transfer),
        answeredAt: Number(row.answered_at),
      });
      if (!digest.equals(row.digest as Buffer)) {
        differences.add(
          'answers',
          [row.community_id as string, row.order_id as string],
          'digest',
          'not as it was answered',
        );
      }
    }
  }
  const both = await reader.all(
    `select a.community_id, a.order_id from answers a
       join exchanges x on x.community_id = a.community_id and x.exchange_id = a.order_id limit 100`,
  );
  for (const row of both) {
    differences.add(
      'answers',
      [row.community_id as string, row.order_id as string],
      'order_id',
      'refused and booked',
    );
  }
}
