import type { VNode } from 'preact';
import { dir, ownCode, words, type AnyLanguage } from '../languages/languages.js';
import { assetPath } from './assets.js';
import { Icon } from './icons.js';
import { MemberPicture } from './pictures.js';

/** A page that tells nothing of who was here, nor of what this place is. */
export const quietPath = '/quiet';

/** Away at once, at the same place on every page of somebody signed in (U73). A link, so that it needs no script. */
export function HideButton({ language }: { readonly language: AnyLanguage }): VNode {
  return (
    <a class="corner hide" href={quietPath} data-hide>
      <Icon name="hide" />
      <span>{words(language).t('buttons.hide')}</span>
    </a>
  );
}

/** A drawing, a few calm words, and a way back that only says "further". */
export function QuietPage({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <html lang={ownCode(language)} dir={dir(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{t('site.quiet')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={assetPath('site.css')} />
        <link rel="icon" type="image/svg+xml" href={assetPath('icon.svg')} />
      </head>
      <body>
        <main class="narrow quiet">
          <MemberPicture picture="tree" colour="sky" name="" size="big" decorative />
          <h1>{t('site.quiet')}</h1>
          <a href="/">{t('buttons.next')}</a>
        </main>
      </body>
    </html>
  );
}
