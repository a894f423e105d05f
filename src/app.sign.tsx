import type { VNode } from 'preact';
import type { CodeToShow } from './app.codes.js';
import { codesPath } from './app.home.js';
import type { ShownPurse } from './app.purses.js';
import type { Frame } from './app.visitors.js';
import { words } from './languages/languages.js';
import type { Amount } from './ledger/amount.js';
import { AmountView, amountText, type ShownAmount } from './web/amounts.js';
import { CsrfField, PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';
import { QrCode } from './web/qr.js';

export interface SignProps {
  readonly frame: Frame;
  readonly purse: ShownPurse;
  readonly shown: CodeToShow;
}

/** A code big enough to be scanned from another phone or from the wall, and to be printed. */
export function SignPage({ frame, purse, shown }: SignProps): VNode {
  const { language, actor } = frame;
  const { t } = words(language);
  const { code, url } = shown;
  const amount = code.amount === null ? undefined : shownAmount(purse, code.amount);
  const sentence = t(url === null ? 'receive.used' : 'receive.show_code');
  const ear = { sentence, ...(amount !== undefined && { amount: amountText(amount, language) }) };
  return (
    <Page {...frame} actor={undefined} back="/" title={t('receive.title')} ear={ear}>
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
      <PictureButtons>
        <PictureButton
          icon={purse.currency.token}
          label={t('receive.own_amount')}
          href={`${codesPath(purse)}/new`}
        />
      </PictureButtons>
    </Page>
  );
}

function Square({ url, label, typed }: { url: string; label: string; typed: string }): VNode {
  const token = url.slice(url.lastIndexOf('/') + 1);
  return (
    <>
      <QrCode text={url} label={label} />
      <p class="centre typed">
        <span class="hint">{typed}</span>
        <bdi class="code" dir="ltr">
          {token.replace(/(.{4})(?=.)/g, '$1 ')}
        </bdi>
      </p>
    </>
  );
}

/** Tiles for how much the code says. */
export function NewSignPage(props: { frame: Frame; purse: ShownPurse; csrf: string }): VNode {
  const { frame, purse, csrf } = props;
  const { language } = frame;
  const { t } = words(language);
  const amounts = usualAmounts(purse);
  const choices = amounts.map((amount) => amountText(shownAmount(purse, amount), language));
  return (
    <Page
      {...frame}
      back="/"
      title={t('receive.how_much')}
      ear={{ sentence: t('receive.how_much'), choices }}
    >
      <Lead title={t('receive.how_much')} />
      <form method="post" action={codesPath(purse)} class="amount-tiles">
        <CsrfField token={csrf} />
        {amounts.map((amount) => (
          <button
            class="picture-button plain"
            type="submit"
            name="amount"
            value={String(amount)}
            key={String(amount)}
          >
            <AmountView {...shownAmount(purse, amount)} language={language} />
          </button>
        ))}
      </form>
    </Page>
  );
}

function shownAmount({ has }: ShownPurse, amount: Amount): ShownAmount {
  return { ...has, amount };
}

/** Half a unit, one, two, three, as far as the currency's steps and its limit allow. */
function usualAmounts({ currency }: ShownPurse): Amount[] {
  const { scale, step, perPayment } = currency;
  const one = 10n ** BigInt(scale);
  return [one / 2n, one, one * 2n, one * 3n].filter(
    (amount) => amount > 0n && amount % step === 0n && (perPayment === null || amount <= perPayment),
  );
}
