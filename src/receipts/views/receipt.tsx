import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { LoanState } from '../../payments/exchange.js';
import { AmountView, amountText, type CoinUnit, type ShownAmount } from '../../web/amounts.js';
import { dayWords, momentWords } from '../../web/dates.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Handover, Lead, StateMark, type Fact } from '../../web/parts.js';
import { pictureWord } from '../../web/pictures.js';
import { QrCode } from '../../web/qr.js';
import { MemberPicture } from '../../web/pictures.js';
import type { Outlet } from '../../vouchers/voucher-outlets.js';
import type { Receipt } from '../receipts.service.js';
import { spacedCode } from '../short-code.js';
import type { WaysOn } from '../../payments/afterwards.service.js';
import type { ThanksWays } from '../../payments/spoken-thanks.service.js';
import type { PartyView } from '../viewers.service.js';
import { Ways } from './afterwards.js';
import { faceOf } from './faces.js';
import { Thanks } from './thanks.js';
import { slipPath } from './slip.css.js';

export interface ReceiptPageProps extends Omit<PageProps, 'title' | 'children' | 'ear' | 'community'> {
  readonly receipt: Receipt;
  /** What a party sees beside what strangers see. */
  readonly view?: PartyView;
  /** Where coins can be spent, for its parties. */
  readonly outlets?: readonly Outlet[];
  /** How what was lent stands; null for a stranger, and for what is no loan. */
  readonly loan?: LoanState | null;
  /** What its parties can still do. */
  readonly ways?: WaysOn | null;
  readonly thanks?: ThanksWays | null;
  readonly community: { readonly name: string; readonly timeZone: string };
  /** How the community shows its currencies. */
  readonly units: ReadonlyMap<string, CoinUnit>;
  /** The address in the QR code, in capitals. */
  readonly url: string;
  /** The service's own time, milliseconds since 1970: a picture of this page grows old. */
  readonly now: number;
}

/** A receipt as it stands now: for a stranger what and when, for its parties also who. */
export function ReceiptPage({
  receipt,
  view,
  loan = null,
  ways = null,
  thanks = null,
  outlets = [],
  community,
  units,
  url,
  now,
  ...frame
}: ReceiptPageProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const amounts = amountsOf(receipt, units);
  const sentence = receipt.state === 'valid' ? t('verify.real') : t('verify.undone');
  const said = thanks !== null && (
    <Thanks {...{ language }} ways={thanks} token={receipt.token} csrf={frame.finish?.csrf ?? ''} />
  );
  return (
    <Page
      {...frame}
      title={t('verify.title')}
      community={community.name}
      ear={{ sentence, ...(amounts[0] !== undefined && { amount: amountText(amounts[0], language) }) }}
    >
      <link rel="stylesheet" href={slipPath} media="print" />
      <h1 class="sr">{t('verify.title')}</h1>
      {thanks?.hear === true && said}
      <Card>
        <StateMark state={receipt.state === 'valid' ? 'good' : 'undone'}>{sentence}</StateMark>
        {receipt.state === 'undone' && <p>{t('verify.undone_more')}</p>}
        {view === undefined ? (
          amounts.map((each, i) => <AmountView key={i} {...each} language={language} />)
        ) : (
          <Who view={view} amounts={amounts} community={community.name} language={language} />
        )}
        <Facts
          facts={[...loanFacts(receipt, loan, language), ...factsOf(receipt, view, community, language, now)]}
        />
        <QrCode text={url} label={t('receipt.scan_to_check')} />
      </Card>
      {thanks?.hear === false && said}
      {ways !== null && (
        <Ways {...{ ways, loan, language }} token={receipt.token} csrf={frame.finish?.csrf ?? ''} />
      )}
      {outlets.length > 0 && <Outlets outlets={outlets} language={language} />}
      <About token={receipt.token} language={language} isParty={view !== undefined} />
    </Page>
  );
}

/** There is no such receipt, or what was typed can be none: one page for all of these. */
export function NoReceiptPage(frame: Omit<PageProps, 'title' | 'children' | 'ear'>): VNode {
  const { t } = words(frame.language);
  const more = t('verify.not_found_more');
  return (
    <Page {...frame} title={t('verify.title')} ear={{ sentence: `${t('verify.not_found')} ${more}` }}>
      <Card>
        <Lead icon="look" title={t('verify.not_found')}>
          <p>{more}</p>
        </Lead>
      </Card>
    </Page>
  );
}

function Who(props: {
  view: PartyView;
  amounts: readonly ShownAmount[];
  community: string;
  language: AnyLanguage;
}): VNode {
  const { view, amounts, community, language } = props;
  const { t } = words(language);
  const [first, ...others] = amounts;
  return (
    <>
      <Handover
        language={language}
        from={faceOf(view.givers, community, language)}
        to={faceOf(view.takers, community, language)}
        fromCaption={t('receipt.from')}
        toCaption={t('receipt.to')}
        amount={first ?? null}
      />
      {others.map((each, i) => (
        <AmountView key={i} {...each} language={language} />
      ))}
    </>
  );
}

/** What one can do with what came: places with their picture and when they are open. */
function Outlets({ outlets, language }: { outlets: readonly Outlet[]; language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <section class="no-slip stacked">
      <h2>{t('receipt.what_now')}</h2>
      <ul class="rows">
        {outlets.map(({ name, picture, colour, place, openingHours }, i) => (
          <li key={i} class="row">
            <MemberPicture
              picture={picture ?? ''}
              colour={colour ?? ''}
              name={name}
              size="small"
              decorative
            />
            <span class="row-text">
              <strong>
                <bdi>{name}</bdi>
              </strong>
              {place !== null && <span class="hint">{place}</span>}
              {openingHours !== null && <span class="hint">{openingHours}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What it says, what it does not, and how to check it without this service. */
function About({
  token,
  language,
  isParty,
}: {
  token: string;
  language: AnyLanguage;
  isParty: boolean;
}): VNode {
  const { t } = words(language);
  return (
    <section class="no-slip stacked">
      {!isParty && (
        <p>
          {t('verify.tells')} {t('verify.does_not_tell')}
        </p>
      )}
      <p>{t('verify.picture_no_proof')}</p>
      <h2>{t('verify.check_yourself')}</h2>
      <ul class="links">
        <li>
          <a href={`/r/${token}.jws`}>{t('verify.signature')}</a>
        </li>
        <li>
          <a href="/.well-known/jwks.json">{t('verify.keys')}</a>
        </li>
      </ul>
    </section>
  );
}

function amountsOf({ claims }: Receipt, units: ReadonlyMap<string, CoinUnit>): ShownAmount[] {
  return [...claims.amounts, ...(claims.held ?? [])].map(({ currency, amount, scale }) => ({
    amount: BigInt(amount),
    scale,
    unit: units.get(currency) ?? 'coin',
  }));
}

/** Whether what was lent is still out, until when, or back. */
function loanFacts({ claims }: Receipt, loan: LoanState | null, language: AnyLanguage): Fact[] {
  if (loan === null) return [];
  const { t } = words(language);
  const until = loan === 'open' ? claims.conditionDate : null;
  const value =
    until === null ? t(`loans.${loan}`) : t('loans.open_until', { day: dayWords(until, language) });
  return [{ name: t('loans.now'), value, icon: loan === 'returned' ? 'given_back' : 'clock' }];
}

function factsOf(
  { claims, facts, undoneAt }: Receipt,
  view: PartyView | undefined,
  { timeZone, name }: ReceiptPageProps['community'],
  language: AnyLanguage,
  now: number,
): Fact[] {
  const { t } = words(language);
  const { subject, minutes, labour } = claims.what;
  const reason = view === undefined ? null : facts.exchange.reason;
  const what = [
    t(`kinds.${claims.kind}`),
    ...(subject === null ? [] : [t(`subjects.${subject}`)]),
    ...(labour === null ? [] : [t(`labour.${labour}`)]),
    ...(reason === null ? [] : [t(`reasons.${reason}`)]),
    ...(view === undefined ? [] : [t(`modes.${facts.exchange.mode}`)]),
  ].join(', ');
  const moment = (minute: string): string => momentWords(Date.parse(minute), language, timeZone);
  const day = claims.conditionDate === null ? '' : dayWords(claims.conditionDate, language);
  const { condition } = claims;
  const helped = view !== undefined && facts.exchange.helperId !== null;
  return [
    { name: t('receipt.what'), value: what, icon: 'list' },
    ...(minutes === null
      ? []
      : [
          {
            name: t('receipt.how_long'),
            value: t('receipt.minutes', { count: minutes }),
            icon: 'clock' as const,
          },
        ]),
    { name: t('receipt.condition'), value: t(`conditions.${condition}`, { day }), icon: 'together' },
    { name: t('receipt.booked'), value: moment(claims.booked), icon: 'calendar' },
    ...(undoneAt === null
      ? []
      : [{ name: t('verify.undone'), value: moment(undoneAt), icon: 'given_back' as const }]),
    { name: t('verify.by_community', { name: '' }).trim(), value: <bdi>{name}</bdi>, icon: 'leaf' },
    ...(helped
      ? [{ name: t('receipt.helped_by'), value: helperWord(view, language), icon: 'help' as const }]
      : []),
    ...(view === undefined
      ? []
      : [{ name: t('receipt.short_code'), value: <span class="code">{spacedCode(view.shortCode)}</span> }]),
    {
      name: t('verify.checked_at', { when: '' }).trim(),
      value: momentWords(now, language, timeZone),
      icon: 'look',
    },
  ];
}

/** The picture of whoever helped, where a visit proves it; what somebody only said stays somebody. */
function helperWord({ helpedBy }: PartyView, language: AnyLanguage): string {
  if (helpedBy?.picture == null) return words(language).t('receipt.someone');
  return pictureWord(helpedBy.picture, language);
}
