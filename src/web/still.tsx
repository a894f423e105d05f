import type { VNode } from 'preact';
import { ownCode, words, type AnyLanguage } from '../languages/languages.js';
import { sideOf } from '../languages/pairs.js';
import { ClipEar } from './ear.js';
import { Icon } from './icons.js';

/** How a page leaves by itself that stands open on a device of several people (U06). */
export interface Leaving {
  /** Where it goes: nothing of whoever was here is behind that. */
  readonly to: string;
  /** After so long without a touch the question covers the page, and after as long again it is left. Seconds. */
  readonly ask: number;
  /** Without scripts nobody sees a touch: it leaves so long after it came. Seconds. */
  readonly withoutScripts: number;
  /** Where the question is a page of its own, for those without scripts; left out where they leave at once. */
  readonly question?: string;
  /** What is asked now and then while somebody is there, so that the server knows it too. */
  readonly stay?: string;
}

/** In the head: what leaves where no scripts run. */
export function LeavingUnseen({ leaving, here = '/' }: { leaving: Leaving; here?: string }): VNode {
  const { to, withoutScripts, question } = leaving;
  const next = question === undefined ? to : `${question}?to=${encodeURIComponent(here)}`;
  return (
    <noscript>
      <meta http-equiv="refresh" content={`${withoutScripts};url=${next}`} />
    </noscript>
  );
}

/** It covers the page and asks; a yes goes on where one was, and no answer leaves the page (WCAG 2.2.1). */
export function StillThere({ language, leaving }: { language: AnyLanguage; leaving: Leaving }): VNode {
  const { t } = words(language);
  const { to, ask, stay } = leaving;
  return (
    <dialog class="still" data-idle={ask} data-to={to} data-stay={stay} aria-labelledby="still">
      <h2 id="still">{t('hub.still')}</h2>
      <ClipEar code={ownCode(language)} clip="hub.still" text={sideOf(t('hub.still'), 'own')} />
      <button class="answer yes" type="button" autofocus>
        <span class="plate">
          <Icon name="yes" />
        </span>
        <span>{t('buttons.yes')}</span>
      </button>
    </dialog>
  );
}
