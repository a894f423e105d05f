import type { Reader, Row, Tx } from '../database/sql.js';
import type { PublicKey, SigningKey } from './signing-key.js';

/** A key as the database keeps it: only its public half, and the seed it is derived from. */
export interface KeptKey {
  readonly kid: string;
  readonly seed: string;
  readonly jwk: PublicKey;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Null while it signs. */
  readonly until: number | null;
}

const columns = 'kid, seed, jwk, state, from_at, until_at';

export async function findSigning(reader: Reader): Promise<KeptKey | undefined> {
  const row = await reader.one(`select ${columns} from receipt_keys where state = 'signing'`);
  return row === undefined ? undefined : keptOf(row);
}

export async function findKey(reader: Reader, kid: string): Promise<KeptKey | undefined> {
  const row = await reader.one(`select ${columns} from receipt_keys where kid = ?`, [kid]);
  return row === undefined ? undefined : keptOf(row);
}

/** All keys there ever were, oldest first. They are few: one more for each rotation. */
export async function allKeys(reader: Reader): Promise<KeptKey[]> {
  return (await reader.all(`select ${columns} from receipt_keys order by from_at, kid`)).map(keptOf);
}

/** Puts a key in the place of another. When somebody else has put one there meanwhile, theirs stays. */
export async function replaceKey(
  tx: Tx,
  old: string | null,
  seed: string,
  key: SigningKey,
  at: number,
): Promise<void> {
  if (old !== null) {
    await tx.run(
      `update receipt_keys set state = 'retired', until_at = ? where kid = ? and state = 'signing'`,
      [BigInt(at), old],
    );
  }
  await tx.run(
    `insert into receipt_keys (kid, seed, jwk, state, from_at) values (?, ?, ?, 'signing', ?) on conflict do nothing`,
    [key.kid, seed, JSON.stringify(key.jwk), BigInt(at)],
  );
}

function keptOf(row: Row): KeptKey {
  return {
    kid: row.kid as string,
    seed: row.seed as string,
    jwk: JSON.parse(row.jwk as string) as PublicKey,
    from: Number(row.from_at),
    until: row.until_at === null ? null : Number(row.until_at),
  };
}
