import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import {
  coverageOf,
  isLanguageCode,
  translations as everyTranslation,
  type LanguageCode,
  type LanguageFacts,
  type LanguageOffer,
} from '../languages/languages.js';
import { findCommunity } from './communities.store.js';
import * as store from './translations.store.js';

/** A language that never stands alone, as a steward sees it. */
export interface Translation {
  readonly facts: LanguageFacts;
  /** When it was turned on, in milliseconds since 1970; null while it is off. */
  readonly since: number | null;
  /** How many of the words that members meet it has, and how many there are. */
  readonly coverage: { readonly known: number; readonly all: number };
}

export type TranslationRefusal = AccessRefusal<'not_found' | 'no_such_translation'>;
export type Offers = (communityId: string | null) => LanguageOffer;

/** How long another process may still offer what this one turned off. */
const keptMs = 5_000;

/**
 * Which translations a community offers. Nobody has checked them word by word, so they are off until its steward turns
 * them on, and then every page stands beside Dutch (U19).
 */
@Injectable()
export class TranslationsService {
  private kept: { readonly offers: Promise<Offers>; readonly until: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Every translation there is, with whether it is on here.
   * @throws NotAllowed for whoever does not look after the community
   */
  async list(actor: Actor, communityId: string): Promise<Translation[]> {
    this.mustLookAfter(actor, communityId);
    const on = await store.findTranslations(this.database.reader, communityId);
    return everyTranslation.map((facts) =>
      shown(facts, on.find(({ language }) => language === facts.code)?.at),
    );
  }

  /**
   * Turns a translation on or off. Turning on what is on changes nothing, and neither does turning off what is off.
   * @param code two letters; `no_such_translation` for what has no file, and for what stands alone anyway
   * @throws NotAllowed for whoever does not look after the community
   */
  async turn(
    actor: Actor,
    communityId: string,
    code: string,
    on: boolean,
  ): Promise<{ kind: 'turned'; translation: Translation } | TranslationRefusal> {
    this.mustLookAfter(actor, communityId);
    const facts = everyTranslation.find((each) => each.code === code);
    if (facts === undefined) return refuse('no_such_translation');
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      if ((await findCommunity(tx, communityId, tx.forUpdate)) === undefined) return refuse('not_found');
      const before = (await store.findTranslations(tx, communityId)).find(
        ({ language }) => language === code,
      );
      if ((before !== undefined) === on) return { kind: 'turned', translation: shown(facts, before?.at) };
      if (on) await store.insertTranslation(tx, { communityId, language: facts.code, at: now });
      else await store.removeTranslation(tx, communityId, facts.code);
      await audit(tx, auditRow(actor, 'manage_community', 'language', code, communityId, now));
      tx.afterCommit(() => this.forget());
      return { kind: 'turned', translation: shown(facts, on ? now : undefined) };
    });
  }

  /**
   * What each community offers, for the pages. Whoever belongs to none yet is offered what any community turned on.
   * It may be some seconds old where another process changed it.
   */
  offers(): Promise<Offers> {
    const now = this.clock.now();
    if (this.kept === undefined || this.kept.until <= now) {
      const offers = this.read();
      this.kept = { offers, until: now + keptMs };
      offers.catch(() => this.forget());
    }
    return this.kept.offers;
  }

  /** What is offered is read again when it is next asked for. */
  forget(): void {
    this.kept = undefined;
  }

  private async read(): Promise<Offers> {
    const { reader } = this.database;
    const [on, first, alone] = await Promise.all([
      store.findTranslations(reader),
      store.findFirstLanguages(reader),
      store.someReadAlone(reader),
    ]);
    const byCommunity = new Map<string, LanguageCode[]>();
    for (const { communityId, language } of on) {
      if (!isLanguageCode(language)) continue;
      byCommunity.set(communityId, [...(byCommunity.get(communityId) ?? []), language]);
    }
    const firsts = new Set(first.values());
    const [only = null] = alone || firsts.size !== 1 ? [] : firsts;
    const anywhere = { translations: inOrder([...byCommunity.values()].flat()), first: only };
    return (communityId) => {
      if (communityId === null) return anywhere;
      const translations = inOrder(byCommunity.get(communityId) ?? []);
      return { translations, first: first.get(communityId) ?? null };
    };
  }

  private mustLookAfter(actor: Actor, communityId: string): void {
    if (!may(actor, 'manage_community', { communityId }, this.clock.now())) throw new NotAllowed();
  }
}

function shown(facts: LanguageFacts, at: number | undefined): Translation {
  return { facts, since: at ?? null, coverage: coverageOf(facts.code) };
}

function inOrder(codes: readonly LanguageCode[]): LanguageCode[] {
  return everyTranslation.map(({ code }) => code).filter((code) => codes.includes(code));
}
