import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer, Append } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { plainExchange } from '../books/plain.js';
import { postToday } from '../books/settle.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Clock, dayIn } from '../database/clock.js';
import type { Account } from '../ledger/account.js';
import type { ExchangeDraft, ExchangeKind, Guard, TransferDraft } from '../ledger/order.js';
import type { Batch } from './batch.js';
import { bearerCapOn } from './voucher.js';

/** What an order of this room says, beside who asks and when. */
export interface VoucherOrder {
  readonly id: string;
  readonly communityId: string;
  readonly kind: Extract<ExchangeKind, 'issue' | 'voucher' | 'reclaim' | 'expiry'>;
  readonly about?: Partial<Pick<ExchangeDraft, 'mode' | 'subject' | 'reason'>>;
  readonly transfers: readonly TransferDraft[];
  readonly guards: readonly Guard[];
  readonly appends: readonly Append[];
}

/** Whose an account is, and of what. */
export type AccountOwner = Pick<
  Account,
  'communityId' | 'id' | 'currency' | 'kind' | 'partyId' | 'partyKind'
>;

const ownersMost = 40_000;

/** What all services here need of the books: accounts, days, and orders of today. Who may was asked by the caller. */
@Injectable()
export class VoucherBooking {
  private readonly zones = new Map<string, string>();
  private readonly owners = new Map<string, AccountOwner>();

  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly communities: CommunitiesService,
    private readonly currencies: CurrenciesService,
    private readonly clock: Clock,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** YYYY-MM-DD in the community's time zone. */
  async today(communityId: string): Promise<string> {
    return dayIn(this.clock.now(), await this.timeZone(communityId));
  }

  /** @throws NotAllowed when there is no such community */
  async timeZone(communityId: string): Promise<string> {
    const known = this.zones.get(communityId);
    if (known !== undefined) return known;
    const community = await this.communities.look(communityId);
    if (community === undefined) throw new NotAllowed();
    this.zones.set(communityId, community.timeZone);
    return community.timeZone;
  }

  /** Whether an order is booked already, so that the same one again has its answer there. */
  async isBooked(communityId: string, orderId: string): Promise<boolean> {
    return (await this.exchanges.find(communityId, orderId)) !== undefined;
  }

  account(communityId: string, id: string): Promise<Account | undefined> {
    return this.books.findAccount(communityId, id);
  }

  /** What never changes of an account, remembered: whether it is closed is judged by the books. */
  async owner(communityId: string, id: string): Promise<AccountOwner | undefined> {
    const known = this.owners.get(communityId + id);
    if (known !== undefined) return known;
    const account = await this.books.findAccount(communityId, id);
    if (account === undefined) return undefined;
    const { currency, kind, partyId, partyKind } = account;
    const owner = { communityId, id, currency, kind, partyId, partyKind };
    if (this.owners.size >= ownersMost) this.owners.clear();
    this.owners.set(communityId + id, owner);
    return owner;
  }

  /** The accounts of a party that are open, oldest first. */
  async accountsOf(communityId: string, partyId: string): Promise<Account[]> {
    const all = await this.books.accountsOf(communityId, partyId);
    return all.filter(({ closedAt }) => closedAt === null);
  }

  /** The programme an account is of, null for none. */
  async programmeOf(communityId: string, accountId: string): Promise<string | null> {
    return (await this.books.programmesOf(communityId, [accountId])).get(accountId) ?? null;
  }

  /** Where the value of an exchange went: the parties it came to. */
  async takersOf(communityId: string, exchangeId: string): Promise<(string | null)[]> {
    const [first] = await this.exchanges.transfersOf(communityId, exchangeId);
    if (first === undefined) return [];
    return [(await this.books.findAccount(communityId, first.creditId))?.partyId ?? null];
  }

  /** What an exchange moved, and to which accounts, in its order. */
  async movesOf(communityId: string, exchangeId: string): Promise<{ creditId: string; amount: bigint }[]> {
    return this.exchanges.transfersOf(communityId, exchangeId);
  }

  /** What a voucher for whoever holds it may be worth at most today, in smallest units of a currency. */
  async bearerCap({ communityId, currency }: Pick<Batch, 'communityId' | 'currency'>): Promise<bigint> {
    const profile = await this.currencies.find(communityId, currency);
    return bearerCapOn(await this.today(communityId), profile?.scale ?? 0);
  }

  /** Whether an actor may make and end the vouchers of a party. */
  mayMake(actor: Actor, { communityId, partyId }: Pick<Batch, 'communityId' | 'partyId'>): boolean {
    return may(actor, 'make_vouchers', { communityId, partyId }, this.clock.now());
  }

  /** Books an order of today. The same id again gets the same answer, also after midnight. */
  async book(actor: Pick<Actor, 'id'>, order: VoucherOrder): Promise<Answer> {
    const { communityId, id, kind, about, transfers, guards, appends } = order;
    const zone = await this.timeZone(communityId);
    return postToday(this.books, this.exchanges, zone, this.clock.now(), (factDate) => ({
      order: {
        id,
        communityId,
        actorId: actor.id,
        exchange: { ...plainExchange(kind, 'redistribution', factDate), ...about },
        transfers,
        guards,
      },
      appends,
    }));
  }
}
