import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { BooksService } from '../books/books.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { languages as everyLanguage, type Language } from '../languages/languages.js';
import * as store from './communities.store.js';
import {
  communityIdPattern,
  defaultTimeZone,
  isTimeZone,
  type Community,
  type LanguageMode,
} from './community.js';
import { CurrenciesService } from './currencies.service.js';
import { recipeAt, recipes, type RecipeName } from './recipes.js';
import { TranslationsService } from './translations.service.js';

export interface NewCommunity {
  /** See `communityIdPattern`. */
  readonly id: string;
  /** 1 to 80 characters. */
  readonly name: string;
  readonly recipe: RecipeName;
  /** IANA name; Europe/Brussels when left out. */
  readonly timeZone?: string | undefined;
  /** nl, fr and en when left out. */
  readonly languages?: readonly Language[] | undefined;
  readonly languageMode?: LanguageMode | undefined;
  /** The code of its currency, instead of the recipe's. */
  readonly currency?: string | undefined;
  /** Decimals of its currency, 0 to 6, instead of the recipe's 2; the recipe's amounts are written in them. */
  readonly scale?: number | undefined;
}

export type CommunityRefusal = AccessRefusal<
  | 'community_exists'
  | 'community_id_not_possible'
  | 'time_zone_unknown'
  | 'language_missing'
  | 'scale_not_possible'
>;

/** The communities of this server. Nothing of one is ever reachable from another. */
@Injectable()
export class CommunitiesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly books: BooksService,
    private readonly currencies: CurrenciesService,
    private readonly translations: TranslationsService,
  ) {}

  /**
   * Opens a community with the books, the currency and the accounts of its recipe: the first payment needs nothing
   * more than two members. For the operator and the command line.
   * @throws NotAllowed
   */
  async create(
    actor: Actor,
    wish: NewCommunity,
  ): Promise<{ kind: 'created'; community: Community } | CommunityRefusal> {
    const now = this.clock.now();
    if (!may(actor, 'manage_communities', { communityId: null }, now)) throw new NotAllowed();
    const community = communityFrom(wish, now);
    const recipe = recipeAt(wish.recipe, wish.scale ?? recipes[wish.recipe].scale);
    if (!communityIdPattern.test(community.id)) return refuse('community_id_not_possible');
    if (!isTimeZone(community.timeZone)) return refuse('time_zone_unknown');
    if (!areLanguages(community.languages)) return refuse('language_missing');
    if (recipe === undefined) return refuse('scale_not_possible');
    const currency = { ...recipe, code: wish.currency ?? recipe.code };
    const made = await this.database.transaction(
      async (tx) => {
        if ((await store.findCommunity(tx, community.id)) !== undefined) return false;
        await this.books.openLedger(tx, community.id, community.timeZone);
        await store.insertCommunity(tx, community);
        await this.currencies.openIn(tx, actor, community.id, currency);
        await audit(tx, auditRow(actor, 'manage_communities', 'community', community.id, community.id, now));
        return true;
        // Two at once on PostgreSQL: the second looks again and finds the first.
      },
      { retryOn: ['23505'] },
    );
    return made ? { kind: 'created', community } : refuse('community_exists');
  }

  /**
   * A community as those see it who belong to it, and the operator.
   * @returns undefined for any other community, whether it exists or not
   */
  async find(actor: Actor, id: string): Promise<Community | undefined> {
    return this.maySee(actor, id) ? this.look(id) : undefined;
  }

  /** What anybody may know who holds one of its codes or receipts: its name, languages and time zone. */
  look(id: string): Promise<Community | undefined> {
    return store.findCommunity(this.database.reader, id);
  }

  /**
   * All communities of the server, in order of id.
   * @param ask.limit 1 to 200
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    ask: { after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<Community[]> {
    if (!may(actor, 'manage_communities', { communityId: null }, this.clock.now())) throw new NotAllowed();
    const limit = Math.min(Math.max(ask.limit ?? 50, 1), 201);
    return store.findCommunities(this.database.reader, ask.after ?? '', limit);
  }

  /**
   * Changes what may change; the id and the time zone never do.
   * @throws NotAllowed
   */
  async change(
    actor: Actor,
    id: string,
    changes: Partial<Pick<Community, 'name' | 'languages' | 'languageMode'>>,
  ): Promise<
    | { kind: 'changed'; community: Community }
    | AccessRefusal<'not_found' | 'language_missing' | 'names_missing'>
  > {
    const now = this.clock.now();
    if (!may(actor, 'manage_community', { communityId: id }, now)) throw new NotAllowed();
    if (changes.languages !== undefined && !areLanguages(changes.languages))
      return refuse('language_missing');
    // The first language is the one in which every currency must have its name.
    const [first] = changes.languages ?? [];
    const currencies = await this.currencies.all(id);
    if (first !== undefined && currencies.some(({ names }) => names[first] === undefined))
      return refuse('names_missing');
    return this.database.transaction(async (tx) => {
      const community = await store.findCommunity(tx, id, tx.forUpdate);
      if (community === undefined) return refuse('not_found');
      const next: Community = { ...community, ...changes };
      await store.updateCommunity(tx, next);
      tx.afterCommit(() => this.translations.forget());
      await audit(tx, auditRow(actor, 'manage_community', 'community', id, id, now));
      return { kind: 'changed', community: next };
    });
  }

  /** Persons see their own community only, also by token; operators and the command line see that one exists. */
  maySee(actor: Actor, id: string): boolean {
    if (actor.communityId !== null) return actor.communityId === id;
    return may(actor, 'manage_communities', { communityId: null }, this.clock.now());
  }
}

function communityFrom(wish: NewCommunity, now: number): Community {
  return {
    id: wish.id,
    name: wish.name,
    timeZone: wish.timeZone ?? defaultTimeZone,
    languages: wish.languages ?? everyLanguage,
    languageMode: wish.languageMode ?? 'own',
    recipe: wish.recipe,
    createdAt: now,
  };
}

/** Each language at most once, at least one. */
function areLanguages(list: readonly Language[]): boolean {
  return list.length > 0 && new Set(list).size === list.length;
}
