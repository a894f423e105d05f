import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { goOnCookie, noGoOnCookie, readGoOn, wayBackCookie } from '../web/way-back.js';
import type { Actor } from './actor.js';
import { KeysService } from './keys.service.js';

/** What somebody was doing and did not finish, so that they can go on with it within a day (S30). */
@Injectable()
export class Unfinished {
  constructor(
    private readonly keys: KeysService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The header that keeps it: until they have come in, for whoever is not signed in; else for a day, and for nobody but
   * them, whoever comes in after them with the same device.
   * @param path of a code; for anything else there is no such header
   */
  keep(actor: Actor | undefined, path: string): string | undefined {
    return actor === undefined
      ? wayBackCookie(this.config, path)
      : goOnCookie(this.config, this.markOf(actor), path);
  }

  /** The header that forgets it, once it is done or was refused. */
  forget(): string {
    return noGoOnCookie(this.config);
  }

  /** Where they may go on. @param cookies the header as it came */
  of(actor: Actor, cookies: string | undefined): string | null {
    return readGoOn(cookies, this.markOf(actor)) ?? null;
  }

  /** Says whose it is, without a name. */
  private markOf({ id, communityId }: Actor): string {
    return this.keys.mac('csrf', `unfinished ${communityId} ${id}`).toString('base64url').slice(0, 22);
  }
}
