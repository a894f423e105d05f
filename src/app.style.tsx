import type { FastifyInstance } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { Amounts, Buttons, Drawings, Fields, Frames, Sentences, Tables } from './app.styling.js';
import { dir, ownCode, words, type AnyLanguage } from './languages/languages.js';
import { AmountView } from './web/amounts.js';
import { assetPath } from './web/assets.js';
import { CoinSymbols } from './web/coins.js';
import { Confirm, PictureButton } from './web/forms.js';
import { languageOf } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';
import { Card, Handover, StateMark } from './web/parts.js';
import { contrastColours, darkColours, lightColours } from './web/styles/base.js';

const path = '/style';
const lookPath = '/style.css';

/** The colours of a device, whatever this device asks for; served for this page alone. */
const looks = { light: '', dark: darkColours, contrast: contrastColours } as const;
const lookCss = [
  ...Object.entries(looks).map(
    ([name, colours]) =>
      `.look-${name} { color-scheme: ${name === 'dark' ? 'dark' : 'light'}; ${lightColours} ${colours} }`,
  ),
  '.look { display: flex; flex-direction: column; gap: 1.25rem; padding: 1rem; border-radius: 1.5rem; background: var(--paper); color: var(--ink); }',
  '.swatches { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem; }',
  '.swatches div { display: flex; flex-direction: column; align-items: center; gap: .25rem; font-size: 1rem; text-align: center; overflow-wrap: anywhere; }',
  '.swatches svg:not(.member, .icon) { inline-size: 100%; block-size: 3rem; border-radius: .75rem; border: 1px solid currentColor; }',
  '.swatches .icon { inline-size: 3rem; block-size: 3rem; }',
  '.sample { display: flex; flex-direction: column; gap: 1.25rem; }',
  '.sample .top.hidable { position: static; }',
  '.side { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-end; }',
  ...names().map((name) => `.fill-${name} { fill: var(--${name}); }`),
].join('\n');

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
        <link rel="stylesheet" href={lookPath} />
        <link rel="icon" type="image/svg+xml" href={assetPath('icon.svg')} />
        <script defer src={assetPath('site.js')} />
      </head>
      <body>
        <CoinSymbols />
        <main id="main" class="narrow">
          <h1>{t('site.name')}</h1>
          {Object.keys(looks).map((name) => (
            <Section key={name} name={name}>
              <Look name={name} language={language} />
            </Section>
          ))}
          <Section name="frame">
            <Frames language={language} />
          </Section>
          <Section name="buttons">
            <Buttons language={language} />
          </Section>
          <Section name="amounts">
            <Amounts language={language} />
          </Section>
          <Section name="sentences">
            <Sentences language={language} />
          </Section>
          <Section name="fields">
            <Fields language={language} />
          </Section>
          <Section name="tables">
            <Tables language={language} />
          </Section>
          <Section name="drawings">
            <Drawings language={language} />
          </Section>
        </main>
      </body>
    </html>
  );
}

function Section({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <section class="sample" id={name}>
      <h2 lang="en" dir="ltr">
        {name}
      </h2>
      {children}
    </section>
  );
}

/** The same few parts in one set of colours. */
function Look({ name, language }: { readonly name: string; readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  const amount = { amount: 125n, scale: 2, unit: 'hour' } as const;
  const from = { kind: 'member', name: t('pictures.fox'), picture: 'fox', colour: 'orange' } as const;
  const to = { kind: 'other', name: t('subjects.space'), icon: 'group' } as const;
  return (
    <div class={`look look-${name}`}>
      <div class="swatches">
        {names().map((each) => (
          <div key={each} lang="en" dir="ltr">
            <svg viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width="10" height="10" class={`fill-${each}`} />
            </svg>
            {each}
          </div>
        ))}
      </div>
      <Card>
        <Handover language={language} from={from} to={to} amount={amount} />
        <p>{t('pay.question')}</p>
      </Card>
      <Confirm language={language} action="#" csrf="" noHref="#main" />
      <PictureButton
        icon="pay"
        label={t('buttons.pay')}
        hint={t('start.only_you')}
        href="#main"
        look="main"
      />
      <StateMark state="good">{t('sign_in.signed_out')}</StateMark>
      <div class="side">
        <AmountView {...amount} language={language} size="line" direction="in" />
        <AmountView {...amount} language={language} size="line" direction="out" />
        <a href="#main">{t('site.start')}</a>
        <p class="small">{t('site.no_tracking')}</p>
      </div>
    </div>
  );
}

/** What each colour is called in the style sheet. */
function names(): string[] {
  return [...lightColours.matchAll(/--([\w-]+): #/g)].map(([, name]) => name!);
}
