import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import type { Answer } from '../../src/books/answers.js';
import { Database } from '../../src/database/database.js';
import { newId, newUuid } from '../../src/database/ids.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssuesService, type NewIssue } from '../../src/issuance/issues.service.js';
import type { AskedTerms } from '../../src/issuance/programme.js';
import { ProgrammesService } from '../../src/issuance/programmes.service.js';
import { SheetService } from '../../src/issuance/sheet.service.js';
import type { Dialect } from './databases.js';
import { TestPayments, type Somebody } from './payments.js';

export interface TestSession {
  /** Opens a page, or sends its form. */
  ask(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; text: string; location: string | undefined }>;
}

/** A town with two civil servants and somebody of the finance service, and a group that receives. */
export class TestProgrammes {
  readonly code = 'samen-koken';

  private constructor(
    readonly test: TestPayments,
    readonly here: string,
    readonly town: string,
    readonly maker: Actor,
    readonly approver: Actor,
    readonly finance: Actor,
    readonly group: Awaited<ReturnType<TestPayments['aGroup']>>,
  ) {}

  static async open(dialect: Dialect): Promise<TestProgrammes> {
    const test = await TestPayments.open(dialect);
    return TestProgrammes.in(test);
  }

  /** One more community of its own on the same server. */
  static async in(test: TestPayments): Promise<TestProgrammes> {
    const here = await test.aCommunity('thank_you');
    const { id: town } = await test.aGroup(here, 'local_government', 'group');
    // Somewhere to spend it, so that the first issue needs no acknowledgement.
    const bakery = { kind: 'shop', name: 'De Korrel', picture: 'apple', colour: 'yellow' } as const;
    await test.get(InstitutionsService).enter(systemActor('test'), here, bakery);
    const [maker, approver, finance] = await Promise.all([
      test.aPerson(here),
      test.aPerson(here),
      test.aPerson(here),
    ]);
    return new TestProgrammes(
      test,
      here,
      town,
      acting(maker, 'issuer', town),
      acting(approver, 'approver', town),
      acting(finance, 'finance', town),
      await test.aGroup(here),
    );
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.test.get(type);
  }

  terms(changes: Partial<AskedTerms> = {}): AskedTerms {
    return {
      name: 'Samen koken',
      decision: 'GR 2026/114',
      budget: 100_000n,
      from: '2026-01-01',
      until: '2026-12-31',
      recipients: null,
      ...changes,
    };
  }

  /** A programme that was proposed and approved. */
  async aProgramme(changes: Partial<AskedTerms> = {}, code = this.code): Promise<string> {
    const programmes = this.get(ProgrammesService);
    const wish = { ...this.terms(changes), code, ownerId: this.town, currency: 'DANK' };
    const proposed = await programmes.propose(this.maker, this.here, wish);
    if (proposed.kind === 'refused') throw new Error(proposed.code);
    const decided = await programmes.decide(this.approver, this.here, code, 1, true);
    if (decided.kind === 'refused') throw new Error(decided.code);
    return code;
  }

  async propose(wish: Partial<NewIssue> & { amount: bigint }, code = this.code): Promise<string> {
    const id = newUuid(this.test.clock.now());
    const to = wish.target === undefined ? { partyId: this.group.id } : {};
    const answer = await this.get(IssuesService).propose(this.maker, this.here, code, { id, ...to, ...wish });
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.issue.id;
  }

  approve(id: string, actor = this.approver): Promise<Answer | { kind: 'refused'; code: string }> {
    return this.get(ApprovalsService).approve(actor, this.here, id);
  }

  confirm(id: string, actor = this.group.actor, order = newUuid(this.test.clock.now())) {
    return this.get(ApprovalsService).confirm(actor, this.here, order, id);
  }

  /** An issue all the way: proposed, approved and received. */
  async issue(amount: bigint, code = this.code): Promise<string> {
    const id = await this.propose({ amount }, code);
    for (const answer of [await this.approve(id), await this.confirm(id)])
      if (answer.kind === 'refused') throw new Error(answer.code);
    return id;
  }

  /** Writes down a mandate for the town, as those have who come in by a session or a token. */
  async appoint({ id: actorId }: Pick<Actor, 'id'>, role: 'issuer' | 'approver'): Promise<void> {
    const mandate = { communityId: this.here, actorId, role, partyId: this.town, until: null };
    const granted = await this.get(MandatesService).grant(systemActor('test'), mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
  }

  /** Somebody who came in with a passphrase, with a form ready to be sent. */
  async session({ id }: Pick<Actor, 'id'>): Promise<TestSession> {
    const sessions = this.get(SessionsService);
    const owner = { kind: 'person' as const, id, communityId: this.here };
    const prepared = sessions.prepare();
    const { token } = await this.get(Database).transaction((tx) =>
      sessions.open(tx, prepared, owner, true, { way: 'passphrase' }),
    );
    const headers = { cookie: `__Host-samenmunt=${token}`, origin: 'https://munt.example' };
    const csrf = sessions.csrfToken(prepared.sessionId);
    const ask = async (url: string, form?: Record<string, string>) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await this.test.app.inject({
        ...(form === undefined ? { method: 'GET' as const } : { method: 'POST' as const }),
        url,
        headers: { ...headers, ...(form !== undefined && type) },
        ...(form !== undefined && { payload: new URLSearchParams({ ...form, _csrf: csrf }).toString() }),
      });
      return { status: answer.statusCode, text: answer.body, location: answer.headers.location };
    };
    return { ask };
  }

  async balance(code = this.code) {
    return (await this.get(SheetService).sheet(this.finance, this.here, code)).balance;
  }
}

/** Somebody with a mandate for a party. */
export function acting(who: Somebody, role: Role, partyId: string): Actor {
  const { communityId } = who.actor;
  const mandate = { id: newId(), communityId, actorId: who.id, role, partyId, from: 0, until: null };
  return { ...who.actor, mandates: [...who.actor.mandates, mandate] };
}
