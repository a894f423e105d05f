import { writeFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../src/access/actor.js';
import { newApiToken } from '../src/access/token.js';
import { BooksService } from '../src/books/books.service.js';
import { CommunitiesService } from '../src/communities/communities.service.js';
import { PartiesService } from '../src/communities/parties.service.js';
import { mainAccountKind, type PartyKind } from '../src/communities/party.js';
import { Clock } from '../src/database/clock.js';
import { Database, type Writing } from '../src/database/database.js';
import { newId } from '../src/database/ids.js';
import type { Row, Table } from '../src/database/sql.js';

export const communityId = 'bench';
export const currency = 'UUR';

/** What the load needs to know of a town: who may pay from which account, by which token. */
export interface Town {
  readonly members: ReadonlyArray<{ readonly account: string; readonly token: string }>;
  /** Accounts of initiatives, out of which a steward may book. */
  readonly groups: readonly string[];
  readonly steward: string;
}

const year = 365 * 86_400_000;
const chunk = 1000;

const tokensTable: Table = {
  name: 'api_tokens',
  columns: {
    token_hash: 'bytea',
    token_id: 'text',
    actor_id: 'text',
    actor_kind: 'text',
    community_id: 'text',
    scopes: 'text',
    last_four: 'text',
    label: 'text',
    made_by: 'text',
    made_at: 'bigint',
    expires_at: 'bigint',
    way: 'text',
  },
};

/**
 * A community in which nobody comes to the end of what they may pay, with members who each have a token of their own.
 * Parties and accounts come from the services; tokens are written many at a time.
 * @param file where what the load needs is written
 * @param lastsMs how long the tokens work
 */
export async function settle(
  app: INestApplicationContext,
  counts: { members: number; groups: number },
  file: string,
  lastsMs = year,
): Promise<Town> {
  await openCommunity(app);
  const people = await openAccounts(app, 'person', counts.members);
  const groups = await openAccounts(app, 'initiative', counts.groups);
  const tokens = await makeTokens(
    app,
    people.map(({ partyId }) => partyId),
    { scopes: 'payments:write accounts:read', communityId, lastsMs },
  );
  const stewardId = newId();
  const scopes = 'exchanges:write accounts:read payments:write';
  const [steward] = await makeTokens(app, [stewardId], { scopes, communityId, lastsMs });
  await app.get<Database>(Database).transaction(async (tx) => {
    await tx.run(
      `insert into mandates (community_id, mandate_id, actor_id, role, valid_from, granted_by, granted_at)
       values (?, ?, ?, 'steward', 0, 'BENCH', 0)`,
      [communityId, newId(), stewardId],
    );
  });
  const members = people.map(({ account }, i) => ({ account, token: tokens[i]! }));
  const town = { members, groups: groups.map(({ account }) => account), steward: steward! };
  writeFileSync(file, JSON.stringify(town));
  return town;
}

async function openCommunity(app: INestApplicationContext): Promise<void> {
  const wish = { id: communityId, name: 'Bench', recipe: 'time_circle' } as const;
  const made = await app.get(CommunitiesService).create(systemActor('bench'), wish);
  if (made.kind === 'refused') throw new Error(made.code);
  const limits = { currency, perPayment: null, perDay: null, perAcceptorDay: null };
  const books = app.get(BooksService);
  await app.get<Database>(Database).transaction((tx) => books.setLimits(tx, communityId, limits));
}

async function openAccounts(
  app: INestApplicationContext,
  kind: PartyKind,
  count: number,
): Promise<Array<{ partyId: string; account: string }>> {
  const opened: Array<{ partyId: string; account: string }> = [];
  for (let from = 0; from < count; from += chunk) {
    const some = Math.min(chunk, count - from);
    opened.push(...(await app.get<Database>(Database).transaction((tx) => openSome(app, tx, kind, some))));
  }
  return opened;
}

async function openSome(app: INestApplicationContext, tx: Writing, kind: PartyKind, count: number) {
  const partyIds: string[] = [];
  for (let i = 0; i < count; i++) {
    partyIds.push((await app.get(PartiesService).register(tx, communityId, kind)).id);
  }
  const accounts = await app.get(BooksService).openAccounts(
    tx,
    'BENCH',
    partyIds.map((partyId) => ({
      communityId,
      currency,
      kind: mainAccountKind(kind),
      partyId,
      partyKind: kind,
      floor: -1_000_000_000n,
      ceiling: 1_000_000_000n,
    })),
  );
  return accounts.map((account, i) => ({ account, partyId: partyIds[i]! }));
}

/** Tokens of persons, many at a time. @returns them, in order of their owners */
export async function makeTokens(
  app: INestApplicationContext,
  owners: readonly string[],
  wish: { readonly scopes: string; readonly communityId: string; readonly lastsMs: number },
): Promise<string[]> {
  const now = app.get(Clock).now();
  const made = owners.map((owner) => ({ owner, ...newApiToken() }));
  for (let from = 0; from < made.length; from += chunk) {
    const rows: Row[] = made.slice(from, from + chunk).map(({ owner, hash, lastFour }) => ({
      token_hash: hash,
      token_id: newId(),
      actor_id: owner,
      actor_kind: 'person',
      community_id: wish.communityId,
      scopes: wish.scopes,
      last_four: lastFour,
      label: 'bench',
      made_by: 'BENCH',
      made_at: BigInt(now),
      expires_at: BigInt(now + wish.lastsMs),
      way: 'passphrase',
    }));
    await app.get<Database>(Database).transaction((tx) => tx.insert(tokensTable, rows));
  }
  return made.map(({ token }) => token);
}
