import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { plainExchange, plainMove } from '../../src/books/plain.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { newUuid } from '../../src/database/ids.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService, type PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { acting } from '../../src/cli/story-acting.js';
import { VouchersService } from '../../src/vouchers/vouchers.service.js';
import { openTerms, type VoucherTerms } from '../../src/vouchers/voucher-terms.js';
import type { JourneyTown, Party } from './journey-town.js';

const command = systemActor('test');

export interface VouchersWish {
  readonly count?: number;
  readonly amount?: bigint;
  readonly terms?: Partial<VoucherTerms>;
  /** The persons they are for; bearers without it. */
  readonly boundTo?: readonly string[];
}

/** Vouchers of a group that are printed, and worth something. */
export async function someVouchers(
  town: JourneyTown,
  giver: Party,
  { count = 1, amount = 100n, terms = {}, boundTo }: VouchersWish = {},
): Promise<readonly PrintedVoucher[]> {
  const { communityId } = town;
  await fund(town, giver, amount * BigInt(count));
  const batches = town.get(BatchesService);
  const bound = boundTo === undefined ? {} : { boundTo };
  const wish = { partyId: giver.id, sourceId: giver.account, amount, count, ...bound };
  const made = await batches.make(command, communityId, { ...wish, terms: { ...openTerms, ...terms } });
  if (made.kind === 'refused') throw new Error(made.code);
  const { id } = made.batch;
  const sheet = await town.get(SheetsService).print(command, communityId, id);
  if (sheet?.kind !== 'sheet') throw new Error('no sheet');
  await batches.printed(command, communityId, id);
  const orderId = newUuid(town.clock.now());
  const active = await town.get(ActivationService).activate(command, communityId, orderId, id);
  if (active.kind === 'refused') throw new Error(active.code);
  return sheet.vouchers;
}

/** Somebody else took it before, for a group of theirs. */
export async function usedAt(town: JourneyTown, place: Party, { url }: PrintedVoucher): Promise<void> {
  const wish = { orderId: newUuid(town.clock.now()), shown: { token: url }, to: place.account };
  const keeper = acting(town.communityId, (await town.person()).id, 'treasurer', place.id);
  const taken = await town.get(VouchersService).redeem(keeper, town.communityId, wish);
  if (taken.kind === 'refused') throw new Error(taken.code);
}

/** Gives somebody a role at a group. */
export async function appointed(
  town: JourneyTown,
  person: Party,
  role: 'acceptor' | 'helper' | 'treasurer',
  at: Party,
): Promise<void> {
  const { communityId } = town;
  const wish = { communityId, actorId: person.id, role, partyId: at.id, until: null };
  const granted = await town.get(MandatesService).grant(command, wish);
  if (granted.kind === 'refused') throw new Error(granted.code);
}

async function fund(town: JourneyTown, { account }: Party, amount: bigint): Promise<void> {
  const { communityId } = town;
  const currencies = town.get(CurrenciesService);
  const [currency] = await currencies.all(communityId);
  const from = await currencies.communityAccount(communityId, currency!.code, 'issuance');
  const day = new Date(town.clock.now()).toISOString().slice(0, 10);
  const move = { debitId: from, creditId: account, currency: currency!.code, amount };
  const answer = await town.get(BooksService).post({
    order: {
      ...{ id: newUuid(town.clock.now()), communityId, actorId: 'TEST' },
      exchange: plainExchange('issue', 'redistribution', day),
      transfers: [plainMove(move)],
      guards: [],
    },
  });
  if (answer.kind !== 'posted') throw new Error(answer.code);
}
