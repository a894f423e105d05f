import { Injectable } from '@nestjs/common';
import { isLive, type Actor, type Role } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { PartiesService } from '../communities/parties.service.js';
import { personalKinds, type Party } from '../communities/party.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import {
  askedSteps,
  conditionWarnings,
  leastTold,
  type ConditionWarning,
  type Contribution,
} from './contribution.js';
import { ContributionSight, type SeenContribution, type Watcher } from './contribution-sight.service.js';
import * as store from './contributions.store.js';

/** One page of who brings what. */
export interface ContributionList {
  /** Newest first, one more than asked for when there are more. */
  readonly items: readonly SeenContribution[];
  /** Givers whose conditions weigh too much (U44), for the party's own people; empty for all others. */
  readonly warnings: readonly ConditionWarning[];
  /** How many more there are that only the sum may be told of; null for none or too few (5C). */
  readonly others: number | null;
}

export interface PageAsk {
  /** Id, exclusive; from the newest when left out. */
  readonly after?: string | undefined;
  /** 1 to 201; 50 when left out. */
  readonly limit?: number | undefined;
}

const beforeAll = 'z';
const atOnce = 200;
/** So many contributions are looked through for one page at most. */
const roundsMost = 20;
/** So many of those that wait for a yes are looked at. */
const askedMost = 20;
/** Who says yes or no for a party; see the act `say_contribution`. */
const speakers: ReadonlySet<Role> = new Set(['member', 'treasurer']);

/** Who brings what, for whoever may know: of a party, under a programme, or one alone. */
@Injectable()
export class ContributionLists {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sight: ContributionSight,
    private readonly parties: PartiesService,
    private readonly communities: CommunitiesService,
  ) {}

  /**
   * What a party brings and gets.
   * @returns undefined when the party is not there, or not for this actor to know of
   * @throws NotAllowed for whoever may not look around in this community
   */
  async ofParty(
    actor: Actor,
    communityId: string,
    partyId: string,
    ask: PageAsk = {},
  ): Promise<ContributionList | undefined> {
    const watcher = await this.mustWatch(actor, communityId);
    const party = await this.parties.find(communityId, partyId);
    if (party === undefined || !(await this.isForThem(watcher, party))) return undefined;
    const list = await this.list(watcher, communityId, { party: partyId }, ask);
    const isOwn = watcher.everything || watcher.own.has(partyId);
    if (!isOwn || personalKinds.has(party.kind)) return list;
    const today = await this.today(communityId);
    const shares = await store.sharesOf(this.database.reader, communityId, partyId, today);
    return { ...list, warnings: conditionWarnings(shares) };
  }

  /**
   * What is brought under a programme.
   * @throws NotAllowed for whoever may not look around in this community
   */
  async ofProgramme(
    actor: Actor,
    communityId: string,
    programme: string,
    ask: PageAsk = {},
  ): Promise<ContributionList> {
    const watcher = await this.mustWatch(actor, communityId);
    return this.list(watcher, communityId, { programme }, ask);
  }

  /**
   * What waits for a yes of this actor, for themselves or for whom they keep, the oldest first; at most 20.
   * @throws NotAllowed for whoever may not look around in this community
   */
  async asked(actor: Actor, communityId: string): Promise<SeenContribution[]> {
    const watcher = await this.mustWatch(actor, communityId);
    const found = await this.findAsked(actor, communityId);
    const seen = await this.sight.seen(watcher, communityId, found);
    return seen.filter(({ contribution, mine }) => askedSteps(contribution, mine).includes('agree'));
  }

  /** How many of those there are, up to 20. Nobody is told more by it than that somebody asks them something. */
  async countAsked(actor: Actor, communityId: string): Promise<number> {
    return (await this.findAsked(actor, communityId)).length;
  }

  /** One contribution. @returns undefined when it is not there, or not for this actor to know of @throws NotAllowed */
  async find(actor: Actor, communityId: string, id: string): Promise<SeenContribution | undefined> {
    const watcher = await this.mustWatch(actor, communityId);
    const found = await store.findContribution(this.database.reader, communityId, id);
    return found === undefined ? undefined : (await this.sight.seen(watcher, communityId, [found]))[0];
  }

  /** A contribution as whoever has just spoken for a side of it sees it. */
  async shown(actor: Actor, contribution: Contribution): Promise<SeenContribution> {
    const watcher = await this.sight.sideOf(actor, contribution);
    return (await this.sight.seen(watcher, contribution.communityId, [contribution]))[0]!;
  }

  private findAsked(actor: Actor, communityId: string): Promise<Contribution[]> {
    const now = this.clock.now();
    const speaksFor = actor.mandates.filter(
      (each) => isLive(each, now) && each.communityId === communityId && speakers.has(each.role),
    );
    const ids = new Set([actor.id, ...speaksFor.flatMap(({ partyId }) => partyId ?? [])]);
    return store.findAsked(this.database.reader, communityId, [...ids], askedMost);
  }

  /** Whether somebody may know what is brought to and by a party. @throws NotAllowed */
  async isShown(actor: Actor, communityId: string, partyId: string): Promise<boolean> {
    const watcher = await this.mustWatch(actor, communityId);
    const party = await this.parties.find(communityId, partyId);
    return party !== undefined && this.isForThem(watcher, party);
  }

  private async mustWatch(actor: Actor, communityId: string): Promise<Watcher> {
    const watcher = await this.sight.watcherOf(actor, communityId);
    if (watcher === undefined) throw new NotAllowed();
    return watcher;
  }

  private async isForThem(watcher: Watcher, party: Party): Promise<boolean> {
    if (watcher.everything || watcher.own.has(party.id)) return true;
    return this.sight.isPublic(watcher, party);
  }

  private async list(
    watcher: Watcher,
    communityId: string,
    about: store.About,
    { after = beforeAll, limit = 50 }: PageAsk,
  ): Promise<ContributionList> {
    const items: SeenContribution[] = [];
    let before = after;
    for (let round = 0; round < roundsMost && items.length < limit; round++) {
      const some = await store.findAbout(this.database.reader, communityId, about, before, atOnce);
      items.push(...(await this.sight.seen(watcher, communityId, some)));
      if (some.length < atOnce) break;
      before = some.at(-1)!.id;
    }
    const others = watcher.city ? await this.othersOf(watcher, communityId, about) : null;
    return { items: items.slice(0, limit), warnings: [], others };
  }

  /** The government is told of others' contributions as a sum, and not of so few that it would show which (5C). */
  private async othersOf(watcher: Watcher, communityId: string, about: store.About): Promise<number | null> {
    const today = await this.today(communityId);
    const own = [...watcher.own];
    const count = await store.countOthers(this.database.reader, communityId, about, own, today);
    return count < leastTold ? null : count;
  }

  private async today(communityId: string): Promise<string> {
    const community = await this.communities.look(communityId);
    return dayIn(this.clock.now(), community?.timeZone ?? 'UTC');
  }
}
