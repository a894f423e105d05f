import { dayIn } from '../database/clock.js';

export const namedPeriods = ['this_month', 'last_month', 'this_year'] as const;
export type NamedPeriod = (typeof namedPeriods)[number];

/** Which days somebody wants to see. Nothing is this month. */
export interface PeriodWish {
  readonly period?: NamedPeriod;
  /** YYYY-MM */
  readonly month?: string;
  /** YYYY-MM-DD, inclusive; left out from the first booking on. */
  readonly from?: string;
  /** YYYY-MM-DD, inclusive; left out up to today. */
  readonly to?: string;
}

export interface Period {
  /** YYYY-MM-DD, inclusive, as bookings are dated. */
  readonly from: string;
  readonly to: string;
}

/** The days of a wish. Pure. @param today YYYY-MM-DD in the community's time zone */
export function periodOf(wish: PeriodWish, today: string): Period {
  if (wish.from !== undefined || wish.to !== undefined) {
    return { from: wish.from ?? '1970-01-01', to: wish.to ?? today };
  }
  const month = wish.month ?? today.slice(0, 7);
  switch (wish.period) {
    case 'this_year':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` };
    case 'last_month':
      return monthPeriod(monthBefore(today.slice(0, 7)));
    case 'this_month':
      return monthPeriod(today.slice(0, 7));
    case undefined:
      return monthPeriod(month);
  }
}

/** The first and last day of a month. @param month YYYY-MM */
export function monthPeriod(month: string): Period {
  return { from: `${month}-01`, to: dayBefore(`${monthAfter(month)}-01`) };
}

export function monthBefore(month: string): string {
  return monthMoved(month, -1);
}

export function monthAfter(month: string): string {
  return monthMoved(month, 1);
}

/** The day after, YYYY-MM-DD. */
export function dayAfter(day: string): string {
  return dayMoved(day, 1);
}

/**
 * The instant at which a day begins in a time zone: the first that the books date on it or later.
 * @returns milliseconds since 1970
 */
export function dayStart(day: string, timeZone: string): number {
  const quarter = 900_000;
  const noon = Date.parse(`${day}T12:00:00Z`);
  // Zones lie from 12 hours behind to 14 hours ahead, and change on whole quarters of an hour.
  let low = noon - 28 * 3_600_000;
  let high = noon + 2 * 3_600_000;
  while (high - low > quarter) {
    const middle = low + Math.floor((high - low) / quarter / 2) * quarter;
    if (dayIn(middle, timeZone) < day) low = middle;
    else high = middle;
  }
  return high;
}

function dayBefore(day: string): string {
  return dayMoved(day, -1);
}

function dayMoved(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function monthMoved(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const months = year * 12 + number - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}
