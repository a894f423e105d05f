import type { VNode } from 'preact';
import { actingPath, leftOf } from './app.actings.js';
import type { BesideProps } from './app.besides.js';
import { PersonFace } from './app.founded.js';
import type { CurrencyProfile } from './communities/currency.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { trustSentence } from './payments/views/trust.js';
import type { SeenPurse, SeenTrust } from './payments/trusts-ground.js';
import { AmountView, amountText, type ShownAmount } from './web/amounts.js';
import { spokenFaces } from './web/ear.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Lead, StateMark } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';

export interface ActingProps extends BesideProps {
  readonly seen: SeenTrust;
}

/** On the first page of who is trusted: one button for each who trusts them, with that one's face. */
export function ActingButtons(props: {
  readonly got: readonly SeenTrust[];
  readonly language: AnyLanguage;
}): VNode | null {
  const { got, language } = props;
  if (got.length === 0) return null;
  const { t } = words(language);
  return (
    <PictureButtons>
      {got.map(({ trust, face }) => {
        const who = face === null ? undefined : faceOf(face, language);
        if (who?.kind !== 'member') return null;
        return (
          <a key={trust.id} class="picture-button plain" href={actingPath(trust.id)}>
            <MemberPicture {...who} size="small" decorative />
            <span>{t('trusts.acting_for', { name: who.name })}</span>
          </a>
        );
      })}
    </PictureButtons>
  );
}

/** For whom, what one may, how much of it is left; and the one thing that can be done. */
export function ActingPage({ seen, done, ...props }: ActingProps & { readonly done: boolean }): VNode {
  const { frame, path, face } = props;
  const { language } = frame;
  const { t } = words(language);
  const left = leftOf(seen);
  const size = left === null ? undefined : shown(left, seen.currency);
  const may = trustSentence(seen, language);
  const rest = size === undefined ? '' : t('trusts.left', { amount: amountText(size, language) });
  const choices = [left === null ? whoHas(props) : t('buttons.pay')];
  const sentence = done ? t('visits.done') : rest === '' ? may : rest;
  const faces = face === null ? [] : spokenFaces(faceOf(face, language));
  return (
    <Page
      {...frame}
      back="/"
      title={t('helped.title')}
      ear={{ sentence, choices, faces, short: [rest === '' ? whoHas(props) : rest] }}
    >
      {done && (
        <StateMark state="good" done>
          {t('visits.done')}
        </StateMark>
      )}
      <Card>
        {face !== null && <PersonFace face={face} language={language} />}
        <Lead title={rest === '' ? may : rest}>{rest !== '' && <p>{may}</p>}</Lead>
      </Card>
      <PictureButtons>
        {left === null && <PictureButton icon="purse" label={whoHas(props)} href={`${path}/purse`} />}
        {left !== null && left > 0n && (
          <PictureButton icon="pay" mirror label={t('buttons.pay')} href={`${path}/pay`} />
        )}
      </PictureButtons>
    </Page>
  );
}

/** What the member has. It is covered again on the page before. */
export function ActingPursePage(
  props: BesideProps & {
    readonly purses: readonly SeenPurse[];
    readonly currencies: readonly CurrencyProfile[];
  },
): VNode {
  const { frame, path, face, purses, currencies } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = whoHas(props);
  const has = purses.map(({ balance, currency }) =>
    shown(balance, currencies.find(({ code }) => code === currency) ?? null),
  );
  const amount = has[0] === undefined ? t('amounts.nothing') : amountText(has[0], language);
  const faces = face === null ? [] : spokenFaces(faceOf(face, language));
  return (
    <Page {...frame} back={path} title={t('start.purse')} ear={{ sentence, amount, faces }}>
      <Card>
        <Lead icon="purse" title={sentence} />
        {has.map((each, i) => (
          <div key={i} class="purse">
            <AmountView {...each} language={language} />
          </div>
        ))}
      </Card>
      <PictureButtons>
        <PictureButton icon="yes" label={t('start.cover')} href={path} />
      </PictureButtons>
    </Page>
  );
}

function whoHas({ frame: { language }, face }: BesideProps): string {
  const { t } = words(language);
  return t('trusts.has', { who: face === null ? t('receipt.someone') : faceOf(face, language).name });
}

function shown(amount: bigint, currency: CurrencyProfile | null): ShownAmount {
  return { amount, scale: currency?.scale ?? 0, unit: currency?.token ?? 'coin' };
}
