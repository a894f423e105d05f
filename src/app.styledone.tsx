import type { VNode } from 'preact';
import {
  aDay,
  aMoment,
  communityId,
  foxFace,
  groupFace,
  hours,
  outlets,
  sampleFrame,
  type Shown,
} from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import type { BookedExchange } from './books/exchanges.reading.js';
import type { Objection } from './payments/objection.js';
import type { ReceiptClaims } from './receipts/receipt.js';
import type { Receipt } from './receipts/receipts.service.js';
import type { PartyView } from './receipts/viewers.service.js';
import { GiveBackPage, NotRightPage } from './receipts/views/afterwards.js';
import { NoReceiptPage, ReceiptPage } from './receipts/views/receipt.js';
import { SayThanksPage, Thanks } from './receipts/views/thanks.js';

const exchange: BookedExchange = {
  ...{
    communityId,
    id: 'exchange',
    actorId: 'fox',
    kind: 'payment',
    mode: 'reciprocity',
    subject: 'service',
  },
  ...{ minutes: null, labour: null, reason: 'meal', condition: 'none', conditionDate: null },
  ...{ giverId: 'fox', takerId: 'group', factDate: aDay, bookedAt: aMoment, bookedDate: aDay },
  ...{ reverses: null, reversedBy: null, helperId: null, receiptToken: 'token', salt: Buffer.alloc(16) },
};

const claims: ReceiptClaims = {
  ...{ v: 1, iss: 'https://munt.example', sub: 'token', community: communityId, kind: 'payment' },
  ...{ booked: '2026-01-05T09:00Z', amounts: [{ currency: 'UUR', amount: 150, scale: 2 }] },
  what: { subject: 'service', minutes: 90, labour: null },
  ...{ condition: 'none', conditionDate: null, parties: '' },
};

const receipt: Receipt = {
  ...{ token: 'token', communityId, claims, jws: '', state: 'valid', undoneAt: null, undoneBy: null },
  ...{ shortCode: '0123456789AB', facts: { exchange, transfers: [], held: [] } },
};
const undone: Receipt = { ...receipt, state: 'undone', undoneAt: '2026-01-06T09:00Z' };

const view: PartyView = {
  givers: [{ kind: 'person', face: foxFace }],
  takers: [{ kind: 'initiative', face: groupFace }],
  ...{ side: 'giver', shortCode: receipt.shortCode, undoneBy: null, opening: null, helpedBy: null },
};

function receiptProps({ language }: Shown) {
  const { finish } = sampleFrame(language);
  return {
    ...{ language, finish, receipt, view, now: aMoment, units: new Map([['UUR', 'hour'] as const]) },
    community: { name: 'Rabot', timeZone: 'Europe/Brussels' },
    url: 'HTTPS://MUNT.EXAMPLE/R/0123456789ABCDEF',
  };
}

/** A receipt: done just now, folded open, undone, said to be wrong, lent, of a stranger, unknown. */
export function Receipts({ language }: Shown): VNode {
  const props = receiptProps({ language });
  const ways = { back: true, wrong: true, objection: null };
  const objection: Objection = {
    ...{ communityId, exchangeId: 'exchange', giverAccountId: 'fox', takerAccountId: 'group' },
    ...{ reason: 'twice', madeAt: aMoment, state: 'open' },
  };
  const helped = { ...receipt, facts: { ...receipt.facts, exchange: { ...exchange, helperId: 'cat' } } };
  return (
    <>
      <Sample name="gegeven">
        <ReceiptPage {...props} {...{ outlets, ways }} isFresh />
      </Sample>
      <Sample name="gekregen, met hulp, en open" after={{ '<details ': '<details open ' }}>
        <ReceiptPage {...props} receipt={helped} view={{ ...view, side: 'taker' }} />
      </Sample>
      <Sample name="teruggegeven">
        <ReceiptPage {...props} receipt={undone} />
      </Sample>
      <Sample name="niet juist, zegt de ander">
        <ReceiptPage {...props} ways={{ ...ways, objection }} />
      </Sample>
      <Sample name="geleend">
        <ReceiptPage {...props} ways={ways} loan="open" />
      </Sample>
      <Sample name="voor wie nakijkt">
        <ReceiptPage {...props} view={undefined} />
      </Sample>
      <Sample name="voor wie nakijkt, teruggegeven">
        <ReceiptPage {...props} view={undefined} receipt={undone} />
      </Sample>
      <Sample name="onbekende bon">
        <NoReceiptPage language={language} />
      </Sample>
    </>
  );
}

const recording = { 'aria-pressed="false"': 'aria-pressed="true"' };

/** After it: giving back, saying that it is wrong, saying thanks aloud and hearing it. */
export function Afterwards({ language }: Shown): VNode {
  const { community: _, ...props } = receiptProps({ language });
  const frame = sampleFrame(language);
  const step = { ...frame, ...props, csrf: '' };
  const thanks = { language, token: 'token', csrf: '' };
  return (
    <>
      <Sample name="teruggeven">
        <GiveBackPage {...step} order="order" amounts={[hours(150n)]} communityName="Rabot" />
      </Sample>
      <Sample name="wat niet juist is">
        <NotRightPage {...step} />
      </Sample>
      <Sample name="bedanken">
        <SayThanksPage {...frame} csrf="" token="token" days={30} />
      </Sample>
      <Sample name="bedanken, bezig" after={recording}>
        <SayThanksPage {...frame} csrf="" token="token" days={30} />
      </Sample>
      <Sample name="bedank hoorbaar">
        <Thanks {...thanks} ways={{ say: false, hear: true, takeBack: false }} />
      </Sample>
      <Sample name="bedank gezegd">
        <Thanks {...thanks} ways={{ say: false, hear: false, takeBack: true }} />
      </Sample>
      <Sample name="bedank te zeggen">
        <Thanks {...thanks} ways={{ say: true, hear: false, takeBack: false }} />
      </Sample>
    </>
  );
}
