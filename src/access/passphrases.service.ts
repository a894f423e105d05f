import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { may, type Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { refuse, type AccessRefusal } from './credential.js';
import { endSessionsOf } from './departure.js';
import { NotAllowed } from './errors.js';
import { PassphraseCheck, type GivenPassphrase } from './passphrase-check.js';
import { removeSignIn, useStep } from './passphrases.store.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';

/** Coming in with a passphrase and a second factor, as makers, approvers, finance readers and stewards do. */
@Injectable()
export class PassphrasesService {
  constructor(
    private readonly database: Database,
    private readonly check: PassphraseCheck,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a short session in which all of somebody's mandates count. A code works once.
   * @returns the session, or one and the same no for whatever was wrong
   * @throws TooManyTries
   */
  async signIn(given: GivenPassphrase): Promise<OpenedSession | AccessRefusal<'sign_in_wrong'>> {
    const found = await this.check.whose(given);
    if (found === undefined) return refuse('sign_in_wrong');
    const { signIn, step } = found;
    const { communityId, actorId } = signIn;
    const now = this.clock.now();
    const prepared = this.sessions.prepare();
    const who = { id: actorId, kind: 'person' as const, via: 'passphrase' };
    const row = auditRow(who, 'sign_in', 'session', prepared.sessionId, communityId, now);
    return this.database.transaction(async (tx) => {
      if (!(await useStep(tx, signIn, step))) return refuse('sign_in_wrong');
      await audit(tx, row);
      const owner = { kind: 'person' as const, id: actorId, communityId };
      return this.sessions.open(tx, prepared, owner, false, { way: 'passphrase' });
    });
  }

  /**
   * Takes away a passphrase that was forgotten, with all sessions; a link lets the person set up another. For the
   * command line, and for a steward who came in with a passphrase, about somebody else. The person can read who did it.
   * @throws NotAllowed
   */
  async reset(
    actor: Actor,
    person: { communityId: string; personId: string },
  ): Promise<{ kind: 'reset' } | AccessRefusal<'no_such_passphrase'>> {
    const { communityId, personId } = person;
    const now = this.clock.now();
    const mayDo = may(actor, 'make_sign_in_link', { communityId, partyId: personId }, now);
    const isSteward = actor.strong === true && actor.communityId === communityId && actor.id !== personId;
    if (!mayDo || (actor.kind !== 'system' && !isSteward)) throw new NotAllowed();
    const row = auditRow(actor, 'make_sign_in_link', 'party', personId, communityId, now);
    const removed = await this.database.transaction(async (tx) => {
      if (!(await removeSignIn(tx, communityId, personId))) return false;
      await endSessionsOf(tx, personId, now);
      await audit(tx, row);
      return true;
    });
    return removed ? { kind: 'reset' } : refuse('no_such_passphrase');
  }
}
