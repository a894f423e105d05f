import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { endAllOf } from '../access/departure.js';
import { NotAllowed } from '../access/errors.js';
import { Freshness } from '../access/freshness.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import * as householdStore from './households.store.js';
import { PartyClosing, type ClosingRefusal, type SettlingWish } from './party-closing.js';
import { PersonRecords, type OpenedPerson } from './person-records.js';
import * as store from './persons.store.js';
import type { Forgotten } from './vault.js';

export type ForgettingRefusal = ClosingRefusal | AccessRefusal<'no_such_person' | 'destination_not_possible'>;
export type ForgettingAnswer = { readonly kind: 'erased' } | ForgettingRefusal;

/** The person changed something while being closed: it is done again with what is there now. */
class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

const triesMost = 5;

/**
 * How a person stops and is forgotten (S11, U69). What is left in the purse goes on by an exchange, the accounts
 * close, the way in ends, the sealed data goes and its key is destroyed. The lines in the books stay, of a former
 * member.
 */
@Injectable()
export class ForgettingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly records: PersonRecords,
    private readonly closing: PartyClosing,
    private readonly freshness: Freshness,
  ) {}

  /**
   * Erases a person. Safe to repeat: what an earlier call left undone is finished.
   * @param wish where the balance goes; only the person may name another party than the pot
   * @returns still_to_give when the person owes and nobody takes it over; holds_open while something is set aside
   * @throws NotAllowed
   */
  async erase(
    actor: Actor,
    communityId: string,
    partyId: string,
    wish: SettlingWish,
  ): Promise<ForgettingAnswer> {
    const now = this.clock.now();
    if (!may(actor, 'erase_person', { communityId, partyId }, now)) throw new NotAllowed();
    const isOwn = actor.kind === 'system' || actor.id === partyId;
    if (wish.to !== 'pot' && !isOwn) return refuse('destination_not_possible');
    const person = await store.findPerson(this.database.reader, communityId, partyId);
    if (person === undefined) return refuse('no_such_person');
    const forgotten = { communityId, partyId, at: person.erasedAt ?? now };
    const answer = await this.stop(actor, forgotten, wish);
    if (answer.kind === 'erased') await this.records.forget([forgotten]);
    return answer;
  }

  /** Whether the person who asks has something to give before they can stop. @throws NotAllowed */
  async owes(actor: Actor, communityId: string): Promise<boolean> {
    const where = { communityId, partyId: actor.id };
    if (!may(actor, 'erase_person', where, this.clock.now())) throw new NotAllowed();
    return this.closing.owes(actor, communityId, actor.id);
  }

  /** When somebody was forgotten, in milliseconds since 1970; null while they are not. It tells nothing of who. */
  async forgottenAt(communityId: string, partyId: string): Promise<number | null> {
    return (await store.findPerson(this.database.reader, communityId, partyId))?.erasedAt ?? null;
  }

  /**
   * Removes what can be read of a person, whatever the books say, for a restored database. `stop` closes the accounts.
   */
  async wipe(forgotten: Forgotten): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await endAllOf(tx, forgotten.communityId, forgotten.partyId, now);
      await store.erasePerson(tx, forgotten);
    });
    await this.records.forget([forgotten]);
    this.freshness.changed();
  }

  /** Everything but the key: settlement, closing, the end of all ways in. Who may was asked before. */
  async stop(actor: Actor, forgotten: Forgotten, wish: SettlingWish): Promise<ForgettingAnswer> {
    const { communityId, partyId } = forgotten;
    for (let tries = 1; tries <= triesMost; tries++) {
      const opened = await this.records.open(communityId, partyId);
      try {
        const alone = await this.closeHouseholds(actor, forgotten, wish);
        if (alone.kind === 'refused') return alone;
        const also = (tx: Tx) => this.leave(tx, actor, forgotten, opened);
        const closed = await this.closing.close(actor, communityId, partyId, wish, also);
        if (closed.kind === 'refused' && closed.code !== 'party_closed') return closed;
        this.freshness.changed();
        return { kind: 'erased' };
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile)) throw error;
      }
    }
    return refuse('still_moving');
  }

  /** A household that nobody else is in stops with the person. */
  private async closeHouseholds(
    actor: Actor,
    { communityId, partyId }: Forgotten,
    wish: SettlingWish,
  ): Promise<{ kind: 'closed' } | ClosingRefusal> {
    const { reader } = this.database;
    for (const id of await householdStore.householdsOf(reader, communityId, partyId)) {
      if ((await householdStore.membersOf(reader, communityId, id)).length > 1) continue;
      const now = this.clock.now();
      const closed = await this.closing.close(actor, communityId, id, wish, async (tx) => {
        if (!(await householdStore.removeLastMember(tx, communityId, id, partyId, now)))
          throw new ChangedMeanwhile();
      });
      if (closed.kind === 'refused') return closed;
    }
    return { kind: 'closed' };
  }

  private async leave(
    tx: Tx,
    actor: Actor,
    forgotten: Forgotten,
    opened: OpenedPerson | undefined,
  ): Promise<void> {
    const { communityId, partyId } = forgotten;
    const now = this.clock.now();
    for (const id of await householdStore.householdsOf(tx, communityId, partyId)) {
      if (!(await householdStore.removeOneOfMany(tx, communityId, id, partyId))) throw new ChangedMeanwhile();
    }
    const sealed = await store.lockSealed(tx, communityId, partyId);
    if (sealed !== undefined && opened !== undefined) {
      if (!sealed.equals(opened.sealed)) throw new ChangedMeanwhile();
      await store.releasePicture(tx, communityId, opened.data);
    }
    await endAllOf(tx, communityId, partyId, now);
    await store.erasePerson(tx, forgotten);
    await audit(tx, auditRow(actor, 'erase_person', 'party', partyId, communityId, now));
  }
}
