import type { VNode } from 'preact';
import type { CodeToShow } from './app.codes.js';
import { codesPath } from './app.home.js';
import type { ShownPurse } from './app.purses.js';
import type { Frame } from './app.visitors.js';
import { CardPlace } from './app.handing.js';
import { words, type AnyLanguage } from './languages/languages.js';
import type { Amount } from './ledger/amount.js';
import { AmountView, amountText, type ShownAmount } from './web/amounts.js';
import { CsrfField } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';
import { QrCode } from './web/qr.js';

export interface SignProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly purse: ShownPurse;
  readonly shown: CodeToShow;
}

/** A code big enough to be scanned from another phone or from the wall, and to be printed. */
export function SignPage({ frame, csrf, purse, shown }: SignProps): VNode {
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
      {amount === undefined && (
        <>
          <h2 class="centre">{t('receive.how_much')}</h2>
          <AmountTiles {...{ purse, csrf, language }} />
        </>
      )}
      {amount !== undefined && url !== null && (
        <CardPlace {...{ language, csrf, purse }} amount={amount.amount} />
      )}
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

/** Each makes a code that says how much. */
function AmountTiles(props: { purse: ShownPurse; csrf: string; language: AnyLanguage }): VNode {
  const { purse, csrf, language } = props;
  return (
    <form method="post" action={codesPath(purse)} class="amount-tiles">
      <CsrfField token={csrf} />
      {usualAmounts(purse).map((amount) => (
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
  );
}

function shownAmount({ has }: ShownPurse, amount: Amount): ShownAmount {
  return { ...has, amount };
}

/** Half a unit, one, two, three, as far as the currency's steps and its limit allow. */
export function usualAmounts({ currency }: ShownPurse): Amount[] {
  const { scale, step, perPayment } = currency;
  const one = 10n ** BigInt(scale);
  return [one / 2n, one, one * 2n, one * 3n].filter(
    (amount) => amount > 0n && amount % step === 0n && (perPayment === null || amount <= perPayment),
  );
}
