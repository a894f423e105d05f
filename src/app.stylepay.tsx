import type { VNode } from 'preact';
import { SignPage } from './app.sign.js';
import {
  aMoment,
  communityId,
  currency,
  foxFace,
  groupFace,
  groupName,
  lineOf,
  nowhere,
  purseOf,
  sampleFrame,
  type Shown,
} from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import type { PaymentCode } from './payments/code.js';
import type { Preview, PreviewSide } from './payments/preview.service.js';
import { PayPage } from './payments/views/pay.js';

const code: PaymentCode = {
  ...{ communityId, id: 'code', kind: 'standing', accountId: 'member', amount: null, reason: null },
  ...{ madeBy: 'fox', madeAt: aMoment, expiresAt: null, kept: 'open', exchangeId: null },
};

/** A code to show: for any amount, for one, used. */
export function Codes({ language }: Shown): VNode {
  const frame = sampleFrame(language);
  const url = 'HTTPS://MUNT.EXAMPLE/P/0123456789ABCDEF';
  const awaited = { ask: nowhere, since: 0n };
  const own = { frame, csrf: '', purse: purseOf(350n), awaited, cameIn: [] };
  const group = purseOf(350n, { kind: 'group', partyKind: 'initiative', name: groupName });
  const single = { ...code, kind: 'single', amount: 250n } as const;
  return (
    <>
      <Sample name="code, er kwam iets">
        <SignPage {...own} shown={{ code, url }} cameIn={[lineOf(150n)]} purse={group} />
      </Sample>
      <Sample name="code voor een bedrag">
        <SignPage {...own} shown={{ code: single, url }} />
      </Sample>
      <Sample name="code gebruikt">
        <SignPage {...own} shown={{ code: { ...single, kept: 'used' }, url: null }} />
      </Sample>
    </>
  );
}

const ofSide = { communityId, currency: currency.code, programme: null };
const payer: PreviewSide = {
  account: { ...ofSide, id: 'fox', kind: 'member', partyId: 'fox', partyKind: 'person' },
  face: foxFace,
};
const payee: PreviewSide = {
  account: { ...ofSide, id: 'group', kind: 'group', partyId: 'group', partyKind: 'initiative' },
  face: groupFace,
};
const preview: Preview = {
  ...{ kind: 'preview', orderId: 'order', communityId, state: 'open', payer, payee, currency },
  ...{
    amount: 150n,
    amountIsFixed: true,
    reason: 'meal',
    enough: true,
    nearlyEmpty: false,
    owesAfter: false,
  },
  ways: { part: true, pot: 'pot' },
};

/** Giving: how much, the question, the question again, not enough. */
export function Giving({ language }: Shown): VNode {
  const { finish } = sampleFrame(language);
  const give = {
    ...{ language, finish, preview, communityName: 'Rabot', path: nowhere, csrf: '' },
    ...{ part: false, purses: [], twice: false, wrong: null },
  };
  const open = { ...preview, amount: null, amountIsFixed: false, enough: null };
  return (
    <>
      <Sample name="kies hoeveel">
        <PayPage {...give} preview={open} purses={[payee]} />
      </Sample>
      <Sample name="kies hoeveel, niet juist">
        <PayPage {...give} preview={open} wrong="amount_wrong" />
      </Sample>
      <Sample name="klopt dit">
        <PayPage {...give} />
      </Sample>
      <Sample name="klopt dit, nog eens, beurs bijna leeg">
        <PayPage {...give} preview={{ ...preview, nearlyEmpty: true }} twice />
      </Sample>
      <Sample name="geven, te weinig">
        <PayPage {...give} preview={{ ...preview, enough: false }} />
      </Sample>
    </>
  );
}
