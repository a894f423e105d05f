import type { VNode } from 'preact';
import { words, type AnyLanguage } from './languages/languages.js';
import { AmountView } from './web/amounts.js';
import { Confirm, PictureButton } from './web/forms.js';
import { Card, Handover, StateMark } from './web/parts.js';
import { contrastColours, darkColours, lightColours } from './web/styles/base.js';

/** The colours of a device, whatever this device asks for; served for this page alone. */
export const looks = { light: '', dark: darkColours, contrast: contrastColours } as const;
/** Of the page of the design alone. */
export const lookCss = [
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
  '.sample h3 { margin: 0; padding-block-start: .5rem; border-block-start: 2px solid var(--line); font-size: 1rem; color: var(--soft); }',
  '.piece, .piece > .narrow, .piece > .wide { display: flex; flex-direction: column; gap: 1.25rem; min-inline-size: 0; }',
  '.piece > div > .narrow, .piece > div > .wide { padding: .5rem 1rem 2rem; }',
  '.piece > div:has(> .top) { margin-inline: -1rem; }',
  '.piece > .helped { min-block-size: 0; }',
  '.piece dialog.still { position: static; block-size: auto; }',
  '.side { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-end; }',
  ...names().map((name) => `.fill-${name} { fill: var(--${name}); }`),
].join('\n');

/** The same few parts in one set of colours. */
export function Look({ name, language }: { readonly name: string; readonly language: AnyLanguage }): VNode {
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
