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
import { replayProgramme, ReplayProgramme, type ReplayAccounts } from './replay-programme.js';
import { bookingOf } from './system-booking.js';
import { Refused, type Progress } from './terminal.js';
import { answered, wordsOf } from './trouble.js';

export const replayCurrency = 'SARAFU';

/** Orders booked with one call. */
const atOnce = 1000;

/** A community that is built from a file of members. */
export class Replay {
  private readonly accounts = new Map<string, string>();

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

  /**
   * Books the steps in their order. What is issued in a month comes under a programme, at once, before it is handed out.
   * @returns the programme; none when there is nothing to book
   * @throws Refused at the first that the books refuse, and when more is reclaimed than was issued
   */
  async book(steps: readonly ReplayStep[], bar: Progress): Promise<ReplayProgramme | undefined> {
    const [first] = steps;
    if (first === undefined) return undefined;
    const { communityId, rooms } = this;
    // A budget is never nothing, not even where nothing is issued.
    const budget = issuedIn(steps) || 1n;
    const plan = { communityId, currency: replayCurrency, budget, from: firstOf(first.month) };
    const programme = await ReplayProgramme.open(rooms, plan);
    let before = 0;
    for (const month of byMonth(steps)) {
      const issued = issuedIn(month);
      if (issued > 0n) await programme.issue(issued);
      await this.bookAll(month, before, programme.accounts, bar);
      before += month.length;
    }
    return programme;
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

  private async bookAll(
    steps: readonly ReplayStep[],
    before: number,
    accounts: ReplayAccounts,
    bar: Progress,
  ): Promise<void> {
    const books = this.rooms.get(BooksService);
    for (let at = 0; at < steps.length; at += atOnce) {
      const some = steps.slice(at, at + atOnce);
      const requests = some.map((step, i) => this.requestOf(step, before + at + i, accounts));
      const answers = await books.postAll(requests, false);
      answers.forEach((answer, i) => mustBePosted(answer, before + at + i + 1, some[i]!));
      bar.add(some.length);
    }
  }

  /** A programme's budget and the purse that hands out take the place of the source of the currency. */
  private requestOf(step: ReplayStep, at: number, { purse, budget }: ReplayAccounts): Request {
    const { communityId } = this;
    const from =
      step.kind === 'issue' ? purse : this.accountOf(step.kind === 'payment' ? step.payer : step.member);
    const to =
      step.kind === 'reclaim' ? budget : this.accountOf(step.kind === 'payment' ? step.payee : step.member);
    const id = importOrderId(communityId, 'replay', String(at));
    const moved = { from, to, currency: replayCurrency, amount: step.amount };
    const said = { ...bookedAs[step.kind], factDate: firstOf(step.month) };
    return { order: bookingOf({ id, communityId, ...said, ...moved }) };
  }
}

/** What members get was issued to the group before: it hands it out. */
const bookedAs = {
  issue: { kind: 'gift', mode: 'redistribution', programme: replayProgramme },
  payment: { kind: 'payment', mode: 'reciprocity' },
  reclaim: { kind: 'reclaim', mode: 'redistribution', programme: replayProgramme },
} as const;

function issuedIn(steps: readonly ReplayStep[]): Amount {
  return steps.reduce((sum, { kind, amount }) => (kind === 'issue' ? sum + amount : sum), 0n);
}

/** The steps come month by month, and what is issued in a month before what is paid in it. */
function* byMonth(steps: readonly ReplayStep[]): Generator<readonly ReplayStep[]> {
  for (let at = 0; at < steps.length;) {
    const next = steps.findIndex(({ month }, i) => i > at && month !== steps[at]!.month);
    const end = next === -1 ? steps.length : next;
    yield steps.slice(at, end);
    at = end;
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
