import { Fragment, type VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { AmountView, amountText } from '../../web/amounts.js';
import { momentWords } from '../../web/dates.js';
import { CsrfField, HiddenFields, PictureButton, PictureButtons } from '../../web/forms.js';
import { reasonIcon, type IconName } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Lead, StateMark, type Fact } from '../../web/parts.js';
import type { Taker, VoucherLook } from '../voucher-looks.service.js';
import type { Outlet } from '../voucher-outlets.js';
import { PartOffer } from './part-offer.js';
import { termsSentences } from './terms-words.js';

type Frame = Omit<PageProps, 'title' | 'children' | 'ear'>;

export interface VoucherPageProps extends Frame {
  readonly look: VoucherLook;
  readonly outlets: readonly Outlet[];
  /** Where the form posts to. */
  readonly path: string;
  /** The place for scanning that asks; not where a telephone opened the code by itself. */
  readonly station?: string;
  readonly csrf: string;
  readonly orderId: string;
  /** What was scanned; it stands in no address. */
  readonly codes: string;
}

/** What an acceptor sees after scanning: what it is worth, from whom, on which terms, and one button (U36). */
export function VoucherPage(props: VoucherPageProps): VNode {
  const { look, language, outlets } = props;
  const { t } = words(language);
  const shown = { amount: look.voucher.amount, scale: look.currency.scale, unit: look.currency.token };
  const good = look.stands === null;
  const title = good ? t('vouchers.question') : t('vouchers.title');
  const sentences = termsSentences(look.batch.terms, language);
  const ear = { sentence: title, amount: amountText(shown, language), choices: sentences };
  return (
    <Page {...props} title={t('vouchers.title')} ear={ear}>
      {props.station !== undefined && <span hidden data-answered={props.station} />}
      <Lead icon={pictureOf(look)} title={title} />
      {!good && <Standing {...props} />}
      <Card>
        <p class="centre">
          <AmountView {...shown} language={language} />
        </p>
        <Facts facts={factsOf(look, outlets, language)} />
        <ul aria-label={t('vouchers.conditions')}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Card>
      {good && look.takers.length === 0 && <p class="centre">{t('vouchers.nobody_takes')}</p>}
      <PictureButtons>
        {look.takers.map((taker) => (
          <AcceptForm key={taker.accountId} {...props} taker={taker} alone={look.takers.length === 1} />
        ))}
        {look.batch.terms.restOnCard &&
          look.takers.map((taker) => (
            <PartForm key={taker.accountId} {...props} taker={taker} alone={look.takers.length === 1} />
          ))}
        {look.takers.length === 0 && props.station !== undefined && (
          <PictureButton icon="scan" label={t('vouchers.again')} href={props.station} look="main" />
        )}
        {look.takers.length === 0 && <PictureButton icon="home" label={t('buttons.to_start')} href="/" />}
      </PictureButtons>
    </Page>
  );
}

/** Nobody is signed in. The same for every code, known or not. */
export function StrangerPage(frame: Frame): VNode {
  const { t } = words(frame.language);
  const sentences = [
    t('vouchers.guest'),
    t('payments.who_more'),
    t('payments.ask_helper'),
    t('payments.who_again'),
  ];
  const ear = { sentence: [t('payments.who'), ...sentences].join(' ') };
  return (
    <Page {...frame} title={t('payments.who')} ear={ear}>
      <Card>
        <Lead icon="person" title={t('payments.who')}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Lead>
      </Card>
    </Page>
  );
}

function AcceptForm(props: VoucherPageProps & { taker: Taker; alone: boolean }): VNode {
  const { taker, alone, path, csrf, orderId, codes, language, station } = props;
  const { t } = words(language);
  const name = taker.face?.name ?? null;
  const mine = taker.face?.kind === 'person';
  const more = alone || mine || name === null ? {} : { hint: t('vouchers.accept_for', { name }) };
  const where: Readonly<Record<string, string>> = station === undefined ? { to: taker.accountId } : {};
  const values = { order: orderId, codes, ...where };
  const label = mine ? t('vouchers.on_my_card') : t('vouchers.accept');
  return (
    <form method="post" action={path} data-settles={station}>
      <CsrfField token={csrf} />
      <HiddenFields values={values} />
      <PictureButton icon={mine ? 'card' : 'yes'} label={label} look="main" {...more} />
    </form>
  );
}

function PartForm(props: VoucherPageProps & { taker: Taker; alone: boolean }): VNode | null {
  const { taker, alone, look, csrf, codes, language } = props;
  const { kind, name } = taker.face ?? { kind: 'person', name: null };
  if (kind === 'person') return null;
  const at = { communityId: look.batch.communityId, accountId: taker.accountId };
  const more = alone || name === null ? {} : { hint: words(language).t('vouchers.accept_for', { name }) };
  return <PartOffer {...{ language, csrf, at, codes, ...more }} />;
}

/** Why it cannot be taken. Of a used one the time, and never a name (U36). */
function Standing({ look, language }: VoucherPageProps): VNode {
  const { t } = words(language);
  const { stands, timeZone, usedHere } = look;
  const code = stands!.code as 'voucher_already_used';
  const used =
    stands!.usedAt === undefined
      ? []
      : [
          t('vouchers.used_at', { moment: momentWords(stands!.usedAt, language, timeZone) }),
          t(usedHere === true ? 'vouchers.used_here' : 'vouchers.used_elsewhere'),
        ];
  return (
    <Card>
      <StateMark state={used.length > 0 ? 'undone' : 'waiting'}>{t(`refusals.${code}`)}</StateMark>
      {used.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Card>
  );
}

/** The drawing of what it is for. */
export function pictureOf({ batch }: Pick<VoucherLook, 'batch'>): IconName {
  const { reason } = batch.terms;
  return reason === null ? 'voucher' : reasonIcon(reason);
}

function factsOf(look: VoucherLook, outlets: readonly Outlet[], language: AnyLanguage): Fact[] {
  const { t } = words(language);
  const { reason, subject } = look.batch.terms;
  const what = reason !== null ? t(`reasons.${reason}`) : subject !== null ? t(`subjects.${subject}`) : null;
  return [
    { name: t('vouchers.from'), value: look.giver?.name ?? t('receipt.someone') },
    ...(what === null ? [] : [{ name: t('vouchers.what_for'), value: what }]),
    { name: t('vouchers.where'), value: outlets.length === 0 ? t('vouchers.anywhere') : placesOf(outlets) },
  ];
}

/** Each by itself, for names and hours are written from left to right on every page. */
function placesOf(outlets: readonly Outlet[]): VNode[] {
  return outlets.map(({ name, openingHours }, i) => (
    <Fragment key={i}>
      {i > 0 && ', '}
      <bdi>{openingHours === null ? name : `${name} (${openingHours})`}</bdi>
    </Fragment>
  ));
}
