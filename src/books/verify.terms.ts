import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';

interface Terms {
  readonly version: bigint;
  readonly fromSeq: bigint;
  readonly changedAt: bigint;
  readonly floor: bigint | null;
  readonly ceiling: bigint | null;
}

/** The floors and ceilings of every account, in the order they came into force. */
export class TermsBook {
  private readonly all = new Map<string, Terms[]>();

  static async read(reader: Reader): Promise<TermsBook> {
    const book = new TermsBook();
    for await (const chunk of reader.chunks(
      'select * from account_terms order by community_id, account_id, version',
    )) {
      for (const row of chunk) book.add(row);
    }
    return book;
  }

  private add(row: Row): void {
    const key = `${row.community_id as string} ${row.account_id as string}`;
    const terms: Terms = {
      version: row.version as bigint,
      fromSeq: row.from_seq as bigint,
      changedAt: row.changed_at as bigint,
      floor: row.floor as bigint | null,
      ceiling: row.ceiling as bigint | null,
    };
    const list = this.all.get(key);
    if (list === undefined) this.all.set(key, [terms]);
    else list.push(terms);
  }

  /** Going out may not end below the floor, coming in may not end above the ceiling, by the terms of that moment. */
  proveEntry(row: Row, differences: Differences): void {
    const seq = row.account_seq as bigint;
    const key = [row.community_id as string, row.account_id as string, seq];
    const terms = this.all.get(`${key[0]} ${key[1]}`) ?? [];
    let now: Terms | undefined;
    for (const one of terms) if (one.fromSeq < seq) now = one;
    const after = row.balance_after as bigint;
    if (now === undefined)
      return differences.add('account_terms', key, 'from_seq', 'no terms for this entry');
    if ((row.amount as bigint) < 0n && now.floor !== null && after < now.floor)
      differences.add('entries', key, 'balance_after', `below the floor ${now.floor}`);
    if ((row.amount as bigint) > 0n && now.ceiling !== null && after > now.ceiling)
      differences.add('entries', key, 'balance_after', `above the ceiling ${now.ceiling}`);
  }

  /** Versions from 0 without gaps, the first as old as the account, the last as the account says now. */
  proveAccount(account: Row, differences: Differences): void {
    const key = [account.community_id as string, account.account_id as string];
    const terms = this.all.get(key.join(' ')) ?? [];
    this.all.delete(key.join(' '));
    let reached = 0n;
    terms.forEach(({ version, fromSeq }, i) => {
      const row = [...key, version];
      if (version !== BigInt(i)) differences.add('account_terms', row, 'version', `${i} was expected`);
      if (fromSeq < reached || fromSeq > (account.last_seq as bigint) || (i === 0 && fromSeq !== 0n))
        differences.add('account_terms', row, 'from_seq', 'not between the terms before and the last entry');
      reached = fromSeq;
    });
    const [first, last] = [terms[0], terms.at(-1)];
    if (first?.changedAt !== account.opened_at) {
      const detail = `the account says opened at ${account.opened_at}`;
      differences.add('account_terms', [...key, 0], 'changed_at', detail);
      differences.add('accounts', key, 'opened_at', 'not when its first terms came into force');
    }
    for (const field of ['floor', 'ceiling'] as const) {
      if (account[field] === (last?.[field] ?? null)) continue;
      differences.add('accounts', key, field, 'not the terms last recorded');
      differences.add('account_terms', [...key, last?.version ?? 0], field, 'not what the account says');
    }
  }

  /** After all accounts: terms that belong to none. */
  proveRest(differences: Differences): void {
    for (const key of this.all.keys())
      differences.add('account_terms', key.split(' '), 'account_id', 'no such account');
  }
}
