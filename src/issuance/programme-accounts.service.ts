import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { isMainAccount } from '../communities/closure.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { PartiesService } from '../communities/parties.service.js';
import { PursesService } from '../communities/purses.service.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import { balance, heldOut, type AccountKind } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Issue } from './issue.js';
import { partsOf, type Programme, type ProgrammeTerms } from './programme.js';
import * as store from './programmes.store.js';

/** The purpose under which a programme's own accounts stand that are of no purpose. */
export const noPurpose = '';

/**
 * The accounts of programmes. A budget is an account that starts at zero and may go down to minus its amount: what is
 * issued is what it has given, and the books themselves let no more out than was decided. Each purpose has its own.
 */
@Injectable()
export class ProgrammeAccounts {
  constructor(
    private readonly database: Database,
    private readonly books: BooksService,
    private readonly currencies: CurrenciesService,
    private readonly parties: PartiesService,
    private readonly purses: PursesService,
  ) {}

  /** All accounts of a programme. */
  all({ communityId, code }: Programme): Promise<store.ProgrammeAccount[]> {
    return store.findAccounts(this.database.reader, communityId, code);
  }

  /**
   * Opens what is missing and sets the budgets to what the terms say.
   * @returns false when more was issued, or promised, of a purpose than the terms leave it; nothing is to be kept then
   */
  async settle(tx: Tx, actor: Actor, programme: Programme, terms: ProgrammeTerms): Promise<boolean> {
    const known = await store.findAccounts(tx, programme.communityId, programme.code);
    const budgets = new Map(
      known.filter(({ kind }) => kind === 'budget').map(({ purpose, accountId }) => [purpose, accountId]),
    );
    const parts = partsOf(terms);
    if (!(await this.setBudgets(tx, actor, programme, budgets, parts))) return false;
    const missing = [...parts].filter(([purpose]) => !budgets.has(purpose));
    const own = known.length === 0;
    const wanted = [
      ...missing.map(([purpose, amount]) => ({
        purpose,
        kind: 'budget' as const,
        floor: -amount,
        ceiling: 0n,
      })),
      ...(own ? [{ purpose: noPurpose, kind: 'vouchers' as const, floor: 0n, ceiling: null }] : []),
      ...(own ? [{ purpose: noPurpose, kind: 'risk' as const, floor: 0n, ceiling: null }] : []),
    ];
    const ids = await this.books.openAccounts(
      tx,
      actor.id,
      wanted.map(({ kind, floor, ceiling }) => ({
        communityId: programme.communityId,
        currency: programme.currency,
        kind: accountKinds[kind],
        partyId: null,
        partyKind: '',
        floor,
        ceiling,
        programme: programme.code,
      })),
    );
    const rows = wanted.map(({ purpose, kind }, i) => ({ purpose, kind, partyId: null, accountId: ids[i]! }));
    await store.insertAccounts(tx, programme, rows);
    return true;
  }

  /**
   * The purse of a group for one purpose of a programme, opened when there is none.
   * @returns undefined when the group has stopped
   */
  async purse(
    actor: Actor,
    programme: Programme,
    purpose: string,
    partyId: string,
  ): Promise<string | undefined> {
    const { communityId, code, currency } = programme;
    const party = await this.parties.find(communityId, partyId);
    const profile = await this.currencies.find(communityId, currency);
    if (party === undefined || profile === undefined) return undefined;
    return this.database.transaction(async (tx) => {
      if (!(await this.parties.keepOpen(tx, communityId, partyId))) return undefined;
      const found = (await store.findAccounts(tx, communityId, code)).find(
        (each) => each.kind === 'purse' && each.purpose === purpose && each.partyId === partyId,
      );
      if (found !== undefined) return found.accountId;
      const [purse] = await this.purses.open(tx, actor, party, 'purpose', [profile], code);
      const { accountId } = purse!;
      await store.insertAccounts(tx, programme, [{ purpose, kind: 'purse', partyId, accountId }]);
      return accountId;
    });
  }

  /**
   * The account that an issue goes to: the group's purse for its purpose, the partner's own, or the programme's.
   * @returns undefined when who receives it has stopped, or has no account in the currency
   */
  async receiving(actor: Actor, programme: Programme, issue: Issue): Promise<string | undefined> {
    const { target, purpose, partyId, communityId } = issue;
    if (target === 'group') return this.purse(actor, programme, purpose, partyId!);
    if (target === 'partner') {
      const accounts = await this.books.accountsOf(communityId, partyId!);
      return accounts.find((each) => isMainAccount(each) && each.currency === programme.currency)?.id;
    }
    return (await this.all(programme)).find(({ kind }) => kind === target)?.accountId;
  }

  /** The budget of a purpose. */
  async budget(programme: Programme, purpose: string): Promise<string | undefined> {
    const accounts = await this.all(programme);
    return accounts.find((each) => each.kind === 'budget' && each.purpose === purpose)?.accountId;
  }

  /** All or none. Accounts are locked in the order of their ids, as the books do. */
  private async setBudgets(
    tx: Tx,
    actor: Actor,
    { communityId }: Programme,
    budgets: ReadonlyMap<string, string>,
    parts: ReadonlyMap<string, Amount>,
  ): Promise<boolean> {
    const changed: Array<{ accountId: string; amount: Amount }> = [];
    for (const [purpose, accountId] of [...budgets].sort(([, one], [, other]) => (one < other ? -1 : 1))) {
      const amount = parts.get(purpose) ?? 0n;
      const account = (await this.books.lockAccount(tx, communityId, accountId))!;
      if (balance(account) - heldOut(account) < -amount) return false;
      if (account.floor !== -amount) changed.push({ accountId, amount });
    }
    for (const { accountId, amount } of changed) {
      const terms = { floor: -amount, ceiling: 0n };
      await this.books.setTerms(tx, actor.id, communityId, accountId, terms);
    }
    return true;
  }
}

const accountKinds: Readonly<Record<'budget' | 'vouchers' | 'risk', AccountKind>> = {
  budget: 'programme_budget',
  vouchers: 'vouchers_outstanding',
  risk: 'risk',
};
