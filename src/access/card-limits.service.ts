import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Reader } from '../database/sql.js';
import { may, type Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { usualCardLimits, type CardLimits } from './card.js';
import * as store from './card-limits.store.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';

export type { CardLimitsVersion } from './card-limits.store.js';

export interface ShownCardLimits {
  /** What counts now. */
  readonly now: CardLimits;
  /** What was set, newest first, at most 50; empty while the usual limits count. */
  readonly versions: readonly store.CardLimitsVersion[];
}

/** How much a card pays without its secret: a setting of each currency, all versions of which are kept (U04). */
@Injectable()
export class CardLimitsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /**
   * Sets the limits of a currency, from now on; zero lets no card pay without its secret.
   * @param limits in smallest units, 0 or more, the day no less than one payment
   * @throws NotAllowed
   */
  async set(
    actor: Actor,
    communityId: string,
    currency: string,
    limits: CardLimits,
  ): Promise<
    { kind: 'set'; limits: store.CardLimitsVersion } | AccessRefusal<'no_such_currency' | 'card_limits_wrong'>
  > {
    const now = this.clock.now();
    if (!may(actor, 'manage_currency', { communityId }, now)) throw new NotAllowed();
    const { perPayment, perDay } = limits;
    if (perPayment < 0n || perDay < perPayment) return refuse('card_limits_wrong');
    const row = auditRow(actor, 'manage_currency', 'currency', currency, communityId, now);
    return this.database.transaction(async (tx) => {
      if ((await store.lockScale(tx, communityId, currency)) === undefined) return refuse('no_such_currency');
      const before = await store.findLimits(tx, communityId, currency);
      const version = (before?.version ?? 0) + 1;
      const next = { currency, version, perPayment, perDay, setBy: actor.id, setAt: now };
      await store.insertVersion(tx, communityId, next);
      await audit(tx, row);
      return { kind: 'set', limits: next };
    });
  }

  /** For everybody in the community. @returns undefined without such a currency @throws NotAllowed */
  async show(actor: Actor, communityId: string, currency: string): Promise<ShownCardLimits | undefined> {
    if (!may(actor, 'see_totals', { communityId }, this.clock.now())) throw new NotAllowed();
    const { reader } = this.database;
    const scale = await store.findScale(reader, communityId, currency);
    if (scale === undefined) return undefined;
    const versions = await store.findVersions(reader, communityId, currency);
    return { now: versions[0] ?? usualCardLimits(this.settings.cardOnly, scale), versions };
  }

  /** What counts now, read where the payment is judged. @param scale decimals of the currency */
  async of(reader: Reader, communityId: string, currency: string, scale: number): Promise<CardLimits> {
    const set = await store.findLimits(reader, communityId, currency);
    return set ?? usualCardLimits(this.settings.cardOnly, scale);
  }
}
