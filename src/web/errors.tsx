import type { VNode } from 'preact';
import { isWordKey, words, type WordKey } from '../languages/languages.js';
import { PictureButton, PictureButtons, type PictureButtonProps } from './forms.js';
import type { IconName } from './icons.js';
import { Page, type PageProps } from './page.js';
import { Card, Lead } from './parts.js';

/** What a kind page needs besides its own words; everything of the frame may be given. */
export type KindPageProps = Omit<PageProps, 'title' | 'children' | 'ear'>;

/** Nothing is at this address: 404. */
export function NotFoundPage(props: KindPageProps): VNode {
  return <KindPage {...props} icon="look" title="errors.not_found" more="errors.not_found_more" />;
}

/** A one-time link that was used before: 410. */
export function UsedLinkPage(props: KindPageProps): VNode {
  return <KindPage {...props} icon="key" title="errors.used" more="errors.used_more" />;
}

/** A link or code whose time is over: 410. */
export function ExpiredLinkPage(props: KindPageProps): VNode {
  return <KindPage {...props} icon="clock" title="errors.expired" more="errors.expired_more" />;
}

/** Not for whoever asks: 403. */
export function NotAllowedPage(props: KindPageProps): VNode {
  return <KindPage {...props} icon="key" title="errors.not_allowed" more="errors.not_allowed_more" />;
}

/** Too many tries: 429. */
export function TooManyTriesPage(props: KindPageProps & { readonly minutes: number }): VNode {
  const { minutes, ...frame } = props;
  // The plural is right in every language; a minute too many does no harm.
  const more = words(props.language).t('sign_in.too_many_more', { minutes: Math.max(2, minutes) });
  return <KindPage {...frame} icon="later" title="sign_in.too_many" moreText={more} />;
}

/**
 * Our own trouble: 500 or 503.
 * @param mark the number of this request in the log, for whoever helps
 */
export function ServerErrorPage(props: KindPageProps & { readonly mark?: string }): VNode {
  const { mark, ...frame } = props;
  const { t } = words(props.language);
  const markText = mark === undefined ? undefined : t('errors.server_mark', { mark });
  return (
    <KindPage {...frame} icon="broken" title="errors.server" more="errors.server_more" small={markText} />
  );
}

/** No connection, or no answer: it is not known whether it was booked. */
export function OfflinePage(props: KindPageProps): VNode {
  const { t } = words(props.language);
  const more = `${t('errors.offline_more')} ${t('errors.offline_paper')}`;
  // An empty address is the page one is on, whichever that is.
  const again = { icon: 'again', label: t('buttons.again'), href: '', look: 'main' } as const;
  const start = { icon: 'home', label: t('buttons.to_start'), href: '/' } as const;
  return <KindPage {...props} icon="cloud" title="errors.offline" moreText={more} ways={[again, start]} />;
}

/** Refusals that say that it was done before: that nothing was given beside it would quarrel with that. */
const saysDone: ReadonlySet<string> = new Set([
  'exchange_already_reversed',
  'hold_already_resolved',
  'request_paid',
]);

/**
 * The books, or a room, said no: 409.
 * @param code a refusal's code; one without words of its own is said as "Dit kan nu niet."
 * @param ways the ways on, as buttons; for `not_enough` a part, the pot, later (U28)
 * @param isLook nothing was to be given, so it is not said that nothing was
 */
export function RefusedPage(
  props: KindPageProps & {
    readonly code: string;
    readonly ways?: readonly PictureButtonProps[];
    readonly isLook?: boolean;
  },
): VNode {
  const { code, ways, isLook = false, ...frame } = props;
  const { t } = words(props.language);
  if (code === 'not_enough') {
    return (
      <KindPage
        {...frame}
        icon="purse"
        title="not_enough.sentence"
        more="not_enough.kind"
        ways={ways}
        waysTitle={ways === undefined ? undefined : t('not_enough.you_can')}
      />
    );
  }
  const key = `refusals.${code}`;
  const sentence = isWordKey(key) ? t(key) : undefined;
  const nothing = isLook || saysDone.has(code) ? [] : [t('errors.nothing_booked')];
  const more = [...(sentence === undefined ? [] : [sentence]), ...nothing].join(' ');
  return <KindPage {...frame} icon="later" title="errors.refused" moreText={more} ways={ways} />;
}

interface KindProps extends KindPageProps {
  readonly icon: IconName;
  readonly title: WordKey;
  readonly more?: WordKey;
  readonly moreText?: string;
  readonly small?: string;
  readonly waysTitle?: string;
  readonly ways?: readonly PictureButtonProps[];
}

function KindPage({ icon, title, more, moreText, small, waysTitle, ways, ...frame }: KindProps): VNode {
  const { t } = words(frame.language);
  const sentence = moreText ?? (more === undefined ? '' : t(more));
  const offered = ways ?? [{ icon: 'home', label: t('buttons.to_start'), href: '/', look: 'main' } as const];
  return (
    <Page {...frame} title={t(title).replace(/[.!]$/, '')} ear={{ sentence: `${t(title)} ${sentence}` }}>
      <Card>
        <Lead icon={icon} title={t(title)}>
          <p>{sentence}</p>
          {small !== undefined && <p class="small">{small}</p>}
        </Lead>
      </Card>
      {waysTitle !== undefined && <h2>{waysTitle}</h2>}
      <PictureButtons>
        {offered.map((way) => (
          <PictureButton key={way.label} {...way} />
        ))}
      </PictureButtons>
    </Page>
  );
}
