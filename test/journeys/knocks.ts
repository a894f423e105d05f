import type { LightMyRequestResponse } from 'fastify';
import { Database } from '../../src/database/database.js';
import type { JourneyTown, Party } from './journey-town.js';

export interface Signed {
  readonly cookie: string;
  readonly csrf: string;
}

export type Headers = Readonly<Record<string, string>>;

export const form: Headers = { 'content-type': 'application/x-www-form-urlencoded' };
/** As a browser sends a form of our own pages. */
export const ours: Headers = { ...form, 'sec-fetch-site': 'same-origin' };

/** Requests that no page of ours would send. */
export class Knocks {
  constructor(readonly town: JourneyTown) {}

  send(
    method: 'GET' | 'POST',
    url: string,
    headers: Headers = {},
    payload?: string | Buffer | Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse> {
    // So that none of them is turned away for being one of many.
    this.town.clock.forward(100);
    const isWritten = typeof payload !== 'object' || Buffer.isBuffer(payload);
    const body = isWritten ? payload : new URLSearchParams(payload).toString();
    const { app } = this.town.server;
    return app.inject({ method, url, headers, ...(body !== undefined && { payload: body }) });
  }

  /** A form of a page of ours, with everything that belongs to it. */
  post({ cookie, csrf }: Signed, url: string, fields: Readonly<Record<string, string>>) {
    return this.send('POST', url, { ...ours, cookie }, { ...fields, _csrf: csrf });
  }

  /** Somebody who came in with a link. */
  async signedIn(who: Party, headers: Headers = {}): Promise<Signed> {
    return this.cameIn(await this.town.link(who), headers);
  }

  /** @throws Error when the link does not open */
  async cameIn(link: string, headers: Headers = {}): Promise<Signed> {
    const opened = await this.send('POST', local(link), { ...ours, ...headers }, '');
    if (opened.statusCode !== 303) throw new Error(`${link} is answered ${opened.statusCode}`);
    const cookie = cookieOf(opened);
    const home = await this.send('GET', '/help', { cookie });
    return { cookie, csrf: /name="_csrf" value="([^"]+)"/.exec(home.body)![1]! };
  }

  /**
   * How many rows each table has, but for those in which a refused request leaves a trace (its no is kept, so that a
   * repeat gets the same), and those of receipts, which are signed when they are first looked at.
   */
  async counted(): Promise<Record<string, number>> {
    const { reader } = this.town.get(Database);
    const tables = await reader.all("select name from sqlite_master where type = 'table'");
    const counts: Record<string, number> = {};
    for (const { name } of tables as { name: string }[]) {
      if (
        /^(audit|tries|sessions|answers|proofs|receipts|receipt_keys|journal|journal_cursors|sqlite_\w+)$/.test(
          name,
        )
      )
        continue;
      counts[name] = Number((await reader.one(`select count(*) as n from ${name}`))!.n);
    }
    return counts;
  }
}

/** The session that an answer gives. */
export function cookieOf({ headers }: LightMyRequestResponse): string {
  return [headers['set-cookie']].flat()[0]!.split(';', 1)[0]!;
}

/** The address of a link, as this server has it. */
export function local(url: string): string {
  return new URL(url, 'http://x').pathname;
}
