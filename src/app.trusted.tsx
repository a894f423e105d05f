import type { ComponentChildren, VNode } from 'preact';
import { secretErrors, turnAfter } from './access/views/card.js';
import { errorsOf, typedCard } from './app.desk.js';
import { PersonFace } from './app.founded.js';
import { SecretYes, type FlowPlace, type Knock } from './app.opened.js';
import type { ShownPurse } from './app.purselooks.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { words, type WordKey } from './languages/languages.js';
import { trustSentence } from './payments/views/trust.js';
import type { SeenTrust } from './payments/trusts-ground.js';
import { AmountView, amountText, type ShownAmount } from './web/amounts.js';
import { CsrfField, ErrorSummary, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

export interface TrustProps extends Omit<FlowPlace, 'home'> {
  readonly frame: Frame;
  readonly csrf: string;
  /** Those that are not over, given and got. */
  readonly trusts: readonly SeenTrust[];
  readonly wrong: WordKey | undefined;
}

/** Whom the member trusts, and who trusts them, each with one tap to end it; else the place for a card. */
export function TrustPage(props: TrustProps & { readonly children?: ComponentChildren }): VNode {
  const { frame, csrf, trusts, wrong, path, back, values = {}, children } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = errorsOf(language, wrong);
  const given = trusts.some(({ isMine }) => isMine);
  const said = trusts.map((trust) => trustSentence(trust, language));
  const sentence = given ? said.join(' ') : t('mine.trust_scan');
  return (
    <Page {...frame} back={back} title={t('mine.trust')} ear={{ sentence, short: [t('mine.trust')] }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="trust" title={given ? t('mine.trust') : t('mine.trust_scan')}>
        {!given && <p>{t('mine.trust_more')}</p>}
      </Lead>
      {trusts.map((trust) => (
        <Card key={trust.trust.id}>
          {trust.face !== null && <PersonFace face={trust.face} language={language} />}
          <p class="centre">{trustSentence(trust, language)}</p>
          <form method="post" action={`${path}/${trust.trust.id}/end`}>
            <CsrfField token={csrf} />
            <HiddenFields values={values} />
            <PictureButton icon="no" label={t('mine.trust_end')} />
          </form>
        </Card>
      ))}
      {!given && (
        <ScanPlace
          {...{ language, csrf, errors, values }}
          action={`${path}/card`}
          typed={typedCard(language)}
        />
      )}
      {children}
    </Page>
  );
}

export interface TrustWhatProps extends Pick<FlowPlace, 'path' | 'values'> {
  readonly frame: Frame;
  readonly csrf: string;
  readonly face: Face;
  /** From which they would pay; undefined for who has none. */
  readonly purse: ShownPurse | undefined;
}

/** What the other may: to look, or to give so much in a week. Each button says its limit; No is the way back. */
export function TrustWhatPage({ frame, csrf, face, purse, path, values }: TrustWhatProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('mine.trust_what');
  const amounts = purse === undefined ? [] : weekly(purse);
  const each = amounts.map((amount) => t('mine.per_week', { amount: amountText(amount, language) }));
  const choices = [t('mine.may_look'), ...each, t('buttons.no')];
  return (
    <Page
      {...frame}
      back={path}
      title={t('mine.trust')}
      ear={{ sentence: `${sentence} ${t('mine.three_months')}`, choices }}
    >
      <Card>
        <PersonFace face={face} language={language} />
        <Lead title={sentence}>
          <p>{t('mine.three_months')}</p>
        </Lead>
      </Card>
      <form method="post" action={path} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ ...values, who: face.partyId }} />
        <PictureButton icon="look" label={t('mine.may_look')} />
        {amounts.map((amount, i) => (
          <button
            key={String(amount.amount)}
            class="picture-button plain"
            type="submit"
            name="amount"
            value={String(amount.amount)}
          >
            <AmountView {...amount} language={language} size="line" />
            <span>{each[i]}</span>
          </button>
        ))}
      </form>
      <PictureButtons>
        <PictureButton icon="no" label={t('buttons.no')} href={path} />
      </PictureButtons>
    </Page>
  );
}

export interface TrustSecretProps extends Omit<TrustWhatProps, 'purse'>, Knock {
  /** In a week; undefined for who may only look. */
  readonly amount: ShownAmount | undefined;
}

/** On a screen that is not the member's own their secret is the yes: nobody beside them can say it (U08). */
export function TrustSecretPage(props: TrustSecretProps): VNode {
  const { frame, csrf, face, path, values, amount, tapped, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const what = amount && t('mine.per_week', { amount: amountText(amount, language) });
  const sentence = what ?? t('mine.may_look');
  const turn = t(`card.${turnAfter(tapped)}`);
  const errors = secretErrors(wrong, language);
  const given = { ...values, who: face.partyId, ...(amount && { amount: String(amount.amount) }) };
  return (
    <Page
      {...frame}
      back={path}
      title={t('mine.trust')}
      ear={{ sentence: `${sentence}. ${turn}`, short: [turn] }}
    >
      <ErrorSummary {...{ language, errors }} />
      <Card>
        <PersonFace face={face} language={language} />
        <Lead title={sentence}>
          <p>{t('mine.three_months')}</p>
        </Lead>
      </Card>
      <SecretYes {...{ language, csrf, tapped, wrong }} isSecond action={path} values={given} />
      <PictureButtons>
        <PictureButton icon="no" label={t('buttons.no')} href={path} />
      </PictureButtons>
    </Page>
  );
}

/** One, two and five whole units. */
function weekly({ has }: ShownPurse) {
  const one = 10n ** BigInt(has.scale);
  return [one, one * 2n, one * 5n].map((amount) => ({ ...has, amount }));
}
