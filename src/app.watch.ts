import type { INestApplicationContext } from '@nestjs/common';
import { Metrics } from './api/metrics.js';
import { Readiness } from './api/readiness.js';
import { Committer } from './books/committer.js';

/** Shows in figures and readiness how the books are doing. They lie below `api`, so neither knows of the other. */
export function watchBooks(app: INestApplicationContext): void {
  const committer = app.get(Committer);
  const metrics = app.get(Metrics);
  committer.onBatch = (orders) => metrics.observe('commit_orders', orders);
  metrics.gauge('orders_waiting', 'Orders that wait for a commit', () => committer.waiting);
  // While a restore waits to be confirmed everything but money goes on, so that somebody can confirm it.
  const going = (): boolean => [undefined, 'restored_unconfirmed'].includes(committer.stopReason?.code);
  app.get(Readiness).add('books', going);
}
