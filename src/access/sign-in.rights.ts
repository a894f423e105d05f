import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { isLive, may, type Actor } from './actor.js';
import { NotAllowed } from './errors.js';
import { mandatesOf, stewardCameIn } from './mandates.store.js';
import { hasPassphrase } from './passphrases.store.js';
import { PartyKinds } from './parties.js';

/** Who may have a link made for whom. */
@Injectable()
export class SignInRights {
  constructor(
    private readonly database: Database,
    private readonly parties: PartyKinds,
    private readonly clock: Clock,
  ) {}

  /** @throws NotAllowed */
  async mustMakeLink(actor: Actor, person: { communityId: string; personId: string }): Promise<void> {
    const now = this.clock.now();
    const where = { communityId: person.communityId, partyId: person.personId };
    if (!may(actor, 'make_sign_in_link', where, now)) throw new NotAllowed();
    const isSteward = actor.mandates.some((mandate) => mandate.role === 'steward');
    if (actor.kind === 'system' || isSteward) return;
    // What is left is an operator, who may help a steward in and nobody else.
    const theirs = await mandatesOf(this.database.reader, person.communityId, person.personId, now);
    if (!theirs.some((mandate) => mandate.role === 'steward')) throw new NotAllowed();
  }

  /**
   * Whether this maker comes too late: an operator lets in the first steward, and once one has been in, stewards help
   * each other. A mandate that ended counts too, or an operator could end them all and begin again.
   */
  async isTooLate(actor: Actor, communityId: string): Promise<boolean> {
    const now = this.clock.now();
    const isSteward = actor.mandates.some(
      (each) => each.role === 'steward' && each.communityId === communityId && isLive(each, now),
    );
    if (actor.kind === 'system' || isSteward) return false;
    return stewardCameIn(this.database.reader, communityId);
  }

  /** Whether links no longer open this person's session, because they come in with a passphrase. */
  hasPassphrase(person: { communityId: string; personId: string }): Promise<boolean> {
    return hasPassphrase(this.database.reader, person.communityId, person.personId);
  }

  async isPerson(person: { communityId: string; personId: string }): Promise<boolean> {
    return (await this.parties.of(person.communityId, person.personId)) === 'person';
  }
}
