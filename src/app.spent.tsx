import type { VNode } from 'preact';
import type { SecretWay } from './access/secret-form.js';
import { NoSecretHint, secretErrors, turnAfter } from './access/views/card.js';
import type { BesideProps } from './app.besides.js';
import { errorsOf } from './app.desk.js';
import { SecretYes } from './app.opened.js';
import { usualAmounts } from './app.sign.js';
import { words, type WordKey } from './languages/languages.js';
import type { Amount } from './ledger/amount.js';
import type { VisitLook } from './payments/card-visits.service.js';
import { faceOf, faceOfSide } from './payments/views/side.js';
import { AmountView, amountText, type ShownAmount } from './web/amounts.js';
import { spokenFaces } from './web/ear.js';
import { Confirm, CsrfField, ErrorSummary, HiddenFields, PictureButton } from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Handover, Lead, type Face } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** What was scanned, and how much where that was chosen. */
export interface Spending {
  readonly token: string;
  readonly amount?: Amount;
}

export interface SpendProps extends BesideProps {
  readonly visitId: string;
  readonly token: string;
  readonly look: VisitLook;
  /** Whoever taps is not the one who gives, but whom they trust (U08). */
  readonly isFor?: boolean;
}

/** The code of who gets something, for the member's own purse. */
export function SpendScanPage(
  props: BesideProps & { readonly wrong?: WordKey; readonly pot?: boolean },
): VNode {
  const { frame, csrf, path, wrong, pot = false } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('pay.scan_code');
  const errors = errorsOf(language, wrong);
  return (
    <Page
      {...frame}
      back={path}
      title={t('pay.title')}
      ear={{ sentence, choices: pot ? [t('start.pot')] : [] }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="scan" title={sentence}>
        <p>{t('card_pay.scan')}</p>
      </Lead>
      <ScanPlace
        {...{ language, csrf, errors }}
        action={`${path}/pay`}
        typed={{ label: t('pay.type_code'), hint: t('pay.type_code_hint') }}
      />
      {pot && (
        <form method="post" action={`${path}/pay/pot`}>
          <CsrfField token={csrf} />
          <PictureButton icon="pot" label={t('start.pot')} />
        </form>
      )}
    </Page>
  );
}

/** How much, where the code leaves that open. */
export function SpendAmountPage(props: SpendProps): VNode {
  const { frame, csrf, path, token, look } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('pay.choose_amount');
  const { from, to } = sides(props);
  return (
    <Page {...frame} back={path} title={sentence} ear={{ sentence }}>
      <Lead title={sentence} />
      <Card>
        <Handover {...{ language, from, to }} amount={null} />
      </Card>
      <form method="post" action={`${path}/pay/amount`} class="amount-tiles">
        <CsrfField token={csrf} />
        <HiddenFields values={{ token }} />
        {usualAmounts(look).map((amount) => (
          <button
            key={String(amount)}
            class="picture-button plain"
            type="submit"
            name="amount"
            value={String(amount)}
          >
            <AmountView {...shown(look, amount)} language={language} />
          </button>
        ))}
      </form>
    </Page>
  );
}

/** Who gives what to whom; the member taps yes or no (U24). */
export function SpendPage(props: SpendProps): VNode {
  const { frame, csrf, path, visitId: visit, token, look } = props;
  const { language } = frame;
  const { t } = words(language);
  const { from, to, amount, sentence } = said(props);
  const values = { visit, token, order: look.orderId, amount: String(amount.amount) };
  const choices = [t('buttons.yes'), t('buttons.no')];
  const short = [t('pay.question'), amountText(amount, language)];
  return (
    <Page {...frame} title={t('pay.title')} ear={{ sentence, choices, faces: spokenFaces(from, to), short }}>
      <Lead title={t('pay.question')} />
      <Card>
        <Handover {...{ language, from, to, amount }} />
        <p class="centre">{sentence}</p>
      </Card>
      <Confirm {...{ language, csrf, values }} action={`${path}/pay/yes`} noHref={path} />
    </Page>
  );
}

export interface SpendSecretProps extends SpendProps {
  readonly order: string;
  readonly tapped: readonly string[];
  /** With what the last secret was given that was not right; null when none was. */
  readonly wrong: SecretWay | null;
}

/** More than a card may alone: the member's drawings or digits are the yes, and the helper looks away. */
export function SpendSecretPage(props: SpendSecretProps): VNode {
  const { frame, csrf, path, visitId: visit, token, order, tapped, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const { from, to, amount, sentence } = said(props);
  const errors = secretErrors(wrong, language);
  const turn = t(`card.${turnAfter(tapped)}`);
  const values = { visit, token, order, amount: String(amount.amount) };
  return (
    <Page
      {...frame}
      back={path}
      title={t('card.title')}
      ear={{ sentence: `${sentence} ${turn}`, short: [turn] }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <Handover {...{ language, from, to, amount }} />
        <p class="centre">{sentence}</p>
      </Card>
      <SecretYes {...{ language, csrf, values, tapped, wrong }} action={`${path}/pay/yes`} />
      {tapped.length === 0 && <NoSecretHint language={language} />}
    </Page>
  );
}

function said(props: SpendProps) {
  const { look, frame } = props;
  const { t } = words(frame.language);
  const { from, to } = sides(props);
  const amount = shown(look, look.amount ?? 0n);
  const size = amountText(amount, frame.language);
  const sentence =
    props.isFor === true
      ? t('card_pay.gives', { giver: from.name, amount: size, name: to.name })
      : t('pay.you_give', { amount: size, name: to.name });
  return { from, to, amount, sentence };
}

function sides({ face, look, frame }: SpendProps): { from: Face; to: Face } {
  const { language } = frame;
  const { t } = words(language);
  const nobody = { kind: 'other', name: t('card_pay.you'), icon: 'card' } as const;
  return {
    from: face === null ? nobody : faceOf(face, language),
    to: faceOfSide(look.payee, frame.community ?? '', language),
  };
}

function shown({ currency }: VisitLook, amount: Amount): ShownAmount {
  return { amount, scale: currency.scale, unit: currency.token };
}
