import type { INestApplicationContext } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import type { Community } from '../communities/community.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { communityAccountKinds, type CurrencyProfile } from '../communities/currency.js';
import { PartiesService } from '../communities/parties.service.js';
import { mainAccountKind, type Party } from '../communities/party.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Account } from '../ledger/account.js';
import { readAmount, type Amount } from '../ledger/amount.js';
import type { Columns, CsvRow, Fault } from '../api/csv.js';
import { ImportRefs } from './import-refs.store.js';
import { Refused } from './terminal.js';

/** What became of a line. */
export interface Outcome {
  readonly line: number;
  readonly result: 'new' | 'there_already' | Fault;
}

/** How one kind of file is imported. */
export interface ImportKind<Item> {
  readonly columns: Columns;
  /**
   * Looks at a line, and writes nothing.
   * @param fault says that something is wrong with it; the line is then rejected
   */
  read(row: CsvRow, surroundings: Surroundings, fault: FaultIn): Promise<Item | undefined>;
  /** What is wrong with all lines together: a sentence, and nothing of the file is imported. */
  trouble?(items: readonly Line<Item>[], surroundings: Surroundings): string | undefined;
  /** Whether one rejected line stops all others, whatever was asked. */
  readonly onlyWhole?: boolean;
  /** Writes the good lines; what was written before is left as it is. */
  write(
    lines: readonly Line<Item>[],
    surroundings: Surroundings,
    done: (outcomes: Outcome[]) => void,
  ): Promise<void>;
}

export interface Line<Item> {
  readonly line: number;
  readonly item: Item;
}

/** Says what is wrong with a column of the line that is read; null for the line as a whole. */
export type FaultIn = (column: string | null, reason: string) => void;

export interface ImportWish {
  /** For balances: what they must sum to, as it was typed. */
  readonly sum?: string;
  /** For balances: the day they are of, YYYY-MM-DD. */
  readonly date?: string;
  readonly allOrNothing: boolean;
}

/** What the lines of a file are read against: the community with its currencies, parties and accounts. */
export class Surroundings {
  private readonly accounts = new Map<string, Account | undefined>();

  private constructor(
    readonly rooms: INestApplicationContext,
    readonly community: Community,
    readonly currencies: readonly CurrencyProfile[],
    readonly refs: ImportRefs,
    readonly wish: ImportWish,
  ) {}

  static async of(
    rooms: INestApplicationContext,
    communityId: string,
    wish: ImportWish,
  ): Promise<Surroundings> {
    const community = await rooms.get(CommunitiesService).look(communityId);
    if (community === undefined) throw new Refused(`there is no community ${communityId}`);
    const currencies = await rooms.get(CurrenciesService).all(communityId);
    const refs = await ImportRefs.read(rooms.get(Database).reader, communityId);
    return new Surroundings(rooms, community, currencies, refs, wish);
  }

  get today(): string {
    return dayIn(this.rooms.get(Clock).now(), this.community.timeZone);
  }

  /** The currency a line names, or the only one there is. */
  currencyOf(row: CsvRow, fault: FaultIn): CurrencyProfile | undefined {
    const code = row.text('currency');
    const found = code === '' ? this.onlyCurrency() : this.currencies.find((each) => each.code === code);
    if (found === undefined) {
      fault(
        'currency',
        code === '' ? 'there are several currencies: name one' : `there is no currency ${code}`,
      );
    }
    return found;
  }

  /** An amount in decimals, such as 1.25 or 1,25. */
  amountOf(row: CsvRow, column: string, profile: CurrencyProfile, fault: FaultIn): Amount | undefined {
    const amount = readAmount(row.text(column), profile.scale);
    if (amount === undefined) fault(column, `this is no amount with at most ${profile.scale} decimals`);
    return amount;
  }

  /** A party by its number in an earlier file, or by its id here. */
  async party(text: string): Promise<Party | undefined> {
    const id = this.refs.find('party', text) ?? text;
    return this.rooms.get(PartiesService).find(this.community.id, id);
  }

  /** An account by its number in an earlier file, by its party's, by its id here, or the community's own as `@pot`. */
  async account(text: string, currency: string): Promise<Account | undefined> {
    const key = `${currency} ${text}`;
    if (!this.accounts.has(key)) this.accounts.set(key, await this.findAccount(text, currency));
    return this.accounts.get(key);
  }

  /** The account on which a party is paid in a currency. */
  async mainAccountOf(party: Party, currency: string): Promise<Account | undefined> {
    const kind = mainAccountKind(party.kind);
    const accounts = await this.rooms.get(BooksService).accountsOf(this.community.id, party.id);
    return accounts.find(
      (each) => each.currency === currency && each.kind === kind && each.closedAt === null,
    );
  }

  private onlyCurrency(): CurrencyProfile | undefined {
    return this.currencies.length === 1 ? this.currencies[0] : undefined;
  }

  private async findAccount(text: string, currency: string): Promise<Account | undefined> {
    const books = this.rooms.get(BooksService);
    if (text.startsWith('@')) {
      const kind = communityAccountKinds.find((each) => `@${each}` === text);
      const own = await this.rooms.get(CurrenciesService).communityAccounts(this.community.id, currency);
      const id = kind === undefined ? undefined : own.get(kind);
      return id === undefined ? undefined : books.findAccount(this.community.id, id);
    }
    const known = await books.findAccount(this.community.id, this.refs.find('account', text) ?? text);
    if (known !== undefined) return known.currency === currency ? known : undefined;
    const party = await this.party(text);
    return party === undefined ? undefined : this.mainAccountOf(party, currency);
  }
}

/** A fault of a line that was found while writing. */
export function rejected(line: number, reason: string, column: string | null = null): Outcome {
  return { line, result: { line, column, reason } };
}
