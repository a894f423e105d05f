import type { INestApplicationContext } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import type { Answer, NotBooked, Request } from '../books/answers.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Database } from '../database/database.js';
import { FoundingService } from '../initiatives/founding.service.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import type { Account } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import { EnrolmentService } from '../members/enrolment.service.js';
import { importOrderId } from './import-refs.store.js';
import { commandLine } from './opening.js';
import { replayScale, type ReplayMember, type ReplayRole } from './replay-members.js';
import type { ReplayStep } from './replay-order.js';
import { bookingOf } from './system-booking.js';
import { Refused, type Progress } from './terminal.js';
import { answered, wordsOf } from './trouble.js';

export const replayCurrency = 'SARAFU';

/** Orders booked with one call. */
const atOnce = 1000;

/** A community that is built from a file of members. */
export class Replay {
  private readonly accounts = new Map<string, string>();
  private issuance = '';

  constructor(
    private readonly rooms: INestApplicationContext,
    readonly communityId: string,
  ) {}

  /**
   * Opens the community: coins that are issued, no floor below 0, no ceiling, no limits, nothing to start with.
   * @throws Refused when it is there already
   */
  async open(): Promise<void> {
    const { communityId } = this;
    const wish = { id: communityId, name: communityId, recipe: 'thank_you', languages: ['en'] } as const;
    const money = { currency: replayCurrency, scale: replayScale, timeZone: 'Africa/Nairobi' };
    answered(await this.rooms.get(CommunitiesService).create(commandLine, { ...wish, ...money }));
    const currencies = this.rooms.get(CurrenciesService);
    const limits = { perPayment: null, perDay: null, perAcceptorDay: null, startAmount: 0n };
    const member = { memberFloor: 0n, memberCeiling: null, groupFloor: 0n, groupCeiling: null };
    const name = { en: { one: 'Sarafu', many: 'Sarafu' } };
    const terms = { ...limits, ...member, names: name, softWarning: null };
    answered(await currencies.change(commandLine, communityId, replayCurrency, terms));
    this.issuance = await currencies.communityAccount(communityId, replayCurrency, 'issuance');
  }

  /** Lets everybody in, by their role: persons with the month of joining, groups and offices with it in their words. */
  async enter(members: readonly ReplayMember[], bar: Progress): Promise<void> {
    const parties = new Map<string, string>();
    const persons = members.filter(({ role }) => kindOf(role) === 'person');
    for (let at = 0; at < persons.length; at += atOnce) {
      const some = persons.slice(at, at + atOnce);
      const ids = await this.enrol(some);
      some.forEach(({ member }, i) => parties.set(ids[i]!, member));
      bar.add(some.length);
    }
    for (const row of members) {
      if (kindOf(row.role) === 'person') continue;
      parties.set(await this.enterGroup(row), row.member);
      bar.add(1);
    }
    for (const account of await this.all()) {
      const member = account.partyId === null ? undefined : parties.get(account.partyId);
      if (member !== undefined) this.accounts.set(member, account.id);
    }
  }

  /** Gives those a lower floor whose payments could not be ordered otherwise. */
  async setFloors(floors: ReadonlyMap<string, Amount>): Promise<void> {
    const books = this.rooms.get(BooksService);
    await this.rooms.get(Database).transaction(async (tx) => {
      for (const [member, floor] of floors) {
        const terms = { floor, ceiling: null };
        await books.setTerms(tx, commandLine.id, this.communityId, this.accountOf(member), terms);
      }
    });
  }

  /** Books the steps in their order. @throws Refused at the first that the books refuse */
  async book(steps: readonly ReplayStep[], bar: Progress): Promise<void> {
    const books = this.rooms.get(BooksService);
    for (let at = 0; at < steps.length; at += atOnce) {
      const some = steps.slice(at, at + atOnce);
      const answers = await books.postAll(
        some.map((step, i) => this.requestOf(step, at + i)),
        false,
      );
      answers.forEach((answer, i) => mustBePosted(answer, at + i + 1, some[i]!));
      bar.add(some.length);
    }
  }

  /** Everybody's account, by the member's name in the file. */
  async balances(): Promise<Map<string, Amount>> {
    const byId = new Map((await this.all()).map((each) => [each.id, each.creditsPosted - each.debitsPosted]));
    return new Map([...this.accounts].map(([member, id]) => [member, byId.get(id)!]));
  }

  accountOf(member: string): string {
    const id = this.accounts.get(member);
    if (id === undefined) throw new RangeError(`there is no member ${member}`);
    return id;
  }

  private async enrol(persons: readonly ReplayMember[]): Promise<string[]> {
    const wishes = persons.map(({ member, joinedMonth }) => ({
      ...{ language: 'en', nickname: member, joinedDay: firstOf(joinedMonth) },
    }));
    const service = this.rooms.get(EnrolmentService);
    const enrolled = answered(await service.enrolMany(commandLine, this.communityId, wishes));
    return enrolled.persons.map(({ id }) => id);
  }

  private async enterGroup({ member, role, joinedMonth }: ReplayMember): Promise<string> {
    const said = `${role}, joined ${joinedMonth}`;
    const wish = { name: member, picture: 'group', colour: 'grey' };
    if (kindOf(role) === 'initiative') {
      const service = this.rooms.get(FoundingService);
      return answered(await service.found(commandLine, this.communityId, { ...wish, aim: said })).initiative
        .id;
    }
    const kind = kindOf(role) === 'shop' ? 'shop' : 'association';
    const service = this.rooms.get(InstitutionsService);
    const office = { ...wish, kind, offer: said } as const;
    return answered(await service.enter(commandLine, this.communityId, office)).institution.id;
  }

  private async all(): Promise<Account[]> {
    const books = this.rooms.get(BooksService);
    const found: Account[] = [];
    for (let after = ''; ; after = found.at(-1)!.id) {
      const some = await books.accountsAfter(this.communityId, replayCurrency, after, 1000);
      for (const account of some) found.push(account);
      if (some.length < 1000) return found;
    }
  }

  private requestOf(step: ReplayStep, at: number): Request {
    const { communityId, issuance } = this;
    const from =
      step.kind === 'issue' ? issuance : this.accountOf(step.kind === 'payment' ? step.payer : step.member);
    const to =
      step.kind === 'reclaim' ? issuance : this.accountOf(step.kind === 'payment' ? step.payee : step.member);
    const id = importOrderId(communityId, 'replay', String(at));
    const mode = step.kind === 'payment' ? 'reciprocity' : 'redistribution';
    const moved = { from, to, currency: replayCurrency, amount: step.amount };
    return {
      order: bookingOf({ id, communityId, kind: step.kind, mode, factDate: firstOf(step.month), ...moved }),
    };
  }
}

/** What a role of the file is here. */
export function kindOf(role: ReplayRole): 'person' | 'initiative' | 'shop' | 'association' {
  if (role === 'GROUP_ACCOUNT') return 'initiative';
  if (role === 'TOKEN_AGENT') return 'shop';
  return role === 'ADMIN' ? 'association' : 'person';
}

/** The file knows months only; the first day stands for the month. */
function firstOf(month: string): string {
  return `${month}-01`;
}

function mustBePosted(answer: Answer | NotBooked, number: number, step: ReplayStep): void {
  if (answer.kind === 'posted') return;
  const code = answer.kind === 'refused' ? answer.code : 'not_booked';
  throw new Refused(`movement ${number} (${step.kind}) was refused: ${wordsOf(code)}`);
}
