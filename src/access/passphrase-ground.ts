import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { may, type Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { endSessionsOf } from './departure.js';
import { NotAllowed } from './errors.js';
import * as store from './passphrases.store.js';

const dayMs = 24 * 60 * 60_000;

/** What setting up writes and asks of the database. */
@Injectable()
export class PassphraseGround {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws NotAllowed */
  ownerOf(actor: Actor): { communityId: string; actorId: string } {
    const { id, communityId, kind, scopes } = actor;
    const isHere = kind === 'person' && scopes === null && communityId !== null;
    if (!isHere || !may(actor, 'change_profile', { communityId, partyId: id }, this.clock.now()))
      throw new NotAllowed();
    return { communityId, actorId: id };
  }

  /** Whether a link opened this very session today. A card or an old session is not enough. */
  cameToday(actor: Actor): Promise<boolean> {
    return store.cameByLink(this.database.reader, actor.via, this.clock.now() - dayMs);
  }

  find(communityId: string, actorId: string): Promise<store.SignIn | undefined> {
    return store.findSignIn(this.database.reader, communityId, actorId);
  }

  put(signIn: Omit<store.SignIn, 'lastStep' | 'confirmedAt'>): Promise<boolean> {
    const now = this.clock.now();
    return this.database.transaction((tx) => store.putSignIn(tx, signIn, now));
  }

  /** @returns what `then` gives, or undefined when it was confirmed or begun anew meanwhile */
  confirm<T>(
    actor: Actor,
    signIn: store.SignIn,
    step: number,
    then: (tx: Parameters<typeof store.confirm>[0]) => Promise<T>,
  ): Promise<T | undefined> {
    const now = this.clock.now();
    const { communityId, actorId } = signIn;
    const row = auditRow(actor, 'set_up', 'party', actorId, communityId, now);
    return this.database.transaction(async (tx) => {
      if (!(await store.confirm(tx, signIn, step, now))) return undefined;
      await endSessionsOf(tx, actorId, now);
      await audit(tx, row);
      return then(tx);
    });
  }
}
