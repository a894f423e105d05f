import type { VNode } from 'preact';
import { OwnDeviceQuestion, SignInPage } from './access/views/sign-in.js';
import { HomePage, type HomeProps } from './app.home.js';
import { ChooseLanguagePage } from './app.tongues.js';
import { Sample } from './app.stylesample.js';
import { hours, groupName, nowhere, purseOf, sampleFrame, type Shown } from './app.styledata.js';
import { WelcomePage } from './app.welcome.js';
import { words } from './languages/languages.js';
import { NotFoundPage, OfflinePage, RefusedPage, ServerErrorPage, TooManyTriesPage } from './web/errors.js';
import { QuietPage } from './web/hide.js';
import { Page } from './web/page.js';
import { StillThere } from './web/still.js';

/** The frame of a page: of a member, of nobody, and while somebody helps. */
export function PageFrames({ language }: Shown): VNode {
  const { t } = words(language);
  const frame = sampleFrame(language);
  const title = t('start.question');
  const said = <p>{title}</p>;
  const ear = { sentence: title };
  const helper = {
    who: { ...frame.actor!, picture: 'cat', name: t('pictures.cat') },
    end: nowhere,
    csrf: '',
  };
  const leaving = { to: nowhere, ask: 60, withoutScripts: 60 };
  return (
    <>
      <Sample name="van een lid" framed>
        <Page {...frame} {...{ title, ear }} back={nowhere}>
          {said}
        </Page>
      </Sample>
      <Sample name="van niemand, en breed" framed>
        <Page {...{ language, title, ear }} here="/" width="wide">
          {said}
        </Page>
      </Sample>
      <Sample name="terwijl iemand helpt" framed>
        <Page {...frame} {...{ title, ear, helper }} back={nowhere}>
          {said}
        </Page>
      </Sample>
      <Sample name="of er nog iemand is" after={{ '<dialog ': '<dialog open ' }}>
        <StillThere {...{ language, leaving }} />
      </Sample>
      <Sample name="weg van deze bladzijde">
        <QuietPage language={language} />
      </Sample>
    </>
  );
}

/** What is said when it cannot be done, and what can. */
export function Refusals({ language }: Shown): VNode {
  const { t } = words(language);
  const ways = [
    { icon: 'part', label: t('not_enough.part'), href: nowhere },
    { icon: 'later', label: t('not_enough.later'), href: nowhere },
  ] as const;
  return (
    <>
      <Sample name="te weinig">
        <RefusedPage {...{ language, ways }} code="not_enough" />
      </Sample>
      <Sample name="geweigerd">
        <RefusedPage language={language} code="over_day_limit" />
      </Sample>
      <Sample name="niet gevonden">
        <NotFoundPage language={language} />
      </Sample>
      <Sample name="te vaak">
        <TooManyTriesPage language={language} minutes={15} />
      </Sample>
      <Sample name="stuk">
        <ServerErrorPage language={language} mark="a1b2" />
      </Sample>
      <Sample name="geen netwerk">
        <OfflinePage language={language} />
      </Sample>
    </>
  );
}

const translations = ['ar', 'tr'] as const;

/** The first pages: of nobody, and of a member whose purse is covered. */
export function Beginnings({ language }: Shown): VNode {
  const frame = sampleFrame(language);
  return (
    <>
      <Sample name="welkom">
        <WelcomePage {...{ language, translations }} />
      </Sample>
      <Sample name="talen">
        <ChooseLanguagePage {...{ frame, translations }} to="/" mayRecord />
      </Sample>
      <Sample name="binnenkomen">
        <SignInPage language={language} action={nowhere} />
      </Sample>
      <Sample name="eigen toestel">
        <OwnDeviceQuestion language={language} csrf="" mark="mark" />
      </Sample>
      <Sample name="thuis, beurs toe">
        <HomePage {...nothingMore} frame={frame} />
      </Sample>
      <Sample name="thuis, met alles">
        <HomePage {...everything} frame={frame} />
      </Sample>
    </>
  );
}

const nothingMore: Omit<HomeProps, 'frame'> = {
  ...{ csrf: '', purse: purseOf(350n), kept: [], isSteward: false, helps: false, hasKit: false },
  ...{ shut: undefined, objected: [], pot: null, wayIn: null, goOn: null, ownMark: null },
  tasks: { promised: [], toApprove: [], asked: null, trusted: [], programmes: [] },
  vouchers: { taken: false, onCards: false },
};

const task = { path: nowhere, name: groupName, amount: hours(1200n) };

const everything: Omit<HomeProps, 'frame'> = {
  ...{ csrf: '', purse: purseOf(350n), isSteward: true, helps: true, hasKit: true, shut: 'link' },
  kept: [
    purseOf(1200n, { kind: 'group', partyKind: 'library', name: groupName }),
    purseOf(300n, { kind: 'purpose', partyKind: 'library', name: groupName }),
  ],
  tasks: {
    ...{ promised: [task], toApprove: [task], asked: nowhere, trusted: [] },
    programmes: [{ path: nowhere, name: null }],
  },
  ...{ objected: ['token'], pot: nowhere, wayIn: null, goOn: nowhere, ownMark: 'mark' },
  vouchers: { taken: true, onCards: true },
};
