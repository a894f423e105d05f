import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { PartiesService } from '../communities/parties.service.js';
import { personalKinds } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import {
  termsFrom,
  termsTrouble,
  whereOfOwner,
  type AskedTerms,
  type Programme,
  type ProgrammeTerms,
  type ProgrammeVersion,
  type TermsTrouble,
} from './programme.js';
import * as store from './programmes.store.js';

export interface NewProgramme extends AskedTerms {
  /** 2 to 40 small letters, digits and hyphens, new in the community. */
  readonly code: string;
  /** The institution whose programme it is. */
  readonly ownerId: string;
  readonly currency: string;
}

export type ProposalRefusal = AccessRefusal<
  | TermsTrouble
  | ('programme_exists' | 'no_such_currency' | 'no_such_party' | 'not_to_persons')
  | ('version_waiting' | 'programme_closed' | 'not_found')
>;

export type DecisionRefusal = AccessRefusal<
  'not_found' | 'nothing_waiting' | 'maker_may_not_approve' | 'budget_below_issued' | 'programme_closed'
>;

/** Programmes of institutions: one person proposes, another approves, and every change is a dated version (U58). */
@Injectable()
export class ProgrammesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly currencies: CurrenciesService,
    private readonly accounts: ProgrammeAccounts,
  ) {}

  /**
   * Proposes a programme. Four things are enough: decision, budget, period and groups; nothing is open before somebody
   * else approves it.
   * @throws NotAllowed
   */
  async propose(
    actor: Actor,
    communityId: string,
    wish: NewProgramme,
  ): Promise<{ kind: 'proposed'; programme: Programme } | ProposalRefusal> {
    const { code, ownerId, currency, ...asked } = wish;
    this.must(actor, 'make_programme', communityId, ownerId);
    const owner = await this.parties.find(communityId, ownerId);
    if (owner === undefined || owner.closedAt !== null) return refuse('no_such_party');
    if ((await this.currencies.find(communityId, currency)) === undefined) return refuse('no_such_currency');
    const terms = termsFrom(asked, ownerId);
    const trouble = await this.troubleWith(communityId, terms);
    if (trouble !== null) return refuse(trouble);
    const madeAt = this.clock.now();
    const row = auditRow(actor, 'make_programme', 'programme', code, communityId, madeAt);
    return this.database.transaction(async (tx) => {
      if ((await store.findProgramme(tx, communityId, code)) !== undefined) return refuse('programme_exists');
      await store.insertProgramme(tx, { communityId, code, ownerId, currency, madeAt });
      const made = { version: 1, terms, madeBy: actor.id, madeAt };
      await store.insertVersion(tx, { communityId, code }, made);
      await audit(tx, row);
      return { kind: 'proposed', programme: (await store.findProgramme(tx, communityId, code))! };
    });
  }

  /**
   * Proposes other terms; what is left out stays as it is. One proposal waits at a time.
   * @throws NotAllowed
   */
  async change(
    actor: Actor,
    communityId: string,
    code: string,
    changes: Partial<AskedTerms>,
  ): Promise<{ kind: 'proposed'; programme: Programme } | ProposalRefusal> {
    const known = await this.mustFind(actor, 'make_programme', communityId, code);
    const last = (await store.findVersions(this.database.reader, communityId, code)).at(-1)!;
    const terms = termsFrom({ ...(known.current ?? last).terms, ...changes }, known.ownerId);
    const trouble = await this.troubleWith(communityId, terms);
    if (trouble !== null) return refuse(trouble);
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const programme = (await store.findProgramme(tx, communityId, code, tx.forUpdate))!;
      if (programme.closedAt !== null) return refuse('programme_closed');
      if (programme.waiting !== null) return refuse('version_waiting');
      const version = (await store.lastVersion(tx, communityId, code)) + 1;
      await store.insertVersion(tx, programme, { version, terms, madeBy: actor.id, madeAt: now });
      await audit(tx, auditRow(actor, 'make_programme', 'programme', code, communityId, now));
      return { kind: 'proposed', programme: (await store.findProgramme(tx, communityId, code))! };
    });
  }

  /**
   * Approves or refuses what waits. Never by who made it, whatever else they may do meanwhile, and never by the command
   * line: it must be another person who comes in as such (U58).
   * @throws NotAllowed
   */
  async decide(
    actor: Actor,
    communityId: string,
    code: string,
    version: number,
    yes: boolean,
  ): Promise<{ kind: 'decided'; programme: Programme } | DecisionRefusal> {
    if (actor.kind === 'system') throw new NotAllowed();
    await this.mustFind(actor, 'decide_programme', communityId, code);
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const programme = (await store.findProgramme(tx, communityId, code, tx.forUpdate))!;
      const { waiting } = programme;
      if (programme.closedAt !== null) return refuse('programme_closed');
      if (waiting?.version !== version) return refuse('nothing_waiting');
      if (waiting.madeBy === actor.id) return refuse('maker_may_not_approve');
      if (yes && !(await this.accounts.settle(tx, actor, programme, waiting.terms))) {
        return refuse('budget_below_issued');
      }
      const state = yes ? 'approved' : 'refused';
      await store.decideVersion(tx, programme, version, { state, by: actor.id, at: now });
      await audit(tx, auditRow(actor, 'decide_programme', 'programme', code, communityId, now));
      return { kind: 'decided', programme: (await store.findProgramme(tx, communityId, code))! };
    });
  }

  /**
   * One programme, for whoever may read it: those of the institution always, the community once it was approved.
   * @throws NotAllowed, also when there is none
   */
  async find(actor: Actor, communityId: string, code: string): Promise<Programme> {
    const programme = await this.known(actor, communityId, code);
    if (programme === undefined) throw new NotAllowed();
    return programme;
  }

  /** The same for whoever only wants its name; undefined when there is none that the actor may read. */
  async known(actor: Actor, communityId: string, code: string): Promise<Programme | undefined> {
    const programme = await store.findProgramme(this.database.reader, communityId, code);
    return programme !== undefined && this.mayRead(actor, programme) ? programme : undefined;
  }

  /** Every version, oldest first: who proposed and who approved what, and when. @throws NotAllowed */
  async versions(actor: Actor, communityId: string, code: string): Promise<ProgrammeVersion[]> {
    const programme = await this.find(actor, communityId, code);
    const all = await store.findVersions(this.database.reader, communityId, code);
    return this.isInside(actor, programme) ? all : all.filter(({ state }) => state === 'approved');
  }

  /**
   * The programmes that the actor may read, by code.
   * @param after the code of the last one seen, '' from the start
   * @param limit at most 201
   * @throws NotAllowed
   */
  async list(actor: Actor, communityId: string, after: string, limit: number): Promise<Programme[]> {
    if (!may(actor, 'read_programme', { communityId }, this.clock.now())) throw new NotAllowed();
    const some = await store.findProgrammes(this.database.reader, communityId, after, limit);
    return some.filter((programme) => this.mayRead(actor, programme));
  }

  /** Whether somebody belongs to those who make, approve and account for the programme. */
  isInside(actor: Actor, programme: Programme): boolean {
    return may(actor, 'read_programme', whereOfOwner(programme), this.clock.now());
  }

  private mayRead(actor: Actor, programme: Programme): boolean {
    if (this.isInside(actor, programme)) return true;
    const { communityId } = programme;
    return programme.current !== null && may(actor, 'read_programme', { communityId }, this.clock.now());
  }

  private async troubleWith(
    communityId: string,
    terms: ProgrammeTerms,
  ): Promise<TermsTrouble | 'no_such_party' | 'not_to_persons' | null> {
    const trouble = termsTrouble(terms);
    if (trouble !== null) return trouble;
    const ids = [...new Set([...terms.issuers, ...(terms.recipients ?? [])])];
    const parties = await this.parties.many(communityId, ids);
    if (parties.length < ids.length) return 'no_such_party';
    return parties.some(({ kind }) => personalKinds.has(kind)) ? 'not_to_persons' : null;
  }

  private async mustFind(
    actor: Actor,
    act: 'make_programme' | 'decide_programme',
    communityId: string,
    code: string,
  ): Promise<Programme> {
    const programme = await store.findProgramme(this.database.reader, communityId, code);
    if (programme === undefined) throw new NotAllowed();
    this.must(actor, act, communityId, programme.ownerId);
    return programme;
  }

  private must(
    actor: Actor,
    act: 'make_programme' | 'decide_programme',
    communityId: string,
    ownerId: string,
  ): void {
    if (!may(actor, act, whereOfOwner({ communityId, ownerId }), this.clock.now())) throw new NotAllowed();
  }
}
