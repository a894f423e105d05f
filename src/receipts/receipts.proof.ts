import { Injectable, type OnModuleInit } from '@nestjs/common';
import { exchangeOf } from '../books/exchanges.reading.js';
import type { Differences } from '../books/verify.differences.js';
import { Verifier } from '../books/verify.js';
import type { Reader, Row } from '../database/sql.js';
import { isAbout, type ReceiptFacts } from './receipt.js';
import { openSigned } from './receipt-keys.service.js';
import { allKeys, type KeptKey } from './receipt-keys.store.js';
import { factsOf, receiptDigest, signedOf, type SignedReceipt } from './receipts.store.js';
import { thumbprint } from './signing-key.js';

type GoodKeys = ReadonlyMap<string, KeptKey>;

/** The receipts' part of the proof: every signature is good, and says what the books say. */
@Injectable()
export class ReceiptsProof implements OnModuleInit {
  constructor(private readonly verifier: Verifier) {}

  onModuleInit(): void {
    this.verifier.register(proveReceipts);
  }
}

/** Looks at every key and every receipt that was signed, on one unchanging view. */
export async function proveReceipts(
  reader: Reader,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const keys = await proveKeys(reader, differences);
  for await (const rows of reader.chunks(
    `select x.*, r.community_id, r.receipt_token, r.exchange_id, r.kid, r.jws, r.short_code, r.signed_at,
            r.digest as receipt_digest, x.exchange_id as booked_id, x.receipt_token as booked_token,
            null as reversed_by
       from receipts r
       left join exchanges x on x.community_id = r.community_id and x.exchange_id = r.exchange_id
      order by r.community_id, r.receipt_token`,
  )) {
    for (const [communityId, some] of byCommunity(rows)) {
      await proveSome(reader, communityId, some, keys, differences);
    }
    step(rows.length);
  }
}

async function proveKeys(reader: Reader, differences: Differences): Promise<GoodKeys> {
  const good = new Map<string, KeptKey>();
  for (const key of await allKeys(reader)) {
    if (thumbprint(key.jwk) === key.kid) good.set(key.kid, key);
    else differences.add('receipt_keys', [key.kid], 'jwk', 'the key is not the one of this name');
  }
  return good;
}

async function proveSome(
  reader: Reader,
  communityId: string,
  rows: readonly Row[],
  keys: GoodKeys,
  differences: Differences,
): Promise<void> {
  const booked = rows.filter((row) => row.booked_id !== null);
  const exchanges = booked.map((row) => exchangeOf({ ...row, receipt_token: row.booked_token! }));
  const facts = new Map(
    (await factsOf(reader, communityId, exchanges)).map((each) => [each.exchange.id, each]),
  );
  for (const row of rows) {
    const receipt = signedOf(row);
    const wrong = await faultOf(receipt, row.receipt_digest as Buffer, facts.get(receipt.exchangeId), keys);
    if (wrong !== undefined) differences.add('receipts', [communityId, receipt.token], ...wrong);
  }
}

/** The first field that is wrong, and how. */
async function faultOf(
  receipt: SignedReceipt,
  digest: Buffer,
  facts: ReceiptFacts | undefined,
  keys: GoodKeys,
): Promise<[field: string, detail: string] | undefined> {
  if (!receiptDigest(receipt).equals(digest)) return ['digest', 'the row is not as it was written'];
  if (facts === undefined) return ['exchange_id', 'no such exchange'];
  if (facts.exchange.receiptToken !== receipt.token)
    return ['receipt_token', 'the exchange has another token'];
  const opened = await openSigned(receipt.jws, (kid) => Promise.resolve(keys.get(kid)));
  if (opened === undefined) return ['jws', 'the signature is not good'];
  if (opened.kid !== receipt.kid) return ['kid', 'signed with another key'];
  if (!isAbout(opened.payload, facts)) return ['jws', 'it does not say what the books say'];
  return undefined;
}

function byCommunity(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row.community_id as string;
    const some = found.get(id);
    if (some === undefined) found.set(id, [row]);
    else some.push(row);
  }
  return found;
}
