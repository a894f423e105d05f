import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { scopes, systemActor, type Scope } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { SetUpService } from '../../src/access/set-up.service.js';
import { SignInService } from '../../src/access/sign-in.service.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { Sequencer } from '../../src/books/sequencer.js';
import { Summaries } from '../../src/books/summaries.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { buildApp } from '../../src/server.js';
import { firstDay } from '../support/community.js';
import { aPlace, type Dialect, type TestPlace } from '../support/databases.js';
import type { Ids, Sending } from './hostile.cases.js';

const command = systemActor('test');
const publicUrl = 'https://munt.example';
const allScopes = scopes.filter((scope) => scope !== 'operator');

/** Tables in which a request that is refused may still leave a trace. */
const mayGrow = /^(audit|tries|sessions)$/;

/** One community with everything in it that an address can name. */
export interface Village extends Ids {
  readonly id: string;
  readonly ann: string;
  readonly steward: string;
  /** Everything by which something of this community would be known in an answer. */
  readonly marks: readonly string[];
}

/** The whole service with two communities, its log, and everybody who asks. */
export class HostileWorld {
  /** Everything that opens something. */
  readonly secrets: string[] = [];

  private constructor(
    readonly place: TestPlace,
    readonly clock: SetClock,
    readonly dialect: Dialect,
    readonly app: NestFastifyApplication,
    readonly log: readonly string[],
  ) {}

  static async open(dialect: Dialect): Promise<HostileWorld> {
    const place = await aPlace(dialect, { LOG_LEVEL: 'info', PUBLIC_URL: publicUrl });
    const clock = new SetClock(firstDay);
    const log: string[] = [];
    const access = { perSecond: { known: 1_000_000, unknown: 1_000_000 } };
    const logTo = { write: (line: string) => void log.push(line) };
    const app = await buildApp(place.config, { clock, access, logTo });
    return new HostileWorld(place, clock, dialect, app, log);
  }

  private get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type);
  }

  async send({ method, url, headers, payload }: Sending, as: Record<string, string>) {
    const all = { ...headers, ...as };
    const sent = { method: method as 'POST', url, headers: all, ...(payload !== undefined && { payload }) };
    return this.app.inject(sent);
  }

  /** @throws what the service answered, when it was no */
  private async call(token: string, url: string, body?: object): Promise<Record<string, string>> {
    const headers = { authorization: token, 'idempotency-key': newUuid() };
    const answer = await this.app.inject({ method: 'POST', url, headers, ...(body && { payload: body }) });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
    return answer.json<Record<string, string>>();
  }

  async token(communityId: string, id: string, wanted: readonly Scope[] = allScopes): Promise<string> {
    const owner = { kind: 'person' as const, id, communityId };
    const expiresAt = this.clock.now() + 300 * 86_400_000;
    const made = await this.get(TokensService).make(command, {
      owner,
      scopes: [...wanted],
      expiresAt,
      label: 'test',
    });
    if (made.kind === 'refused') throw new Error(made.code);
    this.secrets.push(made.token);
    return `Bearer ${made.token}`;
  }

  /** The headers of an operator who signed in with the set-up link. */
  async operator(): Promise<Record<string, string>> {
    const link = await this.get(SetUpService).makeLink();
    const token = link.url.slice(link.url.lastIndexOf('/') + 1);
    const session = await this.get(SignInService).openLink(token, '192.0.2.1');
    if ('kind' in session) throw new Error(session.code);
    this.secrets.push(token, session.token);
    return {
      cookie: `__Host-samenmunt=${session.token}`,
      origin: publicUrl,
      'sec-fetch-site': 'same-origin',
    };
  }

  private async person(communityId: string, nickname: string) {
    const made = await this.get(EnrolmentService).enrol(command, { communityId, language: 'nl', nickname });
    if (made.kind === 'refused') throw new Error(made.code);
    const [account] = await this.get(BooksService).accountsOf(communityId, made.person.id);
    return { id: made.person.id, account: account!.id };
  }

  async village(id: string): Promise<Village> {
    const made = await this.get(CommunitiesService).create(command, {
      id,
      name: `N${id}`,
      recipe: 'time_circle',
    });
    if (made.kind === 'refused') throw new Error(made.code);
    const ann = await this.person(id, `Ann${id}`);
    const bob = await this.person(id, `Bob${id}`);
    const steward = await this.person(id, `Stan${id}`);
    const mandate = {
      communityId: id,
      actorId: steward.id,
      role: 'steward' as const,
      partyId: null,
      until: null,
    };
    const granted = await this.get(MandatesService).grant(command, mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
    const group = await this.get(FoundingService).found(command, id, {
      name: `Tuin${id}`,
      picture: 'group',
      colour: 'green',
      treasurers: [ann.id],
    });
    if (group.kind === 'refused') throw new Error(group.code);
    const things = await this.things(id, ann, bob, steward.id);
    await this.settle();
    const ids = { ...things, household: things.household, initiative: group.initiative.id };
    return villageOf(id, { ann, bob, steward, mandateId: granted.mandate.id, ids });
  }

  /** What people made: a payment, a code, a request, a household, an institution. */
  private async things(id: string, ann: Somebody, bob: Somebody, stewardId: string) {
    const at = `/api/v1/communities/${id}`;
    const asAnn = await this.token(id, ann.id);
    const asSteward = await this.token(id, stewardId);
    const paid = await this.call(asAnn, `${at}/payments`, {
      from: ann.account,
      to: bob.account,
      amount: 100,
    });
    const code = await this.call(asAnn, `${at}/payment-codes`, { account: ann.account, kind: 'standing' });
    const request = await this.call(asAnn, `${at}/payment-requests`, { account: ann.account, amount: 25 });
    const household = await this.call(asSteward, `${at}/households`, { personId: bob.id });
    const institution = await this.call(asSteward, `${at}/institutions`, {
      kind: 'school',
      name: `School${id}`,
      picture: 'school',
      colour: 'blue',
    });
    const receipt = paid.receipt!.slice(paid.receipt!.lastIndexOf('/') + 1);
    // A receipt is signed when it is first looked at.
    await this.app.inject({ method: 'GET', url: `/api/v1/receipts/${receipt}` });
    const tokens = [code, request].flatMap(({ url }) =>
      url === undefined ? [] : [url.slice(url.lastIndexOf('/') + 1)],
    );
    this.secrets.push(receipt, ...tokens);
    return {
      exchange: paid.exchange!,
      receipt,
      code: code.id!,
      request: request.id!,
      household: household.id!,
      institution: institution.id!,
    };
  }

  async settle(): Promise<void> {
    await this.get(Sequencer).run();
    await this.get(Summaries).fold();
  }

  async tables(): Promise<string[]> {
    const sql =
      this.dialect === 'sqlite'
        ? `select name from sqlite_master where type = 'table' order by name`
        : `select table_schema || '.' || table_name as name from information_schema.tables
           where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1`;
    return (await this.get(Database).reader.all<{ name: string }>(sql)).map(({ name }) => name);
  }

  /** Every row of every table that only a granted wish may change, by table: as text, or a digest of it. */
  async everything(): Promise<Map<string, string>> {
    const { reader } = this.get(Database);
    const tables = (await this.tables())
      .map((table) => ({ table, name: table.replace(/^.*\./, '') }))
      .filter(({ name }) => !mayGrow.test(name));
    if (this.dialect === 'postgres') {
      // A reading of each table would cost more than all requests.
      const rows = await reader.all(tables.map(digestOf).join(' union all '));
      return new Map(rows.map((row) => [row.name as string, row.digest as string]));
    }
    const found = new Map<string, string>();
    for (const { table, name } of tables) {
      const rows = await reader.all(`select * from ${table}`);
      found.set(name, rows.map(shown).sort().join('\n'));
    }
    return found;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.place.drop();
  }
}

interface Somebody {
  readonly id: string;
  readonly account: string;
}

function digestOf({ table, name }: { readonly table: string; readonly name: string }): string {
  const text = `string_agg(t::text, chr(10) order by t::text)`;
  return `select '${name}' as name, md5(coalesce(${text}, '')) as digest from ${table} t`;
}

function shown(row: object): string {
  const cells = Object.entries(row) as [string, unknown][];
  return cells
    .map(
      ([name, cell]) =>
        `${name}=${cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell)}`,
    )
    .join('|');
}

interface Parts {
  readonly ann: Somebody;
  readonly bob: Somebody;
  readonly steward: Somebody;
  readonly mandateId: string;
  readonly ids: Readonly<Record<string, string>>;
}

function villageOf(id: string, { ann, bob, steward, mandateId, ids }: Parts): Village {
  const byName: Readonly<Record<string, string>> = {
    ...ids,
    community: id,
    account: ann.account,
    from: ann.account,
    to: bob.account,
    payerAccount: bob.account,
    currency: 'UUR',
    index: '0',
    mandateId,
    code: ids.code!,
    token: ids.receipt!,
  };
  const marks = [ann, bob, steward].flatMap((one) => [one.id, one.account]);
  return {
    id,
    ann: ann.id,
    steward: steward.id,
    marks: [...marks, mandateId, ...Object.values(ids), `Ann${id}`, `Bob${id}`, `Tuin${id}`, `School${id}`],
    path(name, path) {
      if (name !== 'id') return byName[name] ?? bob.id;
      if (path.includes('/payment-codes/')) return ids.code!;
      return path.includes('/payment-requests/') ? ids.request! : ids.exchange!;
    },
    field: (name) => (name === 'code' ? '0123456789ABCDEF' : (byName[name] ?? bob.id)),
  };
}
