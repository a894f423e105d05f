import type { Reader, Row } from '../database/sql.js';
import { partyKind } from './batch.write.js';
import { exchangeDigest, transferDigest } from './canonical.js';
import type { Differences } from './verify.differences.js';
import type { Cursors } from './verify.tail.js';
import type { Tally } from './verify.tally.js';

export interface ProvedExchanges {
  readonly exchanges: number;
  readonly cursors: Cursors;
}

/** What summaries cut an account by, and the currency it is in. */
interface Cut {
  readonly kind: string;
  readonly currency: string;
}

/**
 * Reads through exchanges with their transfers in one pass, in key order, and recomputes every digest; what they say
 * of accounts, entries and summaries is tallied for the passes over those.
 * @param journaled how far the journal has followed each writer
 */
export async function proveExchanges(
  reader: Reader,
  tally: Tally,
  journaled: ReadonlyMap<string, bigint>,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<ProvedExchanges> {
  const cuts = await accountCuts(reader);
  const cursors: Record<string, number> = {};
  let exchanges = 0;
  let group: Row[] = [];
  for await (const chunk of reader.chunks(
    `select x.*, x.digest as exchange_digest, t.idx, t.debit_id, t.credit_id, t.currency, t.amount, t.programme,
            t.ends_hold_exchange, t.ends_hold_idx, t.digest as transfer_digest
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
        if ((row.writer_seq as bigint) <= (journaled.get(writer) ?? -1n))
          tally.sequenced.set(writer, (tally.sequenced.get(writer) ?? 0) + 1);
      }
      group.push(row);
      if (row.idx !== null) proveTransfer(row, cuts, tally, differences);
    }
    step(chunk.length);
  }
  proveExchange(group, differences);
  for (const writer of Object.keys(cursors)) {
    if (!journaled.has(writer)) differences.add('writers', [writer], 'writer_id', 'unknown writer');
  }
  return { exchanges, cursors };
}

async function accountCuts(reader: Reader): Promise<Map<string, Cut>> {
  const cuts = new Map<string, Cut>();
  for await (const chunk of reader.chunks(
    'select community_id, account_id, kind, party_kind, currency from accounts',
  )) {
    for (const row of chunk) {
      const kind = partyKind({ kind: row.kind as 'member', partyKind: row.party_kind as string });
      const cut = { kind, currency: row.currency as string };
      cuts.set(`${row.community_id as string} ${row.account_id as string}`, cut);
    }
  }
  return cuts;
}

/** The rows of one exchange, one per transfer, or a single one without. */
function proveExchange(group: readonly Row[], differences: Differences): void {
  const row = group[0];
  if (row === undefined) return;
  const transfers = row.idx === null ? 0 : group.length;
  if (!exchangeDigest(row, transfers).equals(row.exchange_digest as Buffer)) {
    const key = [row.community_id as string, row.exchange_id as string];
    const detail = 'the row, or the number of its transfers, is not as it was booked';
    differences.add('exchanges', key, 'digest', detail);
  }
}

function proveTransfer(
  row: Row,
  cuts: ReadonlyMap<string, Cut>,
  tally: Tally,
  differences: Differences,
): void {
  const communityId = row.community_id as string;
  const exchangeId = row.exchange_id as string;
  const [amount, index] = [row.amount as bigint, row.idx as bigint];
  const key = [communityId, exchangeId, index];
  if (!digestOf(row).equals(row.transfer_digest as Buffer))
    differences.add('transfers', key, 'digest', 'the row is not as it was booked');
  const debit = `${communityId} ${row.debit_id as string}`;
  const credit = `${communityId} ${row.credit_id as string}`;
  for (const account of [debit, credit]) {
    tally.expectLeg(account, exchangeId, index);
    if (cuts.get(account)?.currency !== row.currency)
      differences.add('accounts', account.split(' '), 'currency', `not that of transfer ${key.join(' ')}`);
  }
  const [kind, day] = [row.kind as string, row.booked_date as string];
  tally.touchBoth({ debit, credit, amount }, kind, Number(row.booked_at), day);
  const [from, to] = [cuts.get(debit)?.kind ?? '', cuts.get(credit)?.kind ?? ''];
  const flow = [row.writer_id, communityId, row.currency, day.slice(0, 7), kind, from, to];
  tally.flow([...flow, row.programme ?? ''].join('\n'), amount);
}

function digestOf(row: Row): Buffer {
  return transferDigest({
    communityId: row.community_id as string,
    exchangeId: row.exchange_id as string,
    index: Number(row.idx),
    debitId: row.debit_id as string,
    creditId: row.credit_id as string,
    currency: row.currency as string,
    amount: row.amount as bigint,
    programme: row.programme as string | null,
    endsHold: endsHoldOf(row),
    bookedAt: Number(row.booked_at),
  });
}

/** Half of a pair that is missing counts as something else, not as none. */
function endsHoldOf(row: Row): { exchangeId: string; index: number } | null {
  if (row.ends_hold_exchange === null && row.ends_hold_idx === null) return null;
  return { exchangeId: (row.ends_hold_exchange ?? '') as string, index: Number(row.ends_hold_idx ?? -1) };
}
