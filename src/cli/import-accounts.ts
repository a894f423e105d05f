import { CurrenciesService } from '../communities/currencies.service.js';
import type { Bounds } from '../communities/currency.js';
import type { Party } from '../communities/party.js';
import { PursesService } from '../communities/purses.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { rejected, type ImportKind, type Line, type Outcome, type Surroundings } from './importing.js';
import { commandLine } from './opening.js';
import { wordsOf } from './trouble.js';

export interface AccountItem {
  readonly ref: string;
  readonly party: Party;
  readonly currency: string;
  /** Left out: those that the currency gives. */
  readonly bounds: Partial<Bounds>;
}

/**
 * A party has an account in every currency from the start. A file of accounts says by which number the old system
 * knows it, and how low and how high it may go where that is not the usual.
 */
export const accounts: ImportKind<AccountItem> = {
  columns: { required: ['ref', 'party'], optional: ['currency', 'floor', 'ceiling'] },

  async read(row, surroundings, fault) {
    const profile = surroundings.currencyOf(row, fault);
    const party = await surroundings.party(row.text('party'));
    if (party === undefined) fault('party', 'no earlier file has this party, and it is no id of one');
    else if (party.closedAt !== null) fault('party', 'this party has left');
    if (profile === undefined || party === undefined) return undefined;
    const bounds: { floor?: bigint; ceiling?: bigint } = {};
    for (const side of ['floor', 'ceiling'] as const) {
      const amount = row.text(side) === '' ? undefined : surroundings.amountOf(row, side, profile, fault);
      if (amount !== undefined) bounds[side] = amount;
    }
    if (bounds.floor !== undefined && bounds.floor > 0n)
      fault('floor', 'an account starts at 0: not above it');
    if (bounds.ceiling !== undefined && bounds.ceiling < 0n) {
      fault('ceiling', 'an account starts at 0: not below it');
    }
    return { ref: row.text('ref'), party, currency: profile.code, bounds };
  },

  async write(lines, surroundings, done) {
    for (const line of lines) done([await enter(line, surroundings)]);
  },
};

async function enter({ line, item }: Line<AccountItem>, surroundings: Surroundings): Promise<Outcome> {
  const { rooms, refs, community } = surroundings;
  if (refs.find('account', item.ref) !== undefined) return { line, result: 'there_already' };
  if ((await surroundings.mainAccountOf(item.party, item.currency)) === undefined) {
    const opened = await rooms
      .get(PursesService)
      .openLater(commandLine, community.id, item.party.id, item.currency);
    if (opened.kind === 'refused') return rejected(line, wordsOf(opened.code));
  }
  const account = (await surroundings.mainAccountOf(item.party, item.currency))!;
  if (Object.keys(item.bounds).length > 0) {
    const bounds = { floor: account.floor, ceiling: account.ceiling, ...item.bounds };
    const set = await rooms.get(CurrenciesService).setBounds(commandLine, community.id, account.id, bounds);
    if (set.kind === 'refused') return rejected(line, wordsOf(set.code));
  }
  await refs.add(rooms.get(Database), 'account', item.ref, account.id, rooms.get(Clock).now());
  return { line, result: 'new' };
}
