/**
 * Lets JSON.stringify write a bigint as a whole number. Amounts and balances are bounded to what JSON carries
 * exactly (ledger/amount.ts), so nothing is lost; what is not fails loudly instead of being rounded.
 */
export function writeBigintsAsNumbers(): void {
  Object.defineProperty(BigInt.prototype, 'toJSON', {
    configurable: true,
    writable: true,
    value(this: bigint): number {
      const number = Number(this);
      if (!Number.isSafeInteger(number)) throw new RangeError('a whole number is too large for JSON');
      return number;
    },
  });
}
