import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may, systemActor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { BooksService } from '../books/books.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import type { Language } from '../languages/languages.js';
import { findCommunity } from './communities.store.js';
import * as store from './currencies.store.js';
import {
  boundsFor,
  communityAccountKinds,
  termsTrouble,
  type CommunityAccountKind,
  type CurrencyKind,
  type CurrencyProfile,
  type CurrencyTerms,
  type TermsTrouble,
} from './currency.js';

/** A currency to open: terms, and what never changes afterwards. */
export interface NewCurrency extends CurrencyTerms {
  readonly code: string;
  readonly kind: CurrencyKind;
  readonly scale: number;
}

export type CurrencyChanges = Partial<CurrencyTerms>;
export type CurrencyRefusal = AccessRefusal<
  TermsTrouble | 'not_found' | 'currency_exists' | 'too_many_currencies'
>;
export type BoundsRefusal = AccessRefusal<
  'no_such_account' | 'floor_above_ceiling' | 'bounds_changed_recently'
>;

/** At most this many currencies in one community. */
const currenciesMax = 50;

/** Whoever could move the bounds of a purse again and again would find what is in it, so once a day is enough. */
const boundsPauseMs = 24 * 60 * 60_000;

/** The currencies of a community: what they are called, shown by and allow. */
@Injectable()
export class CurrenciesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly books: BooksService,
  ) {}

  /** The currencies of a community, by code. Nothing in them is about anybody, so nobody is asked who reads. */
  all(communityId: string): Promise<CurrencyProfile[]> {
    return store.findProfiles(this.database.reader, communityId);
  }

  async find(communityId: string, code: string): Promise<CurrencyProfile | undefined> {
    return (await store.findProfiles(this.database.reader, communityId, code))[0];
  }

  /**
   * The community's own account of a kind, for every room that issues, settles, shrinks or gives from the pot.
   * @throws Error when the currency is not there: the caller has looked it up before
   */
  async communityAccount(communityId: string, currency: string, kind: CommunityAccountKind): Promise<string> {
    const id = (await this.communityAccounts(communityId, currency)).get(kind);
    if (id === undefined) throw new Error(`${communityId} has no account ${kind} in ${currency}`);
    return id;
  }

  /** All of them, by kind; empty when the currency is not there. */
  communityAccounts(communityId: string, currency: string): Promise<Map<CommunityAccountKind, string>> {
    return store.findCommunityAccounts(this.database.reader, communityId, currency);
  }

  /**
   * Opens one more currency with its own accounts.
   * Parties that are there already get no account in it by that: their rooms open one when it is wanted.
   * @throws NotAllowed
   */
  async open(
    actor: Actor,
    communityId: string,
    wish: NewCurrency,
  ): Promise<{ kind: 'opened'; currency: CurrencyProfile } | CurrencyRefusal> {
    this.mustManage(actor, communityId);
    return this.database.transaction(async (tx) => {
      const community = await findCommunity(tx, communityId, tx.forUpdate);
      if (community === undefined) return refuse('not_found');
      const known = await store.findProfiles(tx, communityId);
      if (known.some(({ code }) => code === wish.code)) return refuse('currency_exists');
      if (known.length >= currenciesMax) return refuse('too_many_currencies');
      const trouble = termsTrouble(wish, community.languages[0]!);
      if (trouble !== null) return refuse(trouble);
      return { kind: 'opened', currency: await this.openIn(tx, actor, communityId, wish) };
    });
  }

  /**
   * Changes names, picture, limits and rules. Floors and ceilings are those of accounts opened from now on: what an
   * account was promised stays, and `setBounds` changes it one by one.
   * @param changes only what changes
   * @throws NotAllowed
   */
  async change(
    actor: Actor,
    communityId: string,
    code: string,
    changes: CurrencyChanges,
  ): Promise<{ kind: 'changed'; currency: CurrencyProfile } | CurrencyRefusal> {
    this.mustManage(actor, communityId);
    return this.database.transaction(async (tx) => {
      const community = await findCommunity(tx, communityId);
      const [now] = await store.findProfiles(tx, communityId, code, tx.forUpdate);
      if (community === undefined || now === undefined) return refuse('not_found');
      const next: CurrencyProfile = { ...now, ...changes, version: now.version + 1 };
      const trouble = termsTrouble(next, community.languages[0]!);
      if (trouble !== null) return refuse(trouble);
      await store.updateProfile(tx, next);
      await this.books.setLimits(tx, communityId, { currency: code, ...limitsOf(next) });
      await this.record(tx, actor, communityId, 'currency', code);
      return { kind: 'changed', currency: next };
    });
  }

  /**
   * Sets how low and how high one account may go; that of a person or household once in 24 hours, whoever does it,
   * but for the command line.
   * @throws NotAllowed
   */
  async setBounds(
    actor: Actor,
    communityId: string,
    accountId: string,
    bounds: { floor: bigint | null; ceiling: bigint | null },
  ): Promise<{ kind: 'changed' } | BoundsRefusal> {
    this.mustManage(actor, communityId);
    const { floor, ceiling } = bounds;
    if (floor !== null && ceiling !== null && floor > ceiling) return refuse('floor_above_ceiling');
    const except = systemActor('bounds').id;
    const after = this.clock.now() - boundsPauseMs;
    return this.database.transaction(async (tx) => {
      if (actor.kind !== 'system') {
        const changed = await store.ownBoundsChanged(tx, communityId, accountId, { after, except });
        if (changed) return refuse('bounds_changed_recently');
      }
      const found = await this.books.setTerms(tx, actor.id, communityId, accountId, bounds);
      if (!found) return refuse('no_such_account');
      await this.record(tx, actor, communityId, 'account', accountId);
      return { kind: 'changed' };
    });
  }

  /** For the community's own creation, in its transaction; who may was asked before. */
  async openIn(tx: Tx, actor: Actor, communityId: string, wish: NewCurrency): Promise<CurrencyProfile> {
    const profile: CurrencyProfile = { ...wish, communityId, version: 1 };
    const { code: currency, scale } = profile;
    await this.books.openCurrency(tx, communityId, { currency, scale, ...limitsOf(profile) });
    await store.insertProfile(tx, profile);
    const wanted = communityAccountKinds.map((kind) => ({
      communityId,
      currency,
      kind,
      partyId: null,
      partyKind: '',
      ...boundsFor(kind, profile),
    }));
    const ids = await this.books.openAccounts(tx, actor.id, wanted);
    const byKind = new Map(communityAccountKinds.map((kind, i) => [kind, ids[i]!]));
    await store.insertCommunityAccounts(tx, communityId, currency, byKind);
    await this.record(tx, actor, communityId, 'currency', currency);
    return profile;
  }

  private mustManage(actor: Actor, communityId: string): void {
    if (!may(actor, 'manage_currency', { communityId }, this.clock.now())) throw new NotAllowed();
  }

  private record(
    tx: Tx,
    actor: Actor,
    communityId: string,
    what: 'currency' | 'account',
    id: string,
  ): Promise<void> {
    return audit(tx, auditRow(actor, 'manage_currency', what, id, communityId, this.clock.now()));
  }
}

/** The name of a unit in a reader's language, or in the first one there is. */
export function unitName(profile: CurrencyProfile, language: Language): { one: string; many: string } {
  return (
    profile.names[language] ?? Object.values(profile.names)[0] ?? { one: profile.code, many: profile.code }
  );
}

function limitsOf({ perPayment, perDay, perAcceptorDay }: CurrencyTerms) {
  return { perPayment, perDay, perAcceptorDay };
}
