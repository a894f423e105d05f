import type { VNode } from 'preact';
import { ExchangesPage, PursePage } from './app.pursed.js';
import { AmountTiles } from './app.sign.js';
import { SlipPage } from './app.slip.js';
import { groupName, lineOf, nowhere, outlets, purseOf, sampleFrame, type Shown } from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import type { AnyLanguage } from './languages/languages.js';
import { AmountView, OwnDigits, ownFigure } from './web/amounts.js';
import { CoinSymbols } from './web/coins.js';

const lines = [
  lineOf(150n),
  lineOf(-100n, { reason: 'lesson' }, true),
  lineOf(100n, { kind: 'reversal', reason: null, reverses: 'other' }),
];

/** A purse that is open: with something in it, with something to give still, empty; and on paper. */
export function Purses({ language }: Shown): VNode {
  const frame = sampleFrame(language);
  const own = [purseOf(1250n), purseOf(300n, { kind: 'household', partyKind: 'household' })];
  const slip = { frame, csrf: '', path: nowhere, face: null, visitId: 'visit', home: nowhere };
  return (
    <>
      <Sample name="beurs open">
        <PursePage {...{ frame, lines, outlets }} purses={own} />
      </Sample>
      <Sample name="beurs, nog te geven">
        <PursePage {...{ frame }} purses={[purseOf(-150n)]} lines={[]} outlets={[]} />
      </Sample>
      <Sample name="beurs leeg">
        <PursePage {...{ frame }} purses={[purseOf(0n)]} lines={[]} outlets={[]} />
      </Sample>
      <Sample name="bonnen, bedankt">
        <ExchangesPage {...{ frame, lines }} thanked={new Set(['150'])} />
      </Sample>
      <Sample name="nog geen bonnen">
        <ExchangesPage frame={frame} lines={[]} />
      </Sample>
      <Sample name="strookje">
        <SlipPage {...slip} {...{ lines, outlets }} purses={own} title="" end={<></>} />
      </Sample>
      <Sample name="strookje, met wat ik heb" after={{ ' class="with-have"': ' class="with-have" checked' }}>
        <SlipPage {...slip} lines={[]} outlets={[]} purses={own} title="" end={<></>} />
      </Sample>
      <Sample name="strookje leeg">
        <SlipPage {...slip} purses={[]} lines={[]} outlets={[]} title="" end={<></>} />
      </Sample>
    </>
  );
}

/** Amounts as some have them: of a town, in the digits of one's own script, with a token of one's own. */
export function RareAmounts({ language }: Shown): VNode {
  const shown = { amount: 350n, scale: 2, unit: 'hour' } as const;
  const reader: AnyLanguage = ownFigure(shown, language) === undefined ? 'ar' : language;
  return (
    <>
      <Sample name="groot">
        <AmountView {...{ language }} amount={123_450_000n} scale={2} unit="coin" />{' '}
        <AmountView {...{ language }} amount={3_011_244_731n} scale={2} unit="coin" />
      </Sample>
      <Sample name="eigen cijfers">
        <OwnDigits.Provider value>
          <div {...(reader === 'ar' && { lang: 'ar', dir: 'rtl' })}>
            <AmountView {...shown} language={reader} />{' '}
            <AmountView {...shown} language={reader} size="line" />
          </div>
        </OwnDigits.Provider>
      </Sample>
      <Sample name="eigen munt">
        <CoinSymbols own="/assets/icon-192.png" />
        <AmountView {...{ language }} amount={12_375n} scale={2} unit="coin" />{' '}
        <AmountView {...{ language }} amount={-150n} scale={2} unit="coin" />
      </Sample>
      <Sample name="tegels, een gekozen">
        <AmountTiles {...{ language }} purse={purseOf(0n)} label={groupName} now={100n} />
      </Sample>
    </>
  );
}
