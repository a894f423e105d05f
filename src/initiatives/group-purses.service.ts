import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { PartiesService } from '../communities/parties.service.js';
import { PursesService } from '../communities/purses.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import * as store from './initiatives.store.js';
import type { GroupPurse } from './initiatives.store.js';
import { GroupSight } from './sight.service.js';

export type { GroupPurse } from './initiatives.store.js';

export interface NewGroupPurse {
  /** Money with a purpose (U50), or a pot into which members give and from which the group gives (U29). */
  readonly kind: 'purpose' | 'pot';
  readonly currency: string;
  /** 1 to 60 characters. */
  readonly name: string;
  readonly picture: string;
}

/** At most this many in one group, so that all its accounts can be read and closed at once. */
const pursesMax = 100;

/** What a group keeps apart: an account each, so that money with a purpose is never mixed unseen. */
@Injectable()
export class GroupPursesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly purses: PursesService,
    private readonly sight: GroupSight,
  ) {}

  /** The same for whoever may know what the group has: its people, and who keeps or checks it. @throws NotAllowed */
  async known(actor: Actor, communityId: string, id: string): Promise<GroupPurse[]> {
    if (!(await this.sight.purseKnownOf(actor, communityId)).has(id)) throw new NotAllowed();
    return store.findPurses(this.database.reader, communityId, id);
  }

  /** Those of several groups, as far as the actor may know what they have; nothing of the others. */
  async knownOf(actor: Actor, communityId: string, ids: readonly string[]): Promise<GroupPurse[]> {
    const known = await this.sight.purseKnownOf(actor, communityId);
    const own = ids.filter((id) => known.has(id));
    const lists = own.map((id) => store.findPurses(this.database.reader, communityId, id));
    return (await Promise.all(lists)).flat();
  }

  /** Oldest first. Only the group's own people see them. @throws NotAllowed */
  async list(actor: Actor, communityId: string, id: string): Promise<GroupPurse[]> {
    if (!(await this.sight.isOwn(actor, communityId, id))) throw new NotAllowed();
    return store.findPurses(this.database.reader, communityId, id);
  }

  /**
   * Opens one: it holds nothing and can never go below zero.
   * @throws NotAllowed
   */
  async open(
    actor: Actor,
    communityId: string,
    id: string,
    wish: NewGroupPurse,
  ): Promise<
    | { kind: 'opened'; purse: GroupPurse }
    | AccessRefusal<'not_found' | 'no_such_currency' | 'group_stopped' | 'too_many_purses'>
  > {
    if (!this.sight.mayDecide(actor, communityId, id)) throw new NotAllowed();
    const party = await this.parties.find(communityId, id);
    if (party?.kind !== 'initiative') return refuse('not_found');
    const currency = (await this.purses.currenciesOf(communityId)).filter(
      ({ code }) => code === wish.currency,
    );
    if (currency.length === 0) return refuse('no_such_currency');
    return this.database.transaction(async (tx) => {
      if (!(await this.parties.keepOpen(tx, communityId, id))) return refuse('group_stopped');
      if ((await store.findPurses(tx, communityId, id)).length >= pursesMax) return refuse('too_many_purses');
      const [account] = await this.purses.open(tx, actor, party, wish.kind, currency);
      const at = this.clock.now();
      const purse = { ...wish, communityId, initiativeId: id, accountId: account!.accountId, openedAt: at };
      await store.insertPurse(tx, purse);
      await audit(tx, auditRow(actor, 'manage_group', 'account', purse.accountId, communityId, at));
      return { kind: 'opened', purse };
    });
  }
}
