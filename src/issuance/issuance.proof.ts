import type { Differences } from '../books/verify.differences.js';
import type { Reader } from '../database/sql.js';

type Step = (rows?: number) => void;

/**
 * The programmes' part of the proof, on one unchanging view: what touches a programme's account carries its name, every
 * budget is what was approved, every issue is where its state says, the equation of 5E holds to the unit, and
 * repeats and claims on the fund are what they say.
 */
export async function proveProgrammes(reader: Reader, differences: Differences, step: Step): Promise<void> {
  await proveNames(reader, differences, step);
  await proveBudgets(reader, differences, step);
  await proveIssues(reader, differences, step);
  await proveEquations(reader, differences, step);
  await proveRepeats(reader, differences, step);
  await proveClaims(reader, differences, step);
}

async function proveNames(reader: Reader, differences: Differences, step: Step): Promise<void> {
  const sql = `select t.community_id, t.exchange_id, t.idx, coalesce(d.programme, c.programme) as meant
    from transfers t
    join accounts d on d.community_id = t.community_id and d.account_id = t.debit_id
    join accounts c on c.community_id = t.community_id and c.account_id = t.credit_id
    where coalesce(d.programme, c.programme) is not null
      and coalesce(t.programme, '') <> coalesce(d.programme, c.programme)
    order by t.community_id, t.exchange_id, t.idx`;
  for await (const rows of reader.chunks(sql)) {
    for (const row of rows) {
      const key = [row.community_id as string, row.exchange_id as string, row.idx as bigint];
      differences.add('transfers', key, 'programme', `it touches an account of ${String(row.meant)}`);
    }
    step(rows.length);
  }
}

/** The parts of a budget are the floors of its accounts, turned round; together they are the approved budget. */
async function proveBudgets(reader: Reader, differences: Differences, step: Step): Promise<void> {
  const sql = `select v.community_id, v.code, v.terms,
      (select coalesce(sum(-a.floor), 0) from programme_accounts p
        join accounts a on a.community_id = p.community_id and a.account_id = p.account_id
        where p.community_id = v.community_id and p.code = v.code and p.kind = 'budget') as floors,
      (select count(*) from programme_accounts p
        join accounts a on a.community_id = p.community_id and a.account_id = p.account_id
        where p.community_id = v.community_id and p.code = v.code
          and (a.programme is null or a.programme <> v.code)) as strange
    from programme_versions v
    where v.state = 'approved' and v.version = (select max(w.version) from programme_versions w
      where w.community_id = v.community_id and w.code = v.code and w.state = 'approved')
    order by v.community_id, v.code`;
  for await (const rows of reader.chunks(sql)) {
    for (const row of rows) {
      const key = [row.community_id as string, row.code as string];
      const { budget } = JSON.parse(row.terms as string) as { budget: number };
      if (BigInt(row.floors as string | bigint) !== BigInt(budget))
        differences.add(
          'programmes',
          key,
          'budget',
          `approved ${budget}, the accounts say ${String(row.floors)}`,
        );
      if (BigInt(row.strange as string | bigint) !== 0n)
        differences.add('programmes', key, 'accounts', 'an account of it is under another programme');
    }
    step(rows.length);
  }
}

/** How the hold of an issue must have ended, by the issue's state; a promise may have lapsed. */
const endings: Readonly<Record<string, readonly (string | null)[]>> = {
  proposed: ['none'],
  refused: ['none'],
  promised: [null, 'expired', 'released'],
  received: ['posted'],
  withdrawn: ['released', 'expired'],
};

async function proveIssues(reader: Reader, differences: Differences, step: Step): Promise<void> {
  const sql = `select i.community_id, i.issue_id, i.state, i.amount, i.account_from, i.account_id,
      h.amount as held, h.debit_id, h.credit_id, e.outcome
    from issues i
    left join holds h on h.community_id = i.community_id and h.exchange_id = i.issue_id and h.idx = 0
    left join hold_endings e
      on e.community_id = h.community_id and e.exchange_id = h.exchange_id and e.idx = h.idx
    order by i.community_id, i.issue_id`;
  for await (const rows of reader.chunks(sql)) {
    for (const row of rows) {
      const key = [row.community_id as string, row.issue_id as string];
      const outcome = row.held === null ? 'none' : (row.outcome as string | null);
      if (!endings[row.state as string]!.includes(outcome))
        differences.add('issues', key, 'state', `${String(row.state)}, but its hold is ${outcome ?? 'open'}`);
      if (row.held === null) continue;
      const same =
        row.held === row.amount && row.debit_id === row.account_from && row.credit_id === row.account_id;
      if (!same) differences.add('issues', key, 'amount', 'its hold is of another amount or between others');
    }
    step(rows.length);
  }
}

/**
 * What left the budgets of a programme is what its issues posted less what came back, and what lies on its accounts
 * together is what went out of them to others, turned round.
 */
async function proveEquations(reader: Reader, differences: Differences, step: Step): Promise<void> {
  const own = `(select 1 from programme_accounts p where p.community_id = t.community_id
    and p.code = t.programme and p.account_id = `;
  const sql = `select q.community_id, q.code,
      (select coalesce(sum(a.debits_posted), 0) from programme_accounts p
        join accounts a on a.community_id = p.community_id and a.account_id = p.account_id
        where p.community_id = q.community_id and p.code = q.code and p.kind = 'budget') as issued,
      (select coalesce(sum(e.posted), 0) from issues i
        join hold_endings e on e.community_id = i.community_id and e.exchange_id = i.issue_id
        where i.community_id = q.community_id and i.code = q.code) as posted,
      (select coalesce(sum(a.credits_posted - a.debits_posted), 0) from programme_accounts p
        join accounts a on a.community_id = p.community_id and a.account_id = p.account_id
        where p.community_id = q.community_id and p.code = q.code) as lying,
      (select coalesce(sum(case when exists ${own} t.debit_id) then -t.amount else 0 end
                     + case when exists ${own} t.credit_id) then t.amount else 0 end), 0)
        from transfers t where t.community_id = q.community_id and t.programme = q.code) as moved
    from programmes q order by q.community_id, q.code`;
  for await (const rows of reader.chunks(sql)) {
    for (const row of rows) {
      const key = [row.community_id as string, row.code as string];
      const [issued, posted, lying, moved] = (['issued', 'posted', 'lying', 'moved'] as const).map((name) =>
        BigInt(row[name] as string | bigint),
      );
      if (issued !== posted)
        differences.add('programmes', key, 'issued', `the budgets gave ${issued}, the issues say ${posted}`);
      if (lying !== moved)
        differences.add(
          'programmes',
          key,
          'equation',
          `${lying} lie on its accounts, its transfers say ${moved}`,
        );
    }
    step(rows.length);
  }
}

/**
 * A claim that was paid names the exchange that paid exactly it, out of the fund of its programme, for a voucher that
 * was used and was worth as much.
 */
async function proveClaims(reader: Reader, differences: Differences, step: Step): Promise<void> {
  const sql = `select c.community_id, c.claim_id, c.amount, v.amount as worth, v.state as voucher, t.amount as moved
    from risk_claims c
    join vouchers v on v.community_id = c.community_id and v.serial = c.serial
    left join programme_accounts p
      on p.community_id = c.community_id and p.code = c.code and p.kind = 'risk'
    left join transfers t on t.community_id = c.community_id and t.exchange_id = c.exchange_id
      and t.debit_id = p.account_id and t.credit_id = c.account_id and t.programme = c.code
    where c.state = 'paid' order by c.community_id, c.claim_id`;
  for await (const rows of reader.chunks(sql)) {
    for (const { community_id: communityId, claim_id: id, amount, moved, worth, voucher } of rows) {
      const key = [communityId as string, id as string];
      if (moved !== amount) {
        const detail = `claimed ${String(amount)}, the fund paid ${String(moved ?? 'nothing')}`;
        differences.add('risk_claims', key, 'amount', detail);
      }
      if (voucher !== 'redeemed' || (amount as bigint) > (worth as bigint))
        differences.add(
          'risk_claims',
          key,
          'serial',
          `paid for a voucher ${String(voucher)} of ${String(worth)}`,
        );
    }
    step(rows.length);
  }
}

/** The issue of a month is its repeat's own: the same amount to the same party, made and approved by the same two. */
async function proveRepeats(reader: Reader, differences: Differences, step: Step): Promise<void> {
  const sql = `select r.community_id, r.repeat_id, m.month,
      case when i.repeat_id = r.repeat_id and i.amount = r.amount and i.party_id = r.party_id
        and i.purpose = r.purpose and i.code = r.code and i.made_by = r.made_by
        and (i.decided_by is null or i.decided_by <> i.made_by) then 1 else 0 end as same,
      case when i.state <> 'refused' and m.skipped is not null then 1 else 0 end as torn
    from issue_repeat_months m
    join issue_repeats r on r.community_id = m.community_id and r.repeat_id = m.repeat_id
    join issues i on i.community_id = m.community_id and i.issue_id = m.issue_id
    order by r.community_id, r.repeat_id, m.month`;
  for await (const rows of reader.chunks(sql)) {
    for (const { community_id: communityId, repeat_id: id, month, same, torn } of rows) {
      const key = [communityId as string, id as string, month as string];
      if (Number(same) !== 1)
        differences.add('issue_repeat_months', key, 'issue_id', 'its issue is not as the repeat says');
      if (Number(torn) === 1)
        differences.add(
          'issue_repeat_months',
          key,
          'skipped',
          'it was skipped, and its issue was not refused',
        );
    }
    step(rows.length);
  }
}
