import type { VNode } from 'preact';
import type { Awaited, CodeToShow } from './app.codes.js';
import { codesPath } from './app.keeping.js';
import { ExchangeLine } from './app.pursed.js';
import type { ShownPurse } from './app.purselooks.js';
import type { ShownLine } from './app.purses.js';
import type { Frame } from './app.visitors.js';
import { CardPlace } from './app.handing.js';
import type { CurrencyProfile } from './communities/currency.js';
import { words, type AnyLanguage } from './languages/languages.js';
import type { Amount } from './ledger/amount.js';
import { AmountView, amountText, type ShownAmount } from './web/amounts.js';
import { spacedCode } from './web/codes.js';
import { CsrfField, PictureButton, PictureButtons } from './web/forms.js';
import type { PaymentCode } from './payments/code.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, StateMark } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';
import { QrCode } from './web/qr.js';

export interface SignProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly purse: ShownPurse;
  readonly shown: CodeToShow;
  readonly awaited: Awaited;
  /** What came since the page was first loaded, newest first. */
  readonly cameIn: readonly ShownLine[];
}

/** A code big enough to be scanned from another phone or from the wall, and to be printed. */
export function SignPage({ frame, csrf, purse, shown, ...rest }: SignProps): VNode {
  const { language, actor } = frame;
  const { t } = words(language);
  const { code, url } = shown;
  const amount = code.amount === null ? undefined : shownAmount(purse, code.amount);
  const sentence = t(url === null ? 'receive.used' : 'receive.show_code');
  const ear = { sentence, ...(amount !== undefined && { amount: amountText(amount, language) }) };
  return (
    <Page {...frame} actor={undefined} back="/" title={t('receive.title')} ear={ear}>
      {url !== null && <CameIn {...{ purse, code, language, ...rest }} />}
      <Card>
        <Lead title={sentence} />
        {purse.name === null ? (
          actor !== undefined && (
            <span class="face">
              <MemberPicture {...actor} size="big" decorative />
              <bdi class="face-name">{actor.name}</bdi>
            </span>
          )
        ) : (
          <span class="face">
            <span class="plate face-plate">
              <Icon name="group" />
            </span>
            <bdi class="face-name">{purse.name}</bdi>
          </span>
        )}
        {amount !== undefined && (
          <p class="centre">
            <AmountView {...amount} language={language} />
          </p>
        )}
        {url !== null && <Square url={url} label={t('start.my_code_hint')} typed={t('receive.or_type')} />}
        {url !== null && (
          <p class="hint centre">
            {t(code.kind === 'single' ? 'receive.works_once' : 'receive.works_always')}
            {purse.name !== null && ` ${t('receive.print_more')}`}
          </p>
        )}
      </Card>
      {url !== null && (
        <PictureButtons>
          <PictureButton
            icon="again"
            label={t('receive.look')}
            href={`${codesPath(purse)}/${code.id}?since=${rest.awaited.since}`}
          />
        </PictureButtons>
      )}
      {amount === undefined && (
        <>
          <h2 class="centre">{t('receive.how_much')}</h2>
          <form method="post" action={codesPath(purse)}>
            <CsrfField token={csrf} />
            <AmountTiles {...{ purse, language }} />
          </form>
        </>
      )}
      {amount !== undefined && url !== null && (
        <CardPlace
          {...{ language, csrf, purse }}
          amount={amount.amount}
          asked={code.kind === 'single' ? code.id : undefined}
        />
      )}
    </Page>
  );
}

/**
 * What came since the page was first loaded. Its script asks whether more came: a code that works once then makes place
 * for its receipt; another only says so, for a page that loads again by itself would keep a shared device signed in.
 */
function CameIn(
  props: Pick<SignProps, 'purse' | 'awaited' | 'cameIn'> & {
    code: PaymentCode;
    language: AnyLanguage;
  },
): VNode {
  const { purse, awaited, cameIn, code, language } = props;
  const to = code.kind === 'single' ? `${codesPath(purse)}/${code.id}` : undefined;
  return (
    <>
      {cameIn.length > 0 && (
        <section class="stacked no-print">
          <Came language={language} />
          <ul class="rows">
            {cameIn.map((line) => (
              <ExchangeLine key={`${line.entry.seq}`} {...{ line, language }} />
            ))}
          </ul>
        </section>
      )}
      <Awaiting {...{ awaited, language, to }} />
    </>
  );
}

function Came({ language }: { language: AnyLanguage }): VNode {
  return <StateMark state="good">{words(language).t('receive.came')}</StateMark>;
}

/**
 * Stays hidden until something came.
 * @param props.to where the page goes by itself then, instead of saying it
 */
export function Awaiting(props: { awaited: Awaited; language: AnyLanguage; to?: string | undefined }): VNode {
  const { awaited, language, to } = props;
  return (
    <div class="no-print" role="status" data-came={awaited.ask} data-to={to} hidden>
      <Came language={language} />
    </div>
  );
}

function Square({ url, label, typed }: { url: string; label: string; typed: string }): VNode {
  return (
    <>
      <QrCode text={url} label={label} />
      <p class="centre typed">
        <span class="hint">{typed}</span>
        <bdi class="code" dir="ltr">
          {spacedCode(url)}
        </bdi>
      </p>
    </>
  );
}

function shownAmount({ has }: ShownPurse, amount: Amount): ShownAmount {
  return { ...has, amount };
}

/** Half a unit, one, two, three, as far as the currency's steps and its limit allow. */
export function usualAmounts({ currency }: { currency: CurrencyProfile }): Amount[] {
  const { scale, step, perPayment } = currency;
  const one = 10n ** BigInt(scale);
  return [one / 2n, one, one * 2n, one * 3n].filter(
    (amount) => amount > 0n && amount % step === 0n && (perPayment === null || amount <= perPayment),
  );
}

/** The usual amounts of a purse, to send with the form around them; the one that counts now is marked. */
export function AmountTiles(props: {
  readonly purse: ShownPurse;
  readonly language: AnyLanguage;
  /** What they are for, where no heading says it. */
  readonly label?: string;
  readonly now?: bigint;
}): VNode {
  const { purse, language, label, now } = props;
  return (
    <div
      class={now === undefined ? 'amount-tiles' : 'amount-tiles compact'}
      {...(label !== undefined && { role: 'group', 'aria-label': label })}
    >
      {usualAmounts(purse).map((amount) => (
        <button
          class="picture-button plain"
          type="submit"
          name="amount"
          value={String(amount)}
          key={String(amount)}
          aria-pressed={now === undefined ? undefined : amount === now ? 'true' : 'false'}
        >
          <AmountView {...purse.has} amount={amount} language={language} />
        </button>
      ))}
    </div>
  );
}
