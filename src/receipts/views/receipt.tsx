import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { WaysOn } from '../../payments/afterwards.service.js';
import type { LoanState } from '../../payments/exchange.js';
import type { ThanksWays } from '../../payments/spoken-thanks.service.js';
import type { Outlet } from '../../vouchers/voucher-outlets.js';
import { AmountView, amountText, type CoinUnit, type ShownAmount } from '../../web/amounts.js';
import { CsrfField, PictureButton, PictureButtons } from '../../web/forms.js';
import { Icon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Handover, Lead, StateMark } from '../../web/parts.js';
import { MemberPicture } from '../../web/pictures.js';
import { QrCode } from '../../web/qr.js';
import type { Receipt } from '../receipts.service.js';
import type { PartyView } from '../viewers.service.js';
import { Ways } from './afterwards.js';
import { faceOf } from './faces.js';
import { amountsOf, checkedFact, factsOf, firstFacts, loanFacts } from './receipt-facts.js';
import { slipPath } from './slip.css.js';
import { Thanks } from './thanks.js';

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
  /** Whether it was booked just now: the coins move once (U26). */
  readonly isFresh?: boolean;
  /** Whether it is shown because the exchange was made just now. */
  readonly isJustDone?: boolean;
  /** The service's own time, milliseconds since 1970: a picture of this page grows old. */
  readonly now: number;
}

/** A receipt as it stands now: for a stranger what and when, for its parties also who, and what they can do. */
export function ReceiptPage(props: ReceiptPageProps): VNode {
  const { view } = props;
  return view === undefined ? <StrangerPage {...props} /> : <PartyPage {...props} view={view} />;
}

/** For whoever verifies: whether it is real comes first, and nothing says who. */
function StrangerPage({ receipt, community, units, url, now, ...props }: ReceiptPageProps): VNode {
  const { language } = props;
  const { t } = words(language);
  const amounts = amountsOf(receipt, units);
  const sentence = realOrUndone(receipt, language);
  return (
    <Page
      {...props}
      title={t('verify.title')}
      community={community.name}
      ear={{ sentence, ...(amounts[0] !== undefined && { amount: amountText(amounts[0], language) }) }}
    >
      <link rel="stylesheet" href={slipPath} media="print" />
      <h1 class="sr">{t('verify.title')}</h1>
      <Card>
        <StateMark state={receipt.state === 'valid' ? 'good' : 'undone'}>{sentence}</StateMark>
        {receipt.state === 'undone' && <p>{t('verify.undone_more')}</p>}
        {amounts.map((each, i) => (
          <AmountView key={i} {...each} language={language} />
        ))}
        <Facts
          facts={[
            ...factsOf(receipt, undefined, community, language),
            checkedFact(now, community.timeZone, language),
          ]}
        />
        <QrCode text={url} label={t('receipt.scan_to_check')} />
      </Card>
      <section class="no-slip stacked">
        <p>
          {t('verify.tells')} {t('verify.does_not_tell')}
        </p>
        <p>{t('verify.picture_no_proof')}</p>
        <h2>{t('verify.check_yourself')}</h2>
        <Proofs token={receipt.token} language={language} />
      </section>
    </Page>
  );
}

/** For who took part: that it worked, between whom and how much; then what they can do; then the receipt itself. */
function PartyPage(props: ReceiptPageProps & { readonly view: PartyView }): VNode {
  const { receipt, view, thanks = null, outlets = [], community, units, language, url } = props;
  const { loan = null } = props;
  const { t } = words(language);
  const amounts = amountsOf(receipt, units);
  const [first] = amounts;
  const isValid = receipt.state === 'valid';
  const sentence = isValid ? doneSentence(view, first, language) : t('verify.undone');
  const csrf = props.finish?.csrf ?? '';
  const said = thanks !== null && <Thanks {...{ language, csrf }} ways={thanks} token={receipt.token} />;
  // On a device of several people whoever is done goes out first (U06).
  const goesOut = props.isJustDone === true && props.finish?.leaving !== undefined;
  const home = (
    <div class="no-slip">
      <PictureButtons>
        {goesOut && (
          <form method="post" action={props.finish.action}>
            <CsrfField token={csrf} />
            <PictureButton icon="finish" mirror label={t('buttons.finish')} look="main" />
          </form>
        )}
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </div>
  );
  // What the other says is not right waits for an answer, before anything else.
  const isSaid = props.ways?.objection != null;
  return (
    <Page
      {...props}
      title={t('start.my_receipts')}
      community={community.name}
      ear={{
        sentence,
        short: [
          realOrUndone(receipt, language),
          ...(first === undefined ? [] : [amountText(first, language)]),
        ],
      }}
    >
      <link rel="stylesheet" href={slipPath} media="print" />
      {thanks?.hear === true && said}
      <section class="card receipt">
        <StateMark state={isValid ? 'good' : 'undone'} heading done={isValid && props.isFresh === true}>
          {sentence}
        </StateMark>
        {!isValid && <p>{t('verify.undone_more')}</p>}
        <Who view={view} amounts={amounts} community={community.name} language={language} />
        <div class="proof-line">
          <QrCode text={url} label={t('receipt.scan_to_check')} />
          <Facts
            facts={[
              ...loanFacts(receipt, loan, language),
              ...firstFacts(receipt, view, community.timeZone, language),
            ]}
          />
        </div>
      </section>
      {!isSaid && home}
      {props.ways != null && (
        <Ways {...{ language, csrf }} ways={props.ways} loan={loan} token={receipt.token} />
      )}
      {isSaid && home}
      {thanks?.hear === false && said}
      {outlets.length > 0 && <Outlets outlets={outlets} language={language} />}
      <MoreOfIt {...props} />
    </Page>
  );
}

/** Folded: what else the receipt says, and how to check it without us. */
function MoreOfIt(props: ReceiptPageProps & { readonly view: PartyView }): VNode {
  const { receipt, view, community, now, language } = props;
  const { t } = words(language);
  return (
    <details class="more">
      <summary>
        <span class="plate">
          <Icon name="receipt" />
        </span>
        <span>{t('receipt.more')}</span>
      </summary>
      <Card>
        <Facts facts={factsOf(receipt, view, community, language)} />
      </Card>
      <section class="no-slip stacked">
        <h2>{t('verify.check_yourself')}</h2>
        <p>{realOrUndone(receipt, language)}</p>
        <Facts facts={[checkedFact(now, community.timeZone, language)]} />
        <p>{t('verify.picture_no_proof')}</p>
        <Proofs token={receipt.token} language={language} />
      </section>
    </details>
  );
}

/** That it worked, as who gave or got says it; who keeps the purse of others only reads that it did. */
function doneSentence({ side }: PartyView, amount: ShownAmount | undefined, language: AnyLanguage): string {
  const { t } = words(language);
  if (side === null || amount === undefined) return t('receipt.done');
  return t(side === 'giver' ? 'receipt.gave' : 'receipt.got', { amount: amountText(amount, language) });
}

function realOrUndone({ state }: Receipt, language: AnyLanguage): string {
  return words(language).t(state === 'valid' ? 'verify.real' : 'verify.undone');
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
export function Outlets({ outlets, language }: { outlets: readonly Outlet[]; language: AnyLanguage }): VNode {
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
              {place !== null && (
                <span class="hint">
                  <bdi>{place}</bdi>
                </span>
              )}
              {openingHours !== null && (
                <span class="hint">
                  <bdi>{openingHours}</bdi>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What checks it without this service. */
function Proofs({ token, language }: { token: string; language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <ul class="links">
      <li>
        <a href={`/r/${token}.jws`}>{t('verify.signature')}</a>
      </li>
      <li>
        <a href="/.well-known/jwks.json">{t('verify.keys')}</a>
      </li>
    </ul>
  );
}
