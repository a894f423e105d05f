import { Column, PrimaryColumn, type ColumnOptions } from 'typeorm';

const whole = {
  to: (value: bigint | number | null | undefined) => (value == null ? value : BigInt(value)),
  from: (value: bigint | string | null) => (value === null ? null : BigInt(value)),
};

const instant = {
  to: (value: number | null | undefined) => (value == null ? value : BigInt(value)),
  from: (value: bigint | string | null) => (value === null ? null : Number(value)),
};

/** A whole number, bigint in code and in both databases. */
export const WholeColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'bigint', transformer: whole, ...options });

/** Milliseconds since 1970, a number in code. Also fit for small counts. */
export const InstantColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'bigint', transformer: instant, ...options });

export const TextColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'text', ...options });

export const KeyColumn = (): PropertyDecorator => PrimaryColumn({ type: 'text' });
