import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { personalKinds } from '../communities/party.js';
import { Clock, dayIn } from '../database/clock.js';
import { balance, heldOut, type Account } from '../ledger/account.js';
import { isIdle } from '../ledger/demurrage.js';
import { openPurses } from './accounts.reading.js';
import { asSeen } from './demurrage.service.js';
import { RunsStore } from './runs.store.js';
import { systemExchange, systemOrder } from './system-exchange.js';

/**
 * With fewer persons than these the preview names none of those whose purses expire: the sum that is booked would tell
 * of each.
 */
export const fewestDue = 5;

/** Whom to remind and what would expire now; parties as ids, no balances. */
export interface ExpiryPreview {
  readonly kind: 'preview';
  /** Parties to be reminded: in print, in sound or in person (S23, U38). */
  readonly toRemind: readonly string[];
  /** Reminded parties whose days of grace are not over. */
  readonly waiting: number;
  /** Parties whose accounts expire at the next run; persons and households only when there are `fewestDue` of them. */
  readonly due: readonly string[];
  /** How many there are, named or not. */
  readonly dueCount: number;
}

export interface ExpiryDone {
  readonly kind: 'booked';
  readonly accounts: number;
  readonly amount: bigint;
}

export type ExpiryRefusal = { readonly kind: 'refused'; readonly code: 'not_found' | 'no_expiry' };

type Stage = 'remind' | 'waiting' | 'due';

interface Ground {
  readonly profile: CurrencyProfile;
  readonly timeZone: string;
  readonly today: string;
}

/** Accounts without own movement: first a reminder that is recorded, then days of grace, only then expiry (S23). */
@Injectable()
export class ExpiryService {
  constructor(
    private readonly books: BooksService,
    private readonly communities: CommunitiesService,
    private readonly currencies: CurrenciesService,
    private readonly runs: RunsStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotAllowed */
  async preview(actor: Actor, communityId: string, currency: string): Promise<ExpiryPreview | ExpiryRefusal> {
    this.mustBeAllowed(actor, communityId);
    const ground = await this.ground(communityId, currency);
    if ('kind' in ground) return ground;
    const stages = await this.stages(ground);
    const parties = (stage: Stage) =>
      stages.flatMap((one) =>
        one.stage === stage && one.account.partyId !== null ? [one.account.partyId] : [],
      );
    return {
      kind: 'preview',
      toRemind: parties('remind'),
      waiting: parties('waiting').length,
      due: namedDue(stages),
      dueCount: parties('due').length,
    };
  }

  /** Records that these parties were reminded today. Others than those to be reminded are left alone. @throws NotAllowed */
  async reminded(
    actor: Actor,
    communityId: string,
    currency: string,
    partyIds: readonly string[],
  ): Promise<{ kind: 'recorded'; parties: number } | ExpiryRefusal> {
    this.mustBeAllowed(actor, communityId);
    const ground = await this.ground(communityId, currency);
    if ('kind' in ground) return ground;
    const wanted = new Set(partyIds);
    let parties = 0;
    for (const { account, stage } of await this.stages(ground)) {
      if (stage !== 'remind' || account.partyId === null || !wanted.has(account.partyId)) continue;
      const reminder = { accountId: account.id, ownAt: account.lastOwnAt, remindedOn: ground.today };
      await this.runs.remind(communityId, reminder, actor.id, this.clock.now());
      parties++;
    }
    return { kind: 'recorded', parties };
  }

  /** Moves what is due to the pot or the expired account. An own movement in the meantime saves it. @throws NotAllowed */
  async run(actor: Actor, communityId: string, currency: string): Promise<ExpiryDone | ExpiryRefusal> {
    this.mustBeAllowed(actor, communityId);
    const ground = await this.ground(communityId, currency);
    if ('kind' in ground) return ground;
    const to = await this.currencies.communityAccount(communityId, currency, ground.profile.expiry!.to);
    let accounts = 0;
    let amount = 0n;
    const due = (await this.stages(ground)).flatMap(({ account, stage }) =>
      stage === 'due' ? [account] : [],
    );
    const orders = due.map((account) => ({
      account,
      id: this.runs.orderId('expiry', communityId, currency, String(account.lastOwnAt), account.id),
    }));
    // Not in the order of the list of who is due, which would tell in the journal whose each is.
    for (const { account, id } of orders.sort((one, other) => (one.id < other.id ? -1 : 1))) {
      const order = { id, communityId, actorId: actor.id, expects: [asSeen(account)] };
      const transfer = { debitId: account.id, creditId: to, currency, amount: balance(account) };
      const answer = await this.books.post({
        order: systemOrder(order, systemExchange('expiry', ground.today), transfer),
      });
      if (answer.kind !== 'posted') continue;
      accounts++;
      amount += balance(account);
    }
    return { kind: 'booked', accounts, amount };
  }

  private mustBeAllowed(actor: Actor, communityId: string): void {
    if (!may(actor, 'run_demurrage', { communityId }, this.clock.now())) throw new NotAllowed();
  }

  private async ground(communityId: string, currency: string): Promise<Ground | ExpiryRefusal> {
    const community = await this.communities.look(communityId);
    const profile = await this.currencies.find(communityId, currency);
    if (community === undefined || profile === undefined) return { kind: 'refused', code: 'not_found' };
    if (profile.expiry === null) return { kind: 'refused', code: 'no_expiry' };
    return { profile, timeZone: community.timeZone, today: dayIn(this.clock.now(), community.timeZone) };
  }

  private async stages(ground: Ground): Promise<Array<{ account: Account; stage: Stage }>> {
    const { profile, timeZone, today } = ground;
    const reminders = await this.runs.reminders(profile.communityId);
    const stages: Array<{ account: Account; stage: Stage }> = [];
    for await (const account of openPurses(this.books, profile.communityId, profile.code)) {
      if (balance(account) <= 0n || heldOut(account) > 0n || account.lastOwnAt === 0) continue;
      if (!isIdle(dayIn(account.lastOwnAt, timeZone), profile.expiry!.months, today)) continue;
      const reminder = reminders.get(`${account.id} ${account.lastOwnAt}`);
      if (reminder === undefined) stages.push({ account, stage: 'remind' });
      else if (daysLater(reminder.remindedOn, profile.expiry!.graceDays) > today)
        stages.push({ account, stage: 'waiting' });
      else stages.push({ account, stage: 'due' });
    }
    return stages;
  }
}

function namedDue(stages: ReadonlyArray<{ account: Account; stage: Stage }>): string[] {
  const due = stages.flatMap(({ account: { partyId, partyKind }, stage }) =>
    stage === 'due' && partyId !== null ? [{ partyId, personal: personalKinds.has(partyKind) }] : [],
  );
  const persons = new Set(due.filter((one) => one.personal).map(({ partyId }) => partyId));
  return due.filter((one) => !one.personal || persons.size >= fewestDue).map(({ partyId }) => partyId);
}

function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
