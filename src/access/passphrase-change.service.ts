import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { passphraseTrouble, readPassphrase } from './passphrase.js';
import { ownerOf, PassphraseCheck } from './passphrase-check.js';
import { endSessionsBut, findSignIn, setSecret, useStep } from './passphrases.store.js';
import { SecretsService } from './secrets.service.js';

export interface PassphraseChange {
  /** The one of until now, and the six digits of this moment. */
  readonly passphrase: string;
  readonly code: string;
  /** At least 12 characters. */
  readonly next: string;
  /** From where, for counting; kept nowhere. */
  readonly address: string;
}

type ChangeRefusal = AccessRefusal<
  NonNullable<ReturnType<typeof passphraseTrouble>> | 'no_such_passphrase' | 'sign_in_wrong'
>;

/** Another passphrase for whoever knows the old one and has the second factor at hand. */
@Injectable()
export class PassphraseChangeService {
  constructor(
    private readonly database: Database,
    private readonly check: PassphraseCheck,
    private readonly secrets: SecretsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes one's own. All other sessions end, and the links that would open new ones; number and second factor stay.
   * Tries are counted as those of signing in.
   * @returns refused `sign_in_wrong` for whatever was wrong of the old one
   * @throws NotAllowed unless in a session that a passphrase opened, TooManyTries
   */
  async change(actor: Actor, given: PassphraseChange): Promise<{ kind: 'changed' } | ChangeRefusal> {
    const { id, communityId, strong } = actor;
    if (strong !== true || communityId === null || actor.scopes !== null) throw new NotAllowed();
    const next = readPassphrase(given.next);
    const trouble = passphraseTrouble(next);
    if (trouble !== null) return refuse(trouble);
    const own = await findSignIn(this.database.reader, communityId, id);
    if (own?.confirmedAt == null) return refuse('no_such_passphrase');
    const found = await this.check.whose({ ...given, number: own.number });
    if (found === undefined) return refuse('sign_in_wrong');
    const secret = await this.secrets.keep(ownerOf(own), next);
    const now = this.clock.now();
    const row = auditRow(actor, 'set_up', 'party', id, communityId, now);
    return this.database.transaction(async (tx): Promise<{ kind: 'changed' } | ChangeRefusal> => {
      if (!(await useStep(tx, own, found.step))) return refuse('sign_in_wrong');
      await setSecret(tx, own, secret);
      await endSessionsBut(tx, id, actor.via, now);
      await audit(tx, row);
      return { kind: 'changed' };
    });
  }
}
