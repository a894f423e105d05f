import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit } from '../access/audit.js';
import { AuditService } from '../access/audit.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import type { Face } from '../communities/faces.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Row } from '../database/sql.js';
import { balance } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import { no, type No } from './payment.js';
import { isTrustOver, weekOf, type Trust } from './trust.js';
import { TrustSurroundings } from './trust-surroundings.js';
import * as store from './trusts.store.js';

/** A trust as one of the two sees it: with the face of the other, and what is left of the week. */
export interface SeenTrust {
  readonly trust: Trust;
  readonly isMine: boolean;
  readonly face: Face | null;
  readonly isOver: boolean;
  /** Null for who may only look. */
  readonly spent: Amount | null;
  readonly currency: CurrencyProfile | null;
}

export interface SeenPurse {
  readonly accountId: string;
  readonly currency: string;
  readonly balance: Amount;
}

/** What trusts read and write. Who may is asked by `TrustsService`. */
@Injectable()
export class TrustsGround {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audits: AuditService,
    private readonly around: TrustSurroundings,
  ) {}

  now(): number {
    return this.clock.now();
  }

  find(communityId: string, id: string): Promise<Trust | undefined> {
    return store.findTrust(this.database.reader, communityId, id);
  }

  trustsOf(communityId: string, personId: string): Promise<Trust[]> {
    return store.findTrustsOf(this.database.reader, communityId, personId);
  }

  /** Those that somebody was given and that are not over, with the face of who trusts them. */
  async gotBy(communityId: string, personId: string): Promise<SeenTrust[]> {
    const got = await store.findGot(this.database.reader, communityId, personId, this.clock.now());
    return this.withFaces(got, personId);
  }

  async isPerson(communityId: string, id: string): Promise<boolean> {
    const party = await this.around.parties.find(communityId, id);
    return party?.kind === 'person' && party.closedAt === null;
  }

  /** The purse of a member in a currency. */
  async purse(communityId: string, memberId: string, currency: string): Promise<string | undefined> {
    const accounts = await this.around.facts.accountsOf(communityId, memberId);
    return accounts.find((each) => each.kind === 'member' && each.currency === currency)?.id;
  }

  async hasPurse(communityId: string, memberId: string, currency: string): Promise<boolean> {
    return (await this.purse(communityId, memberId, currency)) !== undefined;
  }

  /** @returns false when the member trusts somebody else already; of two at once the later one is told */
  give(trust: Trust, rows: readonly Row[]): Promise<boolean> {
    const { communityId, giverId, givenAt } = trust;
    return this.database.transaction(
      async (tx) => {
        if (!(await this.around.parties.keepOpen(tx, communityId, giverId))) return false;
        await store.endLapsed(tx, communityId, giverId, givenAt);
        if ((await store.findGiven(tx, communityId, giverId)) !== undefined) return false;
        await store.insertTrust(tx, trust);
        await audit(tx, ...rows);
        return true;
      },
      { retryOn: ['23505'] },
    );
  }

  /** Whether a trust is in this person. */
  async isTrusted(communityId: string, id: string, personId: string): Promise<boolean> {
    const trust = await store.findTrust(this.database.reader, communityId, id);
    return trust?.trustedId === personId;
  }

  renew(
    communityId: string,
    id: string,
    giverId: string,
    endsAt: number,
    rows: readonly Row[],
  ): Promise<Trust | No> {
    const now = this.clock.now();
    return this.database.transaction(async (tx): Promise<Trust | No> => {
      const trust = await store.findTrust(tx, communityId, id, tx.forUpdate);
      if (trust?.giverId !== giverId) return no('no_such_trust');
      if (isTrustOver(trust, now)) return no('trust_over');
      await store.renewTrust(tx, trust, endsAt);
      await audit(tx, ...rows);
      return { ...trust, endsAt };
    });
  }

  /** @param by one of the two */
  end(communityId: string, id: string, by: string, rows: readonly Row[]): Promise<Trust | undefined> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const trust = await store.findTrust(tx, communityId, id, tx.forUpdate);
      if (trust === undefined || (trust.giverId !== by && trust.trustedId !== by)) return undefined;
      if (trust.endedAt !== null) return trust;
      await store.endTrust(tx, trust, by, now);
      await audit(tx, ...rows);
      return { ...trust, endedAt: now };
    });
  }

  /** @param forId one of the two */
  async withFaces(trusts: readonly Trust[], forId: string): Promise<SeenTrust[]> {
    const [first] = trusts;
    if (first === undefined) return [];
    const { communityId } = first;
    const other = ({ giverId, trustedId }: Trust): string => (giverId === forId ? trustedId : giverId);
    const faces = await this.around.faces.of(communityId, trusts.map(other));
    const currencies = await this.around.currencies.all(communityId);
    const { reader } = this.database;
    const now = this.clock.now();
    const week = weekOf(dayIn(now, await store.timeZoneOf(reader, communityId)));
    const seen: SeenTrust[] = [];
    for (const trust of trusts) {
      const { perWeek, id } = trust;
      seen.push({
        trust,
        isMine: trust.giverId === forId,
        face: faces.get(other(trust)) ?? null,
        isOver: isTrustOver(trust, now),
        spent: perWeek === null ? null : await store.findSpentIn(reader, communityId, id, week),
        currency: currencies.find(({ code }) => code === perWeek?.currency) ?? null,
      });
    }
    return seen;
  }

  /** What a member has, for whom they let look; the look is written down before anything is shown. */
  async pursesFor(trusted: Actor, communityId: string): Promise<SeenPurse[]> {
    const { of } = trusted.trust!;
    await this.audits.look(trusted, 'read_account', 'party', of, communityId);
    const accounts = await this.around.books.accountsOf(communityId, of);
    return accounts
      .filter(({ closedAt }) => closedAt === null)
      .map((account) => ({
        accountId: account.id,
        currency: account.currency,
        balance: balance(account),
      }));
  }
}
