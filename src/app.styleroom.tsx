import type { VNode } from 'preact';
import { AttendancePage } from './app.attended.js';
import type { ListProps } from './app.attendees.js';
import { ListDonePage } from './app.attendsheet.js';
import { DrawPage } from './app.drawn.js';
import { DonePage, IdlePage } from './app.hubwait.js';
import {
  PracticeChoosePage,
  PracticeConfirmPage,
  PracticeDonePage,
  PracticeStartPage,
} from './app.practised.js';
import { RecordPage } from './app.recording.js';
import {
  aDay,
  aMoment,
  foxFace,
  groupName,
  nowhere,
  purseOf,
  sampleFrame,
  type Shown,
} from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import { ownCode, words } from './languages/languages.js';
import { clipText } from './languages/spoken.js';
import { Kept } from './vouchers/views/kept.js';
import { ScanPlace } from './web/scan.js';

/** Practising, in the frame that says so. */
export function Practising({ language }: Shown): VNode {
  const frame = sampleFrame(language);
  return (
    <>
      <Sample name="oefenen, niet juist">
        <PracticeStartPage {...{ frame }} csrf="" wrong="practice.not_play" />
      </Sample>
      <Sample name="oefenen, hoeveel">
        <PracticeChoosePage frame={frame} unit="coin" />
      </Sample>
      <Sample name="oefenen, klopt dit">
        <PracticeConfirmPage {...{ frame }} csrf="" amount="2" unit="coin" />
      </Sample>
      <Sample name="oefenen, gelukt">
        <PracticeDonePage {...{ frame }} amount="2" unit="coin" />
      </Sample>
    </>
  );
}

const turning = { 'class="greetings"': 'class="greetings turning"' };
const found = { 'class="viewfinder"': 'class="viewfinder found"' };

/** A device in a room that waits, and one that scans: before, found, without a network. */
export function Devices({ language }: Shown): VNode {
  const { t } = words(language);
  const { community, here } = sampleFrame(language);
  const frame = { language, community, here };
  const idle = { frame, csrf: '', translations: ['ar', 'tr'] } as const;
  const scan = { language, csrf: '', action: nowhere, typed: { label: t('pay.type_code'), hint: groupName } };
  return (
    <>
      <Sample name="wachtend toestel, niet juist">
        <IdlePage {...idle} wrong="scan.none" />
      </Sample>
      <Sample name="wachtend toestel, dat groet" after={turning}>
        <IdlePage {...idle} translations={[]} wrong={null} />
      </Sample>
      <Sample name="toestel, gelukt">
        <DonePage
          {...{ frame }}
          gift={{ order: 'order', amount: '150', scale: 2, unit: 'hour', way: 'out' }}
        />
      </Sample>
      <Sample name="camera, gevonden" after={found}>
        <ScanPlace {...scan} />
      </Sample>
      <Sample name="bewaard zonder netwerk" after={{ 'data-count></bdi>': '>3</bdi>' }}>
        <Kept {...{ frame }} csrf="" path={nowhere} host="munt.example" />
      </Sample>
    </>
  );
}

const list: ListProps['list'] = {
  ...{ order: 'order', numbers: ['12'], mark: 'mark', amount: 100n, day: aDay, seen: '' },
};
const people = [
  { number: '12', face: foxFace, hadBefore: false, isUndone: false },
  { number: '13', face: { ...foxFace, picture: 'cat', colour: 'red' }, hadBefore: true, isUndone: true },
];

/** A list of who was there: empty, wrong, filled, too much, done. */
export function Attendance({ language }: Shown): VNode {
  const purse = purseOf(1200n, { kind: 'group', partyKind: 'initiative', name: groupName });
  const looked = { people, total: 200n, after: 1000n, why: null };
  const page = { frame: sampleFrame(language), csrf: '', purse, list, looked, today: aDay };
  const nobody = { ...looked, people: [], total: 0n, after: 1200n };
  const leftOut = [{ number: '14', why: 'twice' }] as const;
  return (
    <>
      <Sample name="lijst leeg, niet juist">
        <AttendancePage {...page} looked={nobody} leftOut={[]} wrong={words(language).t('scan.none')} />
      </Sample>
      <Sample name="lijst">
        <AttendancePage {...page} leftOut={leftOut} />
      </Sample>
      <Sample name="lijst, te weinig">
        <AttendancePage {...page} looked={{ ...looked, why: 'not_enough' }} leftOut={[]} />
      </Sample>
      <Sample name="lijst gegeven">
        <ListDonePage {...page} order="order" given={{ people, amount: 100n, day: aDay }} />
      </Sample>
    </>
  );
}

/** Drawings and sounds that a community makes itself. */
export function Makings({ language }: Shown): VNode {
  const { t } = words(language);
  const make = { frame: sampleFrame(language), csrf: '' };
  const own = { hash: 'hash', at: aMoment };
  const code = ownCode(language);
  const clips = (recordedAt: number | null) =>
    ['greeting', 'start.hello'].map((name) => {
      return { name, text: clipText(code, name) ?? '', recordedAt, isDelivered: false };
    });
  return (
    <>
      <Sample name="onze tekening, niet juist">
        <DrawPage {...make} drawn={{ name: 'meal', own: null }} wrong={t('errors.choose')} />
      </Sample>
      <Sample name="eigen tekening">
        <DrawPage {...make} drawn={{ name: 'coin', own }} />
      </Sample>
      <Sample name="opnemen">
        <RecordPage {...make} code={code} clips={clips(null)} at={0} />
      </Sample>
      <Sample
        name="opnemen, bezig, en niet juist"
        after={{ 'aria-pressed="false"': 'aria-pressed="true"', '<details ': '<details open ' }}
      >
        <RecordPage {...make} code={code} clips={clips(aMoment)} at={1} wrong={t('errors.choose')} />
      </Sample>
    </>
  );
}
