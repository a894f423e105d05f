import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { ExchangesReading, type BookedExchange } from '../books/exchanges.reading.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newUuid } from '../database/ids.js';
import { sides, type Contribution, type Thing } from './contribution.js';
import { ContributionsService, type Said, type SayRefusal } from './contributions.service.js';
import * as store from './contributions.store.js';

export interface TakeOver {
  /** The exchange, by its id. */
  readonly exchange: string;
  /** 1 to 80 characters; none is needed. */
  readonly title?: string | undefined;
  readonly programme?: string | undefined;
  readonly conditionSeen?: boolean | undefined;
}

/** Contributions from what the books know already: an issue, a loan, a gift. */
@Injectable()
export class TakenOverService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly exchanges: ExchangesReading,
    private readonly contributions: ContributionsService,
  ) {}

  /**
   * Makes a contribution of an exchange between two parties, for one of them. It stands as given once the other said
   * yes too.
   * @returns the contribution; refused `no_such_exchange` also for whoever had no part in it,
   * `exchange_already_reversed`, `contribution_exists`, `condition_not_seen`, `party_closed`
   */
  async takeOver(
    actor: Actor,
    communityId: string,
    wish: TakeOver,
  ): Promise<Said | SayRefusal | AccessRefusal<'no_such_exchange' | 'exchange_already_reversed'>> {
    const exchange = await this.exchanges.find(communityId, wish.exchange);
    const parties = exchange === undefined ? undefined : await this.partiesOf(exchange);
    if (exchange === undefined || parties === undefined) return refuse('no_such_exchange');
    const contribution = contributionFrom(exchange, parties, wish, actor, this.clock.now());
    const mine = await this.contributions.sidesOf(actor, contribution);
    const side = sides.find((each) => mine.has(each));
    if (side === undefined) return refuse('no_such_exchange');
    if (exchange.reversedBy !== null || exchange.reverses !== null)
      return refuse('exchange_already_reversed');
    return this.contributions.keep(actor, contribution, side, wish.conditionSeen);
  }

  /** The two parties of an exchange: as it names them, else as its transfers show them; undefined for more or fewer. */
  private async partiesOf(exchange: BookedExchange): Promise<Parties | undefined> {
    const { communityId, id } = exchange;
    const { givers, takers } = await store.partiesOfTransfers(this.database.reader, communityId, id);
    const giverId = exchange.giverId ?? only(givers);
    const takerId = exchange.takerId ?? only(takers);
    if (giverId === null || takerId === null || giverId === takerId) return undefined;
    return { giverId, takerId, withCoin: givers.length > 0 };
  }
}

interface Parties {
  readonly giverId: string;
  readonly takerId: string;
  readonly withCoin: boolean;
}

function only(ids: ReadonlyArray<string | null>): string | null {
  return ids.length === 1 ? ids[0]! : null;
}

function contributionFrom(
  exchange: BookedExchange,
  { giverId, takerId, withCoin }: Parties,
  wish: TakeOver,
  actor: Actor,
  now: number,
): Contribution {
  // What was lent is a thing; of what was given without coin nothing more is known than that it helped.
  const plain = exchange.kind === 'loan' ? 'material' : 'service';
  const thing: Thing = withCoin ? 'coin' : (exchange.subject ?? plain);
  return {
    communityId: exchange.communityId,
    id: newUuid(now),
    giverId,
    takerId,
    mode: exchange.mode,
    thing,
    title: wish.title ?? null,
    fromDay: exchange.factDate,
    untilDay: null,
    condition: exchange.condition,
    conditionDay: exchange.conditionDate,
    programme: wish.programme ?? null,
    exchangeId: exchange.id,
    madeBy: actor.id,
    madeAt: now,
    yes: { giver: null, taker: null },
    state: 'promised',
    changed: null,
  };
}
