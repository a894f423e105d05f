import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../../src/access/actor.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { Verifier } from '../../src/books/verify.js';
import { settle, withRooms } from '../../src/cli/opening.js';
import { Story, tellStory } from '../../src/cli/story.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { command, environmentOf, type Said } from './command-line.js';
import { aPlace, type Dialect, type TestPlace } from './databases.js';

export const actor = systemActor('test');
export const places: TestPlace[] = [];

/** An empty server that `dropAll` removes. */
export async function aServer(dialect: Dialect): Promise<TestPlace> {
  const made = await aPlace(dialect, { PUBLIC_URL: 'https://munt.example' });
  places.push(made);
  return made;
}

/** The story, with a receipt that was signed, an exchange that was undone and somebody who was forgotten. */
export async function tellMore(rooms: INestApplicationContext, clock: SetClock): Promise<string> {
  await tellStory(rooms, clock);
  const [first] = await rooms.get(ExchangesReading).journal('rabot', 0n, 1);
  const receipt = await rooms.get(ReceiptsService).look(first!.exchange.receiptToken);
  await undo(rooms, first!.exchange.id);
  await forget(rooms, 'tom');
  await settle(rooms);
  return receipt!.jws;
}

/** Undoes an exchange of the story. */
export async function undo(rooms: INestApplicationContext, exchangeId: string): Promise<void> {
  const reversal = { orderId: newUuid(), exchangeId, reason: 'wrong_amount' } as const;
  expect(await rooms.get(ReversalsService).reverse(actor, 'rabot', reversal)).toMatchObject({
    kind: 'posted',
  });
}

/** The folder into which the command line has written a community. */
export async function exported(home: TestPlace, community: string, name = community): Promise<string> {
  const folder = join(home.folder, name);
  const said = await command(environmentOf(home), 'export', 'community', ...wordsFor(community, folder));
  expect([said.code, said.err]).toEqual([0, expect.not.stringContaining('samenmunt:')]);
  return folder;
}

export const wordsFor = (community: string, folder: string) => ['--community', community, '--out', folder];

/** Forgets somebody of the story. */
export async function forget(rooms: INestApplicationContext, who: 'tom' | 'jef'): Promise<void> {
  const id = (await Story.read(rooms)).party(who);
  const wish = { to: 'pot', potTakesOver: true } as const;
  expect(await rooms.get(ForgettingService).erase(actor, 'rabot', id, wish)).toEqual({ kind: 'erased' });
}

/** Has the command line bring a folder into a server; fails the test when it refuses. */
export async function imported(place: TestPlace, folder: string): Promise<Said> {
  const said = await command(environmentOf(place), 'import', 'community', folder);
  expect([said.code, said.err]).toEqual([0, expect.not.stringContaining('samenmunt:')]);
  return said;
}

/** What two servers must agree on to the byte. */
export async function standing(
  place: TestPlace,
  community: string,
): Promise<{ journal: string; balances: string[] }> {
  const said = await command(environmentOf(place), 'export', 'journal', '--community', community);
  expect(said.code).toBe(0);
  const rows = await withRooms(place.config, (rooms) =>
    rooms.get(Database).reader.all(
      `select account_id, currency, credits_posted - debits_posted as balance, debits_pending, last_seq
         from accounts where community_id = ? order by account_id`,
      [community],
    ),
  );
  return { journal: said.out, balances: rows.map((row) => Object.values(row).map(String).join(' ')) };
}

/** What each part of the proof says, those of the rooms among it. */
export async function differences({ config }: TestPlace): Promise<unknown> {
  return withRooms(config, async (rooms) => (await rooms.get(Verifier).full()).differences);
}

/** The text of all files of a folder. */
export function everythingIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

/** The lines of one table in a folder. */
export function linesIn(folder: string, table: string): Array<Record<string, unknown>> {
  const lines = readFileSync(join(folder, `${table}.jsonl`), 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Removes every server of this file of tests. */
export async function dropAll(): Promise<void> {
  for (const place of places) await place.drop();
}
