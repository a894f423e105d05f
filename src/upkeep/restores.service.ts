import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow, serverItself } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { Epochs, type Epoch } from '../books/epochs.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';

/** What an operator sees and decides after a restore. */
@Injectable()
export class RestoresService {
  constructor(
    private readonly epochs: Epochs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The last restore; undefined when there never was one. @throws NotAllowed */
  async last(actor: Actor): Promise<Epoch | undefined> {
    this.must(actor);
    return this.epochs.current();
  }

  /** Lets booking go on. @returns whether there was anything to confirm @throws NotAllowed */
  async confirm(actor: Actor): Promise<boolean> {
    this.must(actor);
    const confirmed = await this.epochs.confirm(actor.id);
    if (!confirmed) return false;
    const row = auditRow(actor, 'manage_communities', 'server', serverItself, null, this.clock.now());
    await this.database.transaction((tx) => audit(tx, row));
    return true;
  }

  private must(actor: Actor): void {
    if (!may(actor, 'manage_communities', { communityId: null }, this.clock.now())) throw new NotAllowed();
  }
}
