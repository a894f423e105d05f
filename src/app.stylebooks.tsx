import type { VNode } from 'preact';
import { Said } from './app.barriers.js';
import { KeptTable } from './app.kept.js';
import { KitPage } from './app.kitted.js';
import {
  aDay,
  aMoment,
  communityId,
  groupName,
  hours,
  nowhere,
  purseOf,
  sampleFrame,
  type Shown,
} from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import { BudgetBar } from './issuance/views/budget-bar.js';
import { programmeStates } from './issuance/programme.js';
import { StateOfProgramme } from './issuance/views/programme.js';
import type { Cashbox } from './statements/cashbox.service.js';
import type { StatementLine } from './statements/statement.js';
import { CashboxPage } from './statements/views/cashbox.js';

const line: StatementLine = {
  ...{ number: 1n, exchangeId: 'exchange', receiptToken: 'token', bookedAt: aMoment, bookedDate: aDay },
  ...{ factDate: aDay, amount: 150n, balanceBefore: 0n, balanceAfter: 150n, kind: 'payment' },
  other: { kind: 'member', name: null, accountId: null },
  ...{ reason: 'meal', condition: 'none', labour: null, minutes: null, purpose: null, programme: null },
  ...{ helpedBy: null, corrects: null },
};

const lines: readonly StatementLine[] = [
  { ...line, number: 3n, kind: 'reversal', amount: -150n, balanceAfter: 0n, corrects: 2n },
  { ...line, number: 2n },
  {
    ...line,
    helpedBy: { picture: 'cat', colour: 'red' },
    other: { ...line.other, kind: 'group', name: groupName },
  },
];

const cashbox: Cashbox = {
  head: {
    ...{ communityId, accountId: 'group', kind: 'group', currency: 'UUR', scale: 2 },
    ...{ from: '2026-01-01', to: '2026-01-31', opening: 0n, closing: 150n, after: 0n, upTo: 3n },
  },
  community: { name: 'Rabot', timeZone: 'Europe/Brussels' },
  ...{ unit: 'hour', month: '2026-01', isThisMonth: true, have: 150n, in: 300n, out: 150n, over: 100n },
  ...{ setApart: 50n, withPurpose: 25n, secondYesOf: 'group', warnings: [], lines },
};

/** What a treasurer has: a month, an empty one, and one with a warning. */
export function Books({ language }: Shown): VNode {
  const { community: _, ...frame } = sampleFrame(language);
  const page = { ...frame, owner: null, address: nowhere };
  const warnings = [{ kind: 'card_secret', at: aMoment }] as const;
  const empty = { ...cashbox, isThisMonth: false, over: null, setApart: 0n, withPurpose: 0n, lines: [] };
  return (
    <>
      <Sample name="kas">
        <CashboxPage {...page} cashbox={{ ...cashbox, warnings }} />
      </Sample>
      <Sample name="kas, lege maand">
        <CashboxPage {...page} cashbox={{ ...empty, have: 0n, in: 0n, out: 0n }} />
      </Sample>
    </>
  );
}

const balance = {
  ...{ budget: 4_000_00n, notYetIssued: 800_00n, promised: 300_00n, issued: 2_900_00n, withGroups: 900_00n },
  ...{ vouchersOpen: 600_00n, riskFund: 200_00n, redeemed: 500_00n, expired: 100_00n, paidOn: 600_00n },
  returned: 0n,
};
const untouched = {
  ...{
    budget: 4_000_00n,
    notYetIssued: 4_000_00n,
    promised: 0n,
    issued: 0n,
    withGroups: 0n,
    vouchersOpen: 0n,
  },
  ...{ riskFund: 0n, redeemed: 0n, expired: 0n, paidOn: 0n, returned: 0n },
};

/** A programme: every part of its budget, nothing given yet, every state. */
export function Programmes({ language }: Shown): VNode {
  return (
    <>
      <Sample name="budget, elk deel">
        <BudgetBar {...{ balance, language }} shown={hours} />
      </Sample>
      <Sample name="budget, nog niets gegeven">
        <BudgetBar {...{ language }} balance={untouched} shown={hours} />
      </Sample>
      <Sample name="hoe een programma staat">
        {programmeStates.map((state) => (
          <p key={state}>
            <StateOfProgramme {...{ state, language }} />
          </p>
        ))}
      </Sample>
    </>
  );
}

/** Lists that say what there is: of a kit, of what is kept, of what is checked. */
export function Lists({ language }: Shown): VNode {
  const kit = { frame: sampleFrame(language), csrf: '', mayKeep: true };
  const counters = [purseOf(0n, { kind: 'group', partyKind: 'initiative', name: groupName })];
  const some = { cards: true, signs: true, counters, printsVouchers: false, open: undefined };
  return (
    <>
      <Sample name="koffer">
        <KitPage {...kit} contents={some} />
      </Sample>
      <Sample name="koffer, nog niet klaar">
        <KitPage {...kit} contents={{ ...some, cards: false, signs: false, printsVouchers: true }} />
      </Sample>
      <Sample name="hoe lang bewaard">
        <KeptTable
          {...{ language }}
          table={[
            { kind: 'you', until: 'stop' },
            { kind: 'thanks', until: { days: 30 } },
          ]}
        />
      </Sample>
      <Sample name="lijst met punten">
        <Said
          {...{ language }}
          title="accessible.how"
          lines={['accessible.how_axe', 'accessible.how_small']}
        />
      </Sample>
    </>
  );
}
