import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { Summaries } from '../books/summaries.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { countParties } from './statements.store.js';
import { totalsOf, type Totals } from './totals.js';

/** The sums of a whole community. They come from the summaries, so they cost the same however much was booked. */
@Injectable()
export class TotalsService {
  constructor(
    private readonly database: Database,
    private readonly summaries: Summaries,
    private readonly clock: Clock,
  ) {}

  /**
   * Sums for members; for whoever looks after the community also between which kinds of party.
   * @param months flows of these months only, YYYY-MM, both inclusive; what is in circulation is always of now
   * @throws NotAllowed
   */
  async totals(
    actor: Actor,
    communityId: string,
    months: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
  ): Promise<Totals> {
    const now = this.clock.now();
    if (!may(actor, 'see_totals', { communityId }, now)) throw new NotAllowed();
    const detail = isSteward(actor, communityId, now);
    const [flows, parties] = await Promise.all([
      this.summaries.flows(communityId),
      countParties(this.database.reader, communityId),
    ]);
    const { from = '0000-00', to = '9999-99' } = months;
    const totals = totalsOf(flows, detail, parties);
    return { ...totals, flows: totals.flows.filter(({ month }) => from <= month && month <= to) };
  }
}

/** A token made for reading only has no leave to manage; its steward is a steward all the same. */
function isSteward(actor: Actor, communityId: string, now: number): boolean {
  return may({ ...actor, scopes: null }, 'manage_community', { communityId }, now);
}
