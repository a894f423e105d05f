import { Injectable } from '@nestjs/common';
import { systemActor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Clock, dayIn } from '../database/clock.js';
import { ruleOrderId } from './order-ids.js';
import { systemExchange, systemOrder } from './system-exchange.js';

/** Books the release of holds whose time is over. `decide` no longer counts them; this tidies the counters. */
@Injectable()
export class LapsedHolds {
  constructor(
    private readonly books: BooksService,
    private readonly communities: CommunitiesService,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were released */
  async release(): Promise<number> {
    let released = 0;
    for (const { communityId, hold } of await this.books.lapsedHolds(500)) {
      const community = await this.communities.look(communityId);
      if (community === undefined) continue;
      const { debitId, creditId, currency, programme, id: endsHold } = hold;
      const id = ruleOrderId(
        'release',
        communityId,
        currency,
        `${endsHold.exchangeId} ${endsHold.index}`,
        debitId,
      );
      const exchange = systemExchange('release', dayIn(this.clock.now(), community.timeZone));
      const transfer = { debitId, creditId, currency, programme, endsHold, amount: 0n };
      const order = systemOrder({ id, communityId, actorId: systemActor('upkeep').id }, exchange, transfer);
      if ((await this.books.post({ order })).kind === 'posted') released++;
    }
    return released;
  }
}
