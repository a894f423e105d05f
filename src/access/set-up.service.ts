import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import { may, systemActor, type Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { refuse, type AccessRefusal } from './credential.js';
import { endCredentialsOf } from './departure.js';
import { NotAllowed } from './errors.js';
import { Freshness } from './freshness.js';
import { LinksService, type SignInLink } from './links.service.js';
import { isOperator } from './mandates.store.js';

/** The first way in. There is no default password: whoever starts the server reads a link off its terminal. */
@Injectable()
export class SetUpService {
  constructor(
    private readonly database: Database,
    private readonly links: LinksService,
    private readonly clock: Clock,
    private readonly freshness: Freshness,
  ) {}

  /** Whether nobody looks after this server yet. */
  async isNeeded(): Promise<boolean> {
    return !(await isOperator(this.database.reader, null));
  }

  /**
   * Makes the link that lets in an operator, and voids any made before. For `serve` as long as `isNeeded`, and for
   * the command line when operators have lost their way in.
   */
  makeLink(): Promise<SignInLink> {
    return this.links.make(
      systemActor('set_up'),
      { kind: 'operator', id: newId(), communityId: null },
      'set_up',
    );
  }

  /**
   * Ends an operator, for another operator or the command line: their sessions, links and tokens end with it.
   * @throws NotAllowed
   */
  async dismiss(
    actor: Actor,
    operatorId: string,
  ): Promise<{ kind: 'ended' } | AccessRefusal<'no_such_operator'>> {
    const now = this.clock.now();
    if (!may(actor, 'manage_communities', { communityId: null }, now)) throw new NotAllowed();
    const row = auditRow(actor, 'end_mandate', 'party', operatorId, null, now);
    const ended = await this.database.transaction(async (tx) => {
      const changed = await tx.run(
        `update operators set ended_at = ? where operator_id = ? and ended_at is null`,
        [now, operatorId],
      );
      if (changed === 0) return false;
      await endCredentialsOf(tx, operatorId, now);
      await audit(tx, row);
      tx.afterCommit(() => this.freshness.changed());
      return true;
    });
    return ended ? { kind: 'ended' } : refuse('no_such_operator');
  }
}
