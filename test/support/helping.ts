import { SessionsService } from '../../src/access/sessions.service.js';
import type { Role } from '../../src/access/actor.js';
import { BooksService } from '../../src/books/books.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import { Database } from '../../src/database/database.js';
import { newId, newUuid } from '../../src/database/ids.js';
import { balance } from '../../src/ledger/account.js';
import type { Member, TestCards } from './cards.js';

/** Somebody who is signed in with a browser, and what it sends along. */
export interface Browser {
  readonly headers: Record<string, string>;
  readonly sessionId: string;
}

/** Opens a real session of a member, as a link does. */
export async function browserOf(test: TestCards, { id }: Member): Promise<Browser> {
  const sessions = test.get(SessionsService);
  const owner = { kind: 'person' as const, id, communityId: test.communityId };
  const prepared = sessions.prepare();
  const opened = await test.get(Database).transaction((tx) => sessions.open(tx, prepared, owner, true));
  const cookie = `__Host-samenmunt=${opened.token}`;
  return { headers: { cookie, 'sec-fetch-site': 'same-origin' }, sessionId: prepared.sessionId };
}

/** Writes down a mandate. */
export function mandate(test: TestCards, actorId: string, role: Role, partyId: string): Promise<unknown> {
  return test.get(Database).transaction((tx) =>
    tx.run(
      `insert into mandates (mandate_id, community_id, actor_id, role, party_id, valid_from, granted_by, granted_at)
       values (?, ?, ?, ?, ?, 0, 'T', 0)`,
      [newId(), test.communityId, actorId, role, partyId],
    ),
  );
}

/** A group with a purse that may go far below zero, and so many treasurers. */
export async function aGroup(test: TestCards, treasurers = 2) {
  const { communityId } = test;
  const [currency] = await test.get(CurrenciesService).all(communityId);
  const { id, account } = await test.get(Database).transaction(async (tx) => {
    const party = await test.get(PartiesService).register(tx, communityId, 'initiative');
    const [opened] = await test.get(BooksService).openAccounts(tx, 'TEST', [
      {
        ...{ communityId, currency: currency!.code, kind: 'group', partyId: party.id },
        ...{ partyKind: 'initiative', floor: -100_000n, ceiling: null },
      },
    ]);
    return { id: party.id, account: opened! };
  });
  const people: Member[] = [];
  for (let i = 0; i < treasurers; i++) {
    const person = await test.member();
    await mandate(test, person.id, 'treasurer', id);
    people.push({ ...person, actor: test.actor(person.id, 'treasurer', id) });
  }
  return { id, account, people };
}

/** Lets an account go as low and as high as it likes, and a payment be as large. */
export async function withoutBounds(test: TestCards, { account }: { account: string }): Promise<void> {
  const books = test.get(BooksService);
  const [currency] = await test.get(CurrenciesService).all(test.communityId);
  await test.get(Database).transaction(async (tx) => {
    const none = { perPayment: null, perDay: null, perAcceptorDay: null };
    await books.setLimits(tx, test.communityId, { currency: currency!.code, ...none });
    await books.setTerms(tx, 'TEST', test.communityId, account, { floor: null, ceiling: null });
  });
}

export async function balanceOf(test: TestCards, account: string): Promise<bigint> {
  return balance((await test.get(BooksService).findAccount(test.communityId, account))!);
}

export function anOrderId(test: TestCards): string {
  return newUuid(test.clock.now());
}
