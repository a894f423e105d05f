import { Injectable } from '@nestjs/common';
import { PartyKinds } from '../access/parties.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import * as store from './parties.store.js';
import { accessKind, type Party, type PartyKind } from './party.js';

/**
 * The register that every room of people writes its parties in, so that an id alone tells which room to ask.
 * It asks no questions about who: those rooms have answered them.
 */
@Injectable()
export class PartiesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    partyKinds: PartyKinds,
  ) {
    partyKinds.askAlso(async (communityId, partyId) => {
      const party = await this.find(communityId, partyId);
      return party === undefined ? undefined : accessKind(party.kind);
    });
  }

  /**
   * Enters a party, in the transaction of the room whose party it is.
   * @param id a random id, made here when left out
   */
  async register(tx: Tx, communityId: string, kind: PartyKind, id: string = newId()): Promise<Party> {
    return (await this.registerMany(tx, communityId, kind, [id]))[0]!;
  }

  /** The same for many at once. */
  async registerMany(tx: Tx, communityId: string, kind: PartyKind, ids: readonly string[]): Promise<Party[]> {
    const createdAt = this.clock.now();
    const parties = ids.map((id) => ({ communityId, id, kind, createdAt, closedAt: null }));
    await store.insertParties(tx, parties);
    return parties;
  }

  /** Closes a party for good. @returns false when it was closed or never there */
  async close(tx: Tx, communityId: string, partyId: string): Promise<boolean> {
    return (await store.closeParty(tx, communityId, partyId, this.clock.now())) > 0;
  }

  /** Keeps a party from being closed until the end of the transaction. @returns whether it is there and open */
  async keepOpen(tx: Tx, communityId: string, partyId: string): Promise<boolean> {
    return (await store.lockParty(tx, communityId, partyId))?.closedAt === null;
  }

  async find(communityId: string, partyId: string): Promise<Party | undefined> {
    return (await this.many(communityId, [partyId]))[0];
  }

  /** Those of the ids that are parties of this community, in no order. */
  many(communityId: string, partyIds: readonly string[]): Promise<Party[]> {
    return partyIds.length === 0
      ? Promise.resolve([])
      : store.findParties(this.database.reader, communityId, partyIds);
  }
}
