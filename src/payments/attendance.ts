import { createHash } from 'node:crypto';
import { uuidOf } from '../database/ids.js';
import type { Reason } from '../ledger/order.js';

/** So many people stand on one list. */
export const attendanceMost = 100;

/** What somebody who came gets it for. */
export const attendanceReason: Reason = 'activity';

/** So many days, today among them, can be chosen: what was written on paper is typed later (3D). */
const daysMost = 14;

const dayMs = 86_400_000;

/**
 * What was scanned or typed, each by itself: numbers of cards with spaces, commas or lines between, or the code of one. A
 * number may be split from its letter, and a list pasted into one line may stand there with nothing between.
 */
export function readShownCards(text: string): string[] {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  return parts.flatMap((part, i) => {
    if (/^\d{4}-?$/.test(part) && /^[a-z]$/i.test(parts[i + 1] ?? '')) return [part + parts[i + 1]!];
    if (/^[a-z]$/i.test(part) && /^\d{4}-?$/.test(parts[i - 1] ?? '')) return [];
    return /^(\d{4}-?[a-z])+$/i.test(part) ? part.match(/\d{4}-?[a-z]/gi)! : [part];
  });
}

/** The last days, newest first. @param today YYYY-MM-DD */
export function lastDays(today: string): string[] {
  const now = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: daysMost }, (_, i) => new Date(now - i * dayMs).toISOString().slice(0, 10));
}

/**
 * The id of the order by which one person on a list gets something: the same list and person always make the same, so a
 * yes that is sent twice books nothing twice. It begins as the list's own, by which all of them are found again.
 * @param listId UUID version 7, made for the page with the list
 */
export function attendanceOrderId(listId: string, partyId: string): string {
  const hash = createHash('sha256').update(`who came\n${listId}\n${partyId}`).digest();
  return uuidOf(Buffer.concat([Buffer.from(listId.replaceAll('-', '').slice(0, 16), 'hex'), hash]), 7);
}

/** Between which ids the orders of a list lie. */
export function attendanceOrders(listId: string): { first: string; last: string } {
  const begin = listId.slice(0, 18);
  return { first: `${begin}-0000-000000000000`, last: `${begin}-ffff-ffffffffffff` };
}
