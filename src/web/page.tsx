import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import {
  dir,
  factsOf,
  firstCode,
  isLanguage,
  languages,
  ownCode,
  words,
  type AnyLanguage,
  type LanguageCode,
} from '../languages/languages.js';
import { markPairs } from '../languages/pairs.js';
import { assetPath } from './assets.js';
import { CoinSymbols } from './coins.js';
import { EarButton, type Ear } from './ear.js';
import { LanguageButton, LanguageForm } from './language-form.js';
import { HideButton } from './hide.js';
import { Icon } from './icons.js';
import { MemberPicture } from './pictures.js';
import { LeavingUnseen, StillThere, type Leaving } from './still.js';

export type { Ear } from './ear.js';

/** Whose page it is, as the top of the page shows it. */
export interface PageActor {
  readonly picture: string;
  readonly colour: string;
  readonly name: string;
}

/** How somebody goes out: by the button, and on a device of several people also without (U06). */
export interface Finish {
  /** Where the button posts to, with the token of the session. */
  readonly action: string;
  readonly csrf: string;
  readonly leaving?: Leaving;
}

export interface PageProps {
  readonly language: AnyLanguage;
  /** What the page is about, in neutral words without names or amounts; not in the history where somebody is signed in (U73). */
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly actor?: PageActor;
  readonly ear?: Ear;
  /** Where Back goes; no back button without it. */
  readonly back?: string;
  /** On every page of someone signed in. */
  readonly finish?: Finish;
  /** The name of the community, at the top. */
  readonly community?: string;
  /** `wide` for treasurers and tables; members' pages are one narrow column. */
  readonly width?: 'narrow' | 'wide';
  /** This page's own path and query, for coming back after choosing another language; no choice without it. */
  readonly here?: string;
  /** Who helps the one in front of this screen, and where the one tap that ends it posts to (U07). */
  readonly helper?: {
    readonly who: PageActor;
    readonly end: string;
    readonly csrf: string;
    /** What the bar says; that they help, unless it is for them that somebody acts (U08). */
    readonly says?: 'helped.by' | 'trusts.acting_for';
  };
  /** On a device that stands in a room: how the page leaves when nobody touches it. */
  readonly idle?: Leaving;
  /** A page that stands open for hours asks anew what is true, this long after it was last touched. */
  readonly again?: { readonly to: string; readonly seconds: number };
  /** Whether the button is there that leaves at once; where somebody is signed in, unless said otherwise (U73). */
  readonly hide?: boolean;
  /** Where help is; the start page says it when there is no other. */
  readonly help?: string;
}

/** The frame of every page: same places for start, ear, help and finish, whatever the page is about. */
export function Page(props: PageProps): VNode {
  const { t } = words(props.language);
  const leaving = props.idle ?? props.finish?.leaving;
  return (
    <html lang={ownCode(props.language)} dir={dir(props.language)}>
      <head>
        <meta charset="utf-8" />
        <title>{titleOf(props)}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={assetPath('site.css')} />
        <link rel="icon" type="image/svg+xml" href={assetPath('icon.svg')} />
        <link rel="apple-touch-icon" href="/assets/icon-192.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <meta name="theme-color" content="#1f5c46" />
        <script defer src={assetPath('site.js')} />
        {leaving !== undefined && <LeavingUnseen leaving={leaving} here={props.here} />}
        {props.again !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={`${props.again.seconds};url=${props.again.to}`} />
          </noscript>
        )}
      </head>
      <body
        class={props.helper === undefined ? undefined : 'helped'}
        data-again={props.again?.seconds}
        data-to={props.again?.to}
      >
        <CoinSymbols />
        <a class="skip" href="#main">
          {t('site.skip')}
        </a>
        <Top {...props} />
        {props.helper !== undefined && <HelperBar language={props.language} helper={props.helper} />}
        <main id="main" tabIndex={-1} class={props.width === 'wide' ? 'wide' : 'narrow'}>
          {props.children}
        </main>
        <Bottom {...props} />
        {leaving !== undefined && <StillThere language={props.language} leaving={leaving} />}
      </body>
    </html>
  );
}

/**
 * The pages of a member say in the history of a device nothing but what the service is called, which is enough for an
 * application (WCAG 2.4.2); those of who keeps or governs something say what they are about, and so do those of nobody
 * (U73).
 */
function titleOf({ language, title, finish, idle, width }: PageProps): string {
  const name = words(language).t('site.name');
  const isOwn = (finish !== undefined || idle !== undefined) && width !== 'wide';
  return isOwn ? name : `${title} - ${name}`;
}

/**
 * The whole document as text. Everything that is not a component of ours is escaped. Words in two languages become two
 * marked parts beside each other (U19).
 */
export function renderPage(page: VNode): string {
  return markPairs(`<!doctype html>\n${renderToString(page)}`, (code) => dir(code as LanguageCode));
}

/** The same bar on every page while somebody helps: who, and how to end it. */
function HelperBar({
  language,
  helper,
}: Pick<PageProps, 'language'> & Required<Pick<PageProps, 'helper'>>): VNode {
  const { t } = words(language);
  const { who, end, csrf, says = 'helped.by' } = helper;
  return (
    <section class="helper-bar" aria-label={t('helped.title')}>
      <MemberPicture {...who} size="small" decorative />
      <p>{t(says, { name: who.name })}</p>
      <form method="post" action={end}>
        <input type="hidden" name="_csrf" value={csrf} />
        <button class="button" type="submit">
          <Icon name="no" />
          <span>{t('helped.end')}</span>
        </button>
      </form>
    </section>
  );
}

function Top(props: PageProps): VNode {
  const { language, actor, ear, back, community, helper, help = '/help' } = props;
  const { hide = props.finish !== undefined } = props;
  const { t } = words(language);
  const said =
    ear !== undefined && helper !== undefined
      ? withHelper(ear, t(helper.says ?? 'helped.by', { name: helper.who.name }))
      : ear;
  return (
    <header class={hide ? 'top hidable' : 'top'}>
      {back === undefined ? (
        <a class="corner" href="/">
          <Icon name="home" />
          <span>{t('site.start')}</span>
        </a>
      ) : (
        <a class="corner" href={back}>
          <Icon name="back" mirror />
          <span>{t('buttons.back')}</span>
        </a>
      )}
      <p class="whose">
        {actor !== undefined && <MemberPicture {...actor} size="small" />}
        {community !== undefined && <bdi class="community">{community}</bdi>}
      </p>
      {said !== undefined && <EarButton language={language} ear={withOneself(said, actor ?? helper?.who)} />}
      <a class="corner" href={help}>
        <Icon name="help" />
        <span>{t('buttons.help')}</span>
      </a>
      {hide && <HideButton language={language} />}
    </header>
  );
}

/** Whoever looks is named on many pages. */
function withOneself(ear: Ear, actor: PageActor | undefined): Ear {
  return actor === undefined ? ear : { ...ear, faces: [...(ear.faces ?? []), actor] };
}

/** That somebody helps is heard first; where no clip says it, what the page says is. */
function withHelper(ear: Ear, sentence: string): Ear {
  return { ...ear, sentence: `${sentence}. ${ear.sentence}`, short: ear.short ?? [ear.sentence] };
}

function Bottom(props: PageProps): VNode {
  const { language, finish, helper } = props;
  const { t } = words(language);
  // While somebody helps it ends the help: nobody goes out who did not mean to.
  const out = helper === undefined ? finish : { action: helper.end, csrf: helper.csrf };
  return (
    <footer class="bottom">
      {out !== undefined && (
        <form method="post" action={out.action}>
          <input type="hidden" name="_csrf" value={out.csrf} />
          <button class="button quiet" type="submit">
            <Icon name={helper === undefined ? 'finish' : 'no'} mirror={helper === undefined} />
            <span>{t(helper === undefined ? 'buttons.finish' : 'helped.end')}</span>
          </button>
        </form>
      )}
      <LanguageNav {...props} />
      {firstCode(language) !== undefined && <p class="small">{t('site.translation')}</p>}
      <p class="small">{t('site.no_tracking')}</p>
      {props.idle === undefined && (
        <a class="small quiet-link" href="/accessibility">
          {t('site.accessibility')}
        </a>
      )}
    </footer>
  );
}

/** The languages that stand alone by their own names, that of the reader, and the way to all others. */
function LanguageNav({ language, here, finish }: PageProps): VNode | null {
  if (here === undefined) return null;
  const { t } = words(language);
  const own = ownCode(language);
  const shown = isLanguage(own) ? languages : [...languages, own];
  const to = encodeURIComponent(here);
  return (
    <nav aria-label={t('site.languages')} class="languages">
      <LanguageForm csrf={finish?.csrf} to={here}>
        {shown.map((code) => (
          <LanguageButton key={code} code={code} isOwn={code === own} to={here} asForm={finish !== undefined}>
            {factsOf(code).name}
          </LanguageButton>
        ))}
      </LanguageForm>
      <a href={`/language?to=${to}`}>{t('start.choose_language')}</a>
    </nav>
  );
}
