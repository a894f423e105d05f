import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../src/access/actor.js';
import { BooksService } from '../src/books/books.service.js';
import { CurrenciesService } from '../src/communities/currencies.service.js';
import { PartiesService } from '../src/communities/parties.service.js';
import { Clock } from '../src/database/clock.js';
import { Database } from '../src/database/database.js';
import { newId, newUuid } from '../src/database/ids.js';
import { FoundingService } from '../src/initiatives/founding.service.js';
import { InstitutionsService } from '../src/institutions/institutions.service.js';
import { ActivationService } from '../src/vouchers/activation.service.js';
import { countMax } from '../src/vouchers/batch.js';
import { BatchesService } from '../src/vouchers/batches.service.js';
import { SheetsService } from '../src/vouchers/sheets.service.js';
import { openTerms } from '../src/vouchers/voucher-terms.js';
import { say } from './report.js';
import { communityId, makeTokens } from './town.js';

/** Who gives vouchers, who takes them by which token, and what is in their codes. */
export interface VoucherTown {
  readonly giver: Giver;
  readonly shops: ReadonlyArray<{ readonly account: string; readonly token: string }>;
  readonly codes: readonly string[];
}

export interface Giver {
  readonly id: string;
  readonly account: string;
}

/** What a database is filled with. */
export interface Furniture {
  readonly members: number;
  /** Active ones, of ten thousand vouchers each. */
  readonly batches: number;
  /** So many codes at most, taken from all batches by chance. */
  readonly codes: number;
}

const bench = systemActor('bench');
const shopCount = 50;
const week = 7 * 86_400_000;
/** What each is worth, in smallest units. */
export const worth = 100n;

/**
 * Adds to a town a group that gives vouchers and shops that take them, and activates batches.
 * @param codes so many of their codes at most, by chance
 */
export async function openVouchers(
  app: INestApplicationContext,
  batches: number,
  codes: number,
): Promise<VoucherTown> {
  const giver = await openGiver(app);
  const shops = await openShops(app);
  const kept: string[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const all = await activeBatch(app, giver);
    // As many of each batch, so that those that are looked for lie everywhere.
    const some = Math.ceil((codes - kept.length) / (batches - batch));
    kept.push(...shuffled(all).slice(0, some));
    if (batch % 10 === 9) say(`${(batch + 1) * countMax} vouchers`);
  }
  return { giver, shops, codes: shuffled(kept) };
}

async function openGiver(app: INestApplicationContext): Promise<Giver> {
  const wish = { name: 'Soup', picture: 'group', colour: 'green' };
  const founded = await app.get(FoundingService).found(bench, communityId, wish);
  if (founded.kind === 'refused') throw new Error(founded.code);
  const { id } = founded.initiative;
  const account = await boundless(app, id, -1_000_000_000_000n);
  return { id, account };
}

/** Shops with somebody each who takes vouchers for it. */
async function openShops(app: INestApplicationContext): Promise<VoucherTown['shops']> {
  const accounts: string[] = [];
  const takers: string[] = [];
  for (let i = 0; i < shopCount; i++) {
    const wish = { kind: 'shop', name: `Shop ${i}`, picture: 'bread', colour: 'brown' } as const;
    const entered = await app.get(InstitutionsService).enter(bench, communityId, wish);
    if (entered.kind === 'refused') throw new Error(entered.code);
    accounts.push(await boundless(app, entered.institution.id, 0n));
    takers.push(await openTaker(app, entered.institution.id));
  }
  const tokens = await makeTokens(app, takers, { scopes: 'payments:write', communityId, lastsMs: 52 * week });
  return accounts.map((account, i) => ({ account, token: tokens[i]! }));
}

function openTaker(app: INestApplicationContext, shopId: string): Promise<string> {
  const parties = app.get(PartiesService);
  return app.get<Database>(Database).transaction(async (tx) => {
    const { id } = await parties.register(tx, communityId, 'person');
    await tx.run(
      `insert into mandates (community_id, mandate_id, actor_id, role, party_id, valid_from, granted_by, granted_at)
       values (?, ?, ?, 'acceptor', ?, 0, 'BENCH', 0)`,
      [communityId, newId(), id, shopId],
    );
    return id;
  });
}

/** @returns the account of a party, which may now go down to a floor and up without end */
async function boundless(app: INestApplicationContext, partyId: string, floor: bigint): Promise<string> {
  const [account] = await app.get(BooksService).accountsOf(communityId, partyId);
  const bounds = { floor, ceiling: null };
  const set = await app.get(CurrenciesService).setBounds(bench, communityId, account!.id, bounds);
  if (set.kind === 'refused') throw new Error(set.code);
  return account!.id;
}

/** The largest batch there can be, made, printed and activated. @returns what its codes say */
async function activeBatch(app: INestApplicationContext, giver: Giver): Promise<string[]> {
  const made = await makeBatch(app, giver);
  const sheet = await app.get(SheetsService).print(bench, communityId, made);
  if (sheet?.kind !== 'sheet') throw new Error('no sheet');
  await activateBatch(app, made);
  return sheet.vouchers.map(({ url }) => url.split('/').at(-1)!);
}

/** @returns the id of a batch of ten thousand */
export async function makeBatch(app: INestApplicationContext, giver: Giver): Promise<string> {
  const wish = { partyId: giver.id, sourceId: giver.account, amount: worth, count: countMax };
  const made = await app.get(BatchesService).make(bench, communityId, { ...wish, terms: openTerms });
  if (made.kind === 'refused') throw new Error(made.code);
  return made.batch.id;
}

/** Says that it was printed well, and activates it. */
export async function activateBatch(app: INestApplicationContext, batchId: string): Promise<void> {
  const printed = await app.get(BatchesService).printed(bench, communityId, batchId);
  if (printed.kind === 'refused') throw new Error(printed.code);
  const orderId = newUuid(app.get(Clock).now());
  const active = await app.get(ActivationService).activate(bench, communityId, orderId, batchId);
  if (active.kind === 'refused') throw new Error(active.code);
}

function shuffled(all: readonly string[]): string[] {
  const some = [...all];
  for (let i = some.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [some[i], some[j]] = [some[j]!, some[i]!];
  }
  return some;
}
