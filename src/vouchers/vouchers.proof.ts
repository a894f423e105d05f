import type { Differences } from '../books/verify.differences.js';
import type { Reader } from '../database/sql.js';

const most = 100n;

/**
 * The room's part of the proof: what rests on each outstanding account is what its live vouchers are worth, and every
 * voucher that is used, expired or made void after its activation came off by the exchange it names.
 */
export async function proveVouchers(
  reader: Reader,
  differences: Differences,
  progress: () => void,
): Promise<void> {
  await proveOutstanding(reader, differences);
  progress();
  await proveEnded(reader, differences);
  progress();
  await proveActivations(reader, differences);
  progress();
}

async function proveOutstanding(reader: Reader, differences: Differences): Promise<void> {
  const rows = await reader.all(
    `select a.community_id, a.account_id, a.credits_posted - a.debits_posted as balance, s.live
       from (select b.community_id, b.outstanding_account_id as account_id,
                    cast(sum(case when b.state = 'active' and v.state in ('in_batch', 'held')
                                  then v.amount else 0 end) as bigint) as live
               from voucher_batches b
               join vouchers v on v.community_id = b.community_id and v.batch_id = b.batch_id
              group by b.community_id, b.outstanding_account_id) s
       join accounts a on a.community_id = s.community_id and a.account_id = s.account_id
      where a.credits_posted - a.debits_posted <> s.live limit ?`,
    [most],
  );
  for (const { community_id, account_id, balance, live } of rows) {
    const detail = `holds ${String(balance)}, its vouchers are worth ${String(live)}`;
    differences.add('vouchers', [community_id as string, account_id as string], 'outstanding', detail);
  }
}

/** A voucher that was void before its batch was active never had value, and names no exchange. */
async function proveEnded(reader: Reader, differences: Differences): Promise<void> {
  const rows = await reader.all(
    `select e.community_id, e.exchange_id, e.serial, e.amount, cast(sum(t.amount) as bigint) as moved
       from (select v.community_id, v.exchange_id, b.outstanding_account_id as account_id,
                    min(v.serial) as serial, cast(sum(v.amount) as bigint) as amount
               from vouchers v
               join voucher_batches b on b.community_id = v.community_id and b.batch_id = v.batch_id
              where v.exchange_id is not null
              group by v.community_id, v.exchange_id, b.outstanding_account_id) e
       left join transfers t on t.community_id = e.community_id and t.exchange_id = e.exchange_id
         and t.debit_id = e.account_id
      group by e.community_id, e.exchange_id, e.serial, e.amount
     having coalesce(sum(t.amount), 0) <> e.amount limit ?`,
    [most],
  );
  for (const { community_id, exchange_id, serial, amount, moved } of rows) {
    const detail = `exchange ${String(exchange_id)} moved ${String(moved)}, the vouchers were worth ${String(amount)}`;
    differences.add('vouchers', [community_id as string, serial as string], 'exchange_id', detail);
  }
}

async function proveActivations(reader: Reader, differences: Differences): Promise<void> {
  const rows = await reader.all(
    `select b.community_id, b.batch_id, b.live_amount, t.amount
       from voucher_batches b
       left join transfers t on t.community_id = b.community_id and t.exchange_id = b.exchange_id
         and t.credit_id = b.outstanding_account_id
      where b.state = 'active' and (t.amount is null or t.amount <> b.live_amount) limit ?`,
    [most],
  );
  for (const { community_id, batch_id, live_amount, amount } of rows) {
    const detail = `activated for ${String(live_amount)}, the exchange moved ${String(amount)}`;
    differences.add('voucher_batches', [community_id as string, batch_id as string], 'live_amount', detail);
  }
}
