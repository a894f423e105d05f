import type { ComponentChildren, VNode } from 'preact';
import { dir, type LanguageCode } from '../languages/languages.js';

/**
 * Around the buttons that choose a language. Whoever is signed in sends a form, for their choice is kept as theirs; for
 * all others links do, which keep it on the device and nowhere else.
 */
export function LanguageForm(props: {
  /** Of the session; left out where nobody is signed in. */
  readonly csrf: string | undefined;
  /** Where one comes back to: a path and query of ours. */
  readonly to: string;
  readonly children: ComponentChildren;
}): VNode {
  const { csrf, to, children } = props;
  if (csrf === undefined) return <>{children}</>;
  return (
    <form method="post" action="/language" class="language-form">
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="to" value={to} />
      {children}
    </form>
  );
}

/** One language of the choice, inside a `LanguageForm`. */
export function LanguageButton(props: {
  readonly code: LanguageCode;
  readonly isOwn: boolean;
  readonly to: string;
  readonly asForm: boolean;
  readonly look?: string;
  readonly children: ComponentChildren;
}): VNode {
  const { code, isOwn, to, asForm, look, children } = props;
  const said = {
    class: look,
    lang: code,
    dir: dir(code),
    'aria-current': isOwn ? 'true' : undefined,
  } as const;
  if (asForm)
    return (
      <button {...said} type="submit" name="language" value={code}>
        {children}
      </button>
    );
  return (
    <a {...said} hreflang={code} href={`/language/${code}?to=${encodeURIComponent(to)}`}>
      {children}
    </a>
  );
}
