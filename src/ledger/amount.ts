/** A whole number of a currency's smallest unit. */
export type Amount = bigint;

/** The greatest amount and balance: what JSON and every database handle carry exactly. */
export const amountMax: Amount = 9007199254740991n;

/** Scales run from 0 (whole units) to 6 (millionths). */
export const scaleMax = 6;

export function isAmount(value: bigint): value is Amount {
  return value >= -amountMax && value <= amountMax;
}

/**
 * Splits an amount into parts by weight without losing a unit: every part is rounded down, and the units left go one
 * each to the parts that lost most, the first of equals first.
 * @param whole not negative
 * @param weights not negative, not all zero
 */
export function split(whole: Amount, weights: readonly bigint[]): Amount[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole < 0n || total <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('split needs a whole of at least 0 and weights of at least 0, not all 0');
  }
  const parts = weights.map((weight) => (whole * weight) / total);
  const lost = weights.map((weight, i) => ({ i, rest: (whole * weight) % total }));
  let left = whole - parts.reduce((sum, part) => sum + part, 0n);
  lost.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const { i } of lost) {
    if (left === 0n) break;
    parts[i]! += 1n;
    left -= 1n;
  }
  return parts;
}

/**
 * Reads a decimal figure such as `12`, `0.25` or `0,25` into smallest units.
 * @returns undefined when it is no figure, has more decimals than the scale, or is out of bounds
 */
export function readAmount(text: string, scale: number): Amount | undefined {
  const found = /^(-?)(\d{1,16})(?:[.,](\d{1,6}))?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, sign, whole, decimals = ''] = found;
  if (decimals.length > scale) return undefined;
  const units = BigInt(whole + decimals.padEnd(scale, '0'));
  const value = sign === '-' ? -units : units;
  return isAmount(value) ? value : undefined;
}

/** Writes smallest units as a decimal figure with all its decimals: 125 at scale 2 is `1.25`. */
export function writeAmount(amount: Amount, scale: number): string {
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
