import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { Summaries, type Flow } from '../books/summaries.js';
import { balance, heldOut, type Account } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import { ProgrammeDays } from './programme-days.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import { partsOf, stateOfProgramme, type Programme, type ProgrammeState } from './programme.js';
import { ProgrammesService } from './programmes.service.js';
import type { ProgrammeAccountKind } from './programmes.store.js';

/**
 * Where the budget of a programme is, in smallest units (5E). `budget` is always `notYetIssued` + `promised` + `issued`,
 * and `issued` is what follows it. What was paid on is pooled with other coin: beyond the group nobody traces it.
 */
export interface ProgrammeBalance {
  readonly budget: Amount;
  readonly notYetIssued: Amount;
  /** Approved, and not yet received. */
  readonly promised: Amount;
  /** Given out, less what came back. */
  readonly issued: Amount;
  readonly withGroups: Amount;
  readonly vouchersOpen: Amount;
  readonly riskFund: Amount;
  readonly redeemed: Amount;
  /** What vouchers nobody used left to the pot. */
  readonly expired: Amount;
  readonly paidOn: Amount;
  /** Came back to the budget, and can be issued again. */
  readonly returned: Amount;
}

export interface SheetPart {
  readonly purpose: string;
  readonly budget: Amount;
  readonly promised: Amount;
  readonly issued: Amount;
}

export interface ProgrammeSheet {
  readonly programme: Programme;
  readonly state: ProgrammeState;
  readonly balance: ProgrammeBalance;
  readonly parts: readonly SheetPart[];
}

type Kept = { readonly kind: ProgrammeAccountKind; readonly purpose: string; readonly account: Account };

/** The one page that says of a programme what was decided and where it is now. It holds no persons (U60, U75). */
@Injectable()
export class SheetService {
  constructor(
    private readonly programmes: ProgrammesService,
    private readonly accounts: ProgrammeAccounts,
    private readonly books: BooksService,
    private readonly summaries: Summaries,
    private readonly days: ProgrammeDays,
  ) {}

  /** @throws NotAllowed, also when there is no such programme */
  async sheet(actor: Actor, communityId: string, code: string): Promise<ProgrammeSheet> {
    const programme = await this.programmes.find(actor, communityId, code);
    const known = await this.accounts.all(programme);
    const kept = await Promise.all(
      known.map(async ({ kind, purpose, accountId }): Promise<Kept> => {
        return { kind, purpose, account: (await this.books.findAccount(communityId, accountId))! };
      }),
    );
    const flows = (await this.summaries.flows(communityId)).filter((flow) => flow.programme === code);
    const today = await this.days.today(communityId);
    const parts = programme.current === null ? new Map<string, Amount>() : partsOf(programme.current.terms);
    return {
      programme,
      state: stateOfProgramme(programme, today),
      balance: balanceOf(programme.current?.terms.budget ?? 0n, kept, flows),
      parts: [...parts].map(([purpose, budget]) => partOf(purpose, budget, kept)),
    };
  }
}

/** Pure. @param flows what moved under the programme */
export function balanceOf(budget: Amount, kept: readonly Kept[], flows: readonly Flow[]): ProgrammeBalance {
  const of = (kind: ProgrammeAccountKind) =>
    kept.filter((each) => each.kind === kind).map(({ account }) => account);
  const lies = (kind: ProgrammeAccountKind) => sum(of(kind).map(balance));
  const issued = -lies('budget');
  const promised = sum(of('budget').map(heldOut));
  const redeemed = flowing(
    flows,
    ({ kind, fromKind }) => kind === 'voucher' && fromKind === 'vouchers_outstanding',
  );
  const expired = flowing(flows, ({ kind, toKind }) => kind === 'expiry' && toKind === 'pot');
  const [withGroups, vouchersOpen, riskFund] = [lies('purse'), lies('vouchers'), lies('risk')];
  return {
    budget,
    notYetIssued: budget - issued - promised,
    promised,
    issued,
    withGroups,
    vouchersOpen,
    riskFund,
    redeemed,
    expired,
    paidOn: issued - withGroups - vouchersOpen - riskFund - redeemed - expired,
    returned: sum(of('budget').map(({ creditsPosted }) => creditsPosted)),
  };
}

function partOf(purpose: string, budget: Amount, kept: readonly Kept[]): SheetPart {
  const mine = kept.filter((each) => each.kind === 'budget' && each.purpose === purpose);
  return {
    purpose,
    budget,
    promised: sum(mine.map(({ account }) => heldOut(account))),
    issued: -sum(mine.map(({ account }) => balance(account))),
  };
}

function flowing(flows: readonly Flow[], which: (flow: Flow) => boolean): Amount {
  return sum(flows.filter(which).map(({ amount }) => amount));
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
