import type { ShownPurse } from './app.purselooks.js';
import type { ShownLine } from './app.purses.js';
import type { Frame } from './app.visitors.js';
import type { CurrencyProfile } from './communities/currency.js';
import type { Face } from './communities/faces.js';
import { words, type AnyLanguage } from './languages/languages.js';
import type { Account, AccountKind } from './ledger/account.js';
import type { ShownAmount } from './web/amounts.js';
import type { Outlet } from './vouchers/voucher-outlets.js';

// Everything that the page of the design shows somebody to have or to do: made up, and nobody's.

export interface Shown {
  readonly language: AnyLanguage;
}

export const communityId = 'rabot';
export const groupName = 'Soepgroep Rabot';
export const nowhere = '#main';
/** A Monday in January, at ten. */
export const aMoment = Date.UTC(2026, 0, 5, 9);
export const aDay = '2026-01-05';

/** Of somebody signed in. */
export function sampleFrame(language: AnyLanguage): Frame {
  const actor = { picture: 'fox', colour: 'orange', name: words(language).t('pictures.fox') };
  return { language, actor, community: 'Rabot', here: '/', finish: { action: nowhere, csrf: '' } };
}

export const currency: CurrencyProfile = {
  communityId,
  code: 'UUR',
  kind: 'time',
  scale: 2,
  version: 1,
  names: { nl: { one: 'uur', many: 'uren' } },
  token: 'hour',
  step: 25n,
  memberFloor: 0n,
  memberCeiling: null,
  groupFloor: 0n,
  groupCeiling: null,
  startAmount: 0n,
  perPayment: null,
  perDay: null,
  perAcceptorDay: null,
  softWarning: null,
  demurrage: null,
  expiry: null,
};

export function hours(amount: bigint): ShownAmount {
  return { amount, scale: 2, unit: 'hour' };
}

const untouched = {
  floor: null,
  ceiling: null,
  debitsPosted: 0n,
  creditsPosted: 0n,
  debitsPending: 0n,
  creditsPending: 0n,
  debitsResolved: 0n,
  creditsResolved: 0n,
  lastSeq: 0n,
  day: aDay,
  dayDebits: 0n,
  dayCredits: 0n,
  lastBookedAt: 0,
  lastOwnAt: 0,
  closedAt: null,
};

/** A purse with so much in it; a name and a kind for what a group keeps. */
export function purseOf(
  amount: bigint,
  more: { kind?: AccountKind; partyKind?: string; name?: string } = {},
): ShownPurse {
  const { kind = 'member', partyKind = 'person', name = null } = more;
  const account: Account = {
    ...{ communityId, id: kind, currency: currency.code, kind, partyId: 'group', partyKind },
    ...untouched,
    creditsPosted: amount,
  };
  return { account, currency, has: hours(amount), name };
}

/** One line of what somebody gave (below zero) or got. */
export function lineOf(amount: bigint, more: Partial<ShownLine['entry']> = {}, undone = false): ShownLine {
  const entry: ShownLine['entry'] = {
    seq: amount,
    exchangeId: String(amount),
    index: 0,
    amount,
    balanceAfter: 350n,
    kind: 'payment',
    reason: 'meal',
    condition: 'none',
    labour: null,
    minutes: null,
    programme: null,
    factDate: aDay,
    bookedAt: aMoment,
    bookedDate: aDay,
    reverses: null,
    otherAccountId: 'other',
    otherPartyId: null,
    otherKind: 'person',
    receiptToken: 'token',
    ...more,
  };
  return { entry, size: hours(amount < 0n ? -amount : amount), undone };
}

export const outlets: readonly Outlet[] = [
  { name: groupName, picture: 'apple', colour: 'green', place: 'Rabotplein', openingHours: '12:00 - 14:00' },
  { name: 'Geefwinkel', picture: 'boat', colour: 'blue', place: null, openingHours: null },
];

export const foxFace: Face = {
  ...{ partyId: 'fox', communityId, kind: 'person', name: null },
  ...{ picture: 'fox', colour: 'orange', place: null, closed: false },
};

export const groupFace: Face = {
  ...{ partyId: 'group', communityId, kind: 'initiative', name: groupName },
  ...{ picture: 'meal', colour: null, place: 'Rabotplein', closed: false },
};
