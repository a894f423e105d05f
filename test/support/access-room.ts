import { ActorsService } from '../../src/access/actors.service.js';
import { systemActor, type PartyKind } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { Freshness } from '../../src/access/freshness.js';
import { keyPlace } from '../../src/access/key-file.js';
import { KeysService } from '../../src/access/keys.service.js';
import { LinksService } from '../../src/access/links.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { PartyKinds } from '../../src/access/parties.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { SetUpService } from '../../src/access/set-up.service.js';
import { accessSettings, type AccessSettings } from '../../src/access/settings.js';
import { SignInRights } from '../../src/access/sign-in.rights.js';
import { SignInService } from '../../src/access/sign-in.service.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { TriesService } from '../../src/access/tries.service.js';
import type { Config } from '../../src/config.js';
import { SetClock } from '../../src/database/clock.js';
import { newId } from '../../src/database/ids.js';
import { openDatabase } from '../../src/database/open.js';

export const command = systemActor('test');

/** The whole room without HTTP, as one server process has it. */
export async function openRoom(config: Config, clock: SetClock, change: Partial<AccessSettings> = {}) {
  const database = await openDatabase(config);
  const settings = { ...accessSettings(config), ...change };
  const keys = new KeysService(database, keyPlace(config.secretsDir, {}));
  await keys.agree();
  const kinds = new Map<string, PartyKind>();
  const parties = new PartyKinds();
  parties.askAlso((communityId, partyId) => Promise.resolve(kinds.get(`${communityId}/${partyId}`)));
  const freshness = new Freshness();
  const sessions = new SessionsService(database, keys, clock, settings);
  const links = new LinksService(database, sessions, clock, config, settings);
  const tries = new TriesService(database, keys, clock);
  return {
    database,
    clock,
    keys,
    sessions,
    tries,
    freshness,
    links,
    signIn: new SignInService(links, tries, new SignInRights(database, parties, clock), settings),
    setUp: new SetUpService(database, links, clock, freshness),
    tokens: new TokensService(database, clock, freshness, settings),
    mandates: new MandatesService(database, clock, parties, freshness),
    actors: new ActorsService(database, sessions, freshness),
    audit: new AuditService(database, clock),
    /** A new community, or a party of one. */
    async community(): Promise<string> {
      const communityId = newId();
      await database.transaction((tx) =>
        tx.run(`insert into ledgers (community_id, time_zone, opened_at) values (?, 'Europe/Brussels', ?)`, [
          communityId,
          clock.now(),
        ]),
      );
      return communityId;
    },
    party(communityId: string, kind: PartyKind): string {
      const partyId = newId();
      kinds.set(`${communityId}/${partyId}`, kind);
      return partyId;
    },
  };
}
export type AccessRoom = Awaited<ReturnType<typeof openRoom>>;

/** The token in a link, as it would be opened. */
export function tokenIn(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
