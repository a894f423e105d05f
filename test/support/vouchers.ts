import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import type { Answer } from '../../src/books/answers.js';
import { BooksService } from '../../src/books/books.service.js';
import { plainExchange, plainMove } from '../../src/books/plain.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import type { CommunityAccountKind } from '../../src/communities/currency.js';
import type { PartyKind } from '../../src/communities/party.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { balance } from '../../src/ledger/account.js';
import type { Order } from '../../src/ledger/order.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import type { Batch } from '../../src/vouchers/batch.js';
import type { OwnWish } from '../../src/vouchers/batch-wishes.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService, type PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { openTerms, type VoucherTerms } from '../../src/vouchers/voucher-terms.js';
import type { No } from '../../src/vouchers/voucher.js';
import { VouchersService, type Redemption } from '../../src/vouchers/vouchers.service.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import type { Dialect } from './databases.js';
import { anOrderId, TestPayments, type Somebody } from './payments.js';

/** A group, shop or school with an account and somebody who keeps its purse. */
export interface Group {
  readonly id: string;
  readonly account: string;
  readonly actor: Actor;
  readonly treasurer: Somebody;
}

export interface BatchWishes extends Partial<Omit<OwnWish, 'terms'>> {
  readonly terms?: Partial<VoucherTerms>;
}

/** A batch with what was printed of it before it became active. */
export interface TestBatch {
  readonly batch: Batch;
  readonly printed: readonly PrintedVoucher[];
}

/** The whole service with a community, a group that gives vouchers and a shop that takes them. */
export class TestVouchers {
  private constructor(
    readonly test: TestPayments,
    readonly here: string,
    readonly giver: Group,
    readonly shop: Group,
    readonly ann: Somebody,
  ) {}

  static async open(dialect: Dialect): Promise<TestVouchers> {
    return TestVouchers.in(await TestPayments.open(dialect));
  }

  static async in(test: TestPayments): Promise<TestVouchers> {
    const here = await test.aCommunity();
    const giver = await aFoundedGroup(test, here);
    const shop = await test.aGroup(here, 'shop', 'partner');
    const town = new TestVouchers(test, here, giver, shop, await test.aPerson(here));
    await town.fund(giver.account, 1_000_000n);
    return town;
  }

  /** The same people on another server, after a restore. */
  on(test: TestPayments): TestVouchers {
    return new TestVouchers(test, this.here, this.giver, this.shop, this.ann);
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.test.get(type);
  }

  group(kind: PartyKind = 'initiative'): Promise<Group> {
    return this.test.aGroup(this.here, kind, kind === 'shop' ? 'partner' : 'group');
  }

  /** Gives an account coins out of the source of the currency. */
  async fund(account: string, amount: bigint): Promise<void> {
    const answer = await this.get(BooksService).post({ order: await this.funding(account, amount) });
    if (answer.kind !== 'posted') throw new Error(answer.code);
  }

  async funding(account: string, amount: bigint): Promise<Order> {
    const from = await this.own('issuance');
    const [currency] = await this.get(CurrenciesService).all(this.here);
    return {
      id: anOrderId(),
      communityId: this.here,
      actorId: 'TEST',
      exchange: plainExchange('issue', 'redistribution', '2026-01-05'),
      transfers: [plainMove({ debitId: from, creditId: account, currency: currency!.code, amount })],
      guards: [],
    };
  }

  async own(kind: CommunityAccountKind): Promise<string> {
    const currencies = this.get(CurrenciesService);
    const [currency] = await currencies.all(this.here);
    return currencies.communityAccount(this.here, currency!.code, kind);
  }

  async balance(account: string): Promise<bigint> {
    return balance((await this.get(BooksService).findAccount(this.here, account))!);
  }

  /** What rests on vouchers outstanding. */
  async outstanding(): Promise<bigint> {
    return this.balance(await this.own('vouchers_outstanding'));
  }

  wish(wishes: BatchWishes = {}): OwnWish {
    const { terms, ...rest } = wishes;
    const { id: partyId, account: sourceId } = this.giver;
    return { partyId, sourceId, amount: 200n, count: 3, ...rest, terms: { ...openTerms, ...terms } };
  }

  async made(wishes: BatchWishes = {}): Promise<TestBatch> {
    const made = await this.get(BatchesService).make(this.giver.actor, this.here, this.wish(wishes));
    if (made.kind === 'refused') throw new Error(made.code);
    const sheet = await this.get(SheetsService).print(this.giver.actor, this.here, made.batch.id);
    if (sheet?.kind !== 'sheet') throw new Error('no sheet');
    return { batch: made.batch, printed: sheet.vouchers };
  }

  async printed(wishes: BatchWishes = {}): Promise<TestBatch> {
    const some = await this.made(wishes);
    const answer = await this.get(BatchesService).printed(this.giver.actor, this.here, some.batch.id);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return some;
  }

  async active(wishes: BatchWishes = {}): Promise<TestBatch> {
    const some = await this.printed(wishes);
    const answer = await this.activate(some);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return some;
  }

  activate({ batch }: TestBatch, orderId = anOrderId()): Promise<Answer | No> {
    return this.get(ActivationService).activate(this.giver.actor, this.here, orderId, batch.id);
  }

  /** The shop takes a voucher, unless it is said otherwise. */
  redeem(voucher: PrintedVoucher, parts: Partial<Redemption> & { actor?: Actor } = {}): Promise<Answer | No> {
    const { actor = this.shop.actor, ...rest } = parts;
    const asked = { orderId: anOrderId(), shown: { token: tokenIn(voucher) }, to: this.shop.account };
    return this.get(VouchersService).redeem(actor, this.here, { ...asked, ...rest });
  }

  /** How the vouchers of a batch stand in the database. */
  async kept({ batch }: TestBatch): Promise<string[]> {
    const rows = await this.get(Database).reader.all(
      'select state from vouchers where community_id = ? and batch_id = ? order by number',
      [this.here, batch.id],
    );
    return rows.map(({ state }) => state as string);
  }

  /** The same person with one more mandate, for a party or for the community. */
  as({ actor }: { actor: Actor }, role: Role, partyId: string | null): Actor {
    const mandate = { id: newId(), communityId: this.here, actorId: actor.id, partyId, from: 0, until: null };
    return { ...actor, mandates: [...actor.mandates, { ...mandate, role }] };
  }

  async close(): Promise<void> {
    await this.test.theBooksBalance();
    await this.test.close();
  }
}

/** A group with a name, as a steward founds it. */
async function aFoundedGroup(test: TestPayments, here: string): Promise<Group> {
  const treasurer = await test.aPerson(here);
  const wish = { name: 'Soep van Rabot', picture: 'group', colour: 'green', treasurers: [treasurer.id] };
  const command = systemActor('test');
  const founded = await test.get(FoundingService).found(command, here, wish);
  if (founded.kind === 'refused') throw new Error(founded.code);
  const { id } = founded.initiative;
  const [account] = await test.get(BooksService).accountsOf(here, id);
  const bounds = { floor: 0n, ceiling: null };
  await test.get(CurrenciesService).setBounds(command, here, account!.id, bounds);
  const mandate = {
    id: newId(),
    communityId: here,
    actorId: treasurer.id,
    partyId: id,
    from: 0,
    until: null,
  };
  const actor: Actor = { ...treasurer.actor, mandates: [{ ...mandate, role: 'treasurer' }] };
  return { id, account: account!.id, actor, treasurer };
}

export function tokenIn({ url }: { url: string }): string {
  return url.split('/').at(-1)!;
}

/** Gives somebody a mandate that is really there, for calls and pages. */
export async function mandated(
  town: TestVouchers,
  somebody: { readonly id: string },
  role: Exclude<Role, 'operator'>,
  partyId: string | null,
): Promise<void> {
  const wish = { communityId: town.here, actorId: somebody.id, role, partyId, until: null };
  const granted = await town.get(MandatesService).grant(systemActor('test'), wish);
  if (granted.kind === 'refused') throw new Error(granted.code);
}
