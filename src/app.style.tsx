import type { FastifyInstance } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { Books, Lists, Programmes } from './app.stylebooks.js';
import { People, Secrets } from './app.stylecards.js';
import type { Shown } from './app.styledata.js';
import { Afterwards, Receipts } from './app.styledone.js';
import { Look, lookCss, looks } from './app.stylelooks.js';
import { Purses, RareAmounts } from './app.stylemoney.js';
import { Codes, Giving } from './app.stylepay.js';
import { Attendance, Devices, Makings, Practising } from './app.styleroom.js';
import { Beginnings, PageFrames, Refusals } from './app.stylestart.js';
import { Amounts, Buttons, Drawings, Fields, Frames, Sentences, Tables } from './app.styling.js';
import { dir, ownCode, words, type AnyLanguage } from './languages/languages.js';
import { assetPath } from './web/assets.js';
import { CoinSymbols } from './web/coins.js';
import { languageOf } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';

const path = '/style';
const lookPath = '/style.css';

const lookNames = { light: 'Licht', dark: 'Donker', contrast: 'Veel contrast' } as const;

/** What the page is made of: parts of the design first, then pages with them in every state. */
const sections: Readonly<Record<string, readonly [string, (shown: Shown) => VNode]>> = {
  frame: ['Naast een zin', Frames],
  frames: ['Hele bladzijden', PageFrames],
  buttons: ['Knoppen', Buttons],
  amounts: ['Bedragen', Amounts],
  'rare-amounts': ['Bedragen, zeldzaam', RareAmounts],
  sentences: ['Zinnen', Sentences],
  fields: ['Velden', Fields],
  tables: ['Tabellen', Tables],
  refusals: ['Als het niet gaat', Refusals],
  beginnings: ['Begin', Beginnings],
  secrets: ['Kaart en geheim', Secrets],
  people: ['Mensen', People],
  purses: ['Beurs', Purses],
  codes: ['Code tonen', Codes],
  giving: ['Geven', Giving],
  receipts: ['Bon', Receipts],
  afterwards: ['Na de bon', Afterwards],
  books: ['Kas', Books],
  programmes: ['Programma', Programmes],
  lists: ['Lijsten', Lists],
  practising: ['Oefenen', Practising],
  devices: ['Toestel in een zaal', Devices],
  attendance: ['Wie er was', Attendance],
  makings: ['Zelf gemaakt', Makings],
  drawings: ['Tekeningen', Drawings],
};

/** One page with every part of the design in every state it has, for whoever changes it. It shows nothing of anybody. */
export function registerStyle(fastify: FastifyInstance): void {
  fastify.get(path, (request, reply) => sendPage(reply, <StylePage language={languageOf(request)} />));
  fastify.get(lookPath, (_request, reply) =>
    reply.header('content-type', 'text/css; charset=utf-8').send(lookCss),
  );
}

function StylePage({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <html lang={ownCode(language)} dir={dir(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{t('site.name')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={assetPath('site.css')} />
        <link rel="stylesheet" href={assetPath('attendance.css')} />
        <link rel="stylesheet" href={lookPath} />
        <link rel="icon" type="image/svg+xml" href={assetPath('icon.svg')} />
        <script defer src={assetPath('site.js')} />
      </head>
      <body>
        <CoinSymbols />
        <main id="main" class="narrow">
          <h1>{t('site.name')}</h1>
          {Object.keys(looks).map((name) => (
            <Section key={name} id={name} heading={lookNames[name as keyof typeof looks]}>
              <Look name={name} language={language} />
            </Section>
          ))}
          {Object.entries(sections).map(([id, [heading, Parts]]) => (
            <Section key={id} {...{ id, heading }}>
              <Parts language={language} />
            </Section>
          ))}
        </main>
      </body>
    </html>
  );
}

function Section(props: {
  readonly id: string;
  readonly heading: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section class="sample" id={props.id}>
      <h2>
        <bdi lang="nl">{props.heading}</bdi>
      </h2>
      {props.children}
    </section>
  );
}
