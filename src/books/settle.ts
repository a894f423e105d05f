import { dayIn } from '../database/clock.js';
import type { Answer, Request } from './answers.js';
import type { BooksService } from './books.service.js';
import type { ExchangesReading } from './exchanges.reading.js';

const day = 86_400_000;

/** Makes the request for an exchange of a given day, YYYY-MM-DD. Everything else of it is always the same. */
export type OnDay = (factDate: string) => Request;

/**
 * Books an order whose caller did not say when it happened: today. When the same order comes again after midnight it
 * must get the same answer, though today is another day: a booked one is asked again with its own date, and one that
 * was refused with the date of the day before.
 */
export async function postToday(
  books: BooksService,
  exchanges: ExchangesReading,
  timeZone: string,
  now: number,
  onDay: OnDay,
): Promise<Answer> {
  const request = onDay(dayIn(now, timeZone));
  const answer = await books.post(request);
  if (answer.kind !== 'refused' || answer.code !== 'exists_with_different_content') return answer;
  const { communityId, id, exchange } = request.order;
  const booked = await exchanges.find(communityId, id);
  const other = booked?.factDate ?? dayIn(now - day, timeZone);
  return other === exchange.factDate ? answer : books.post(onDay(other));
}
