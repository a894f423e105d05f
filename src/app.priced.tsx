import type { VNode } from 'preact';
import { PaperPage, PriceBoard } from './app.paper.js';
import { signReasons, type PriceSign, type PrintedSign } from './app.prices.js';
import type { ShownPurse } from './app.purselooks.js';
import { AmountTiles } from './app.sign.js';
import type { Frame } from './app.visitors.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import type { Reason } from './ledger/order.js';
import { AmountView, amountText } from './web/amounts.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  Field,
  HiddenFields,
  PictureButton,
  PictureButtons,
} from './web/forms.js';
import { Icon, reasonIcon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';

/** Where the signs of a purse are. */
export function signsPath({ account }: ShownPurse): string {
  return `/c/${account.communityId}/signs/${account.id}`;
}

/** What the sign is for, as pictures. Nothing is made yet. */
export function SignReasonPage({ frame, purse }: Pick<NewSignProps, 'frame' | 'purse'>): VNode {
  const { t } = words(frame.language);
  const labels = signReasons.map((each) => t(`reasons.${each}`));
  const sentence = t('signs.what');
  return (
    <Page {...frame} back="/" title={t('signs.title')} ear={{ sentence, choices: labels }}>
      <Lead title={sentence} />
      <PictureButtons tiles>
        {signReasons.map((each, i) => (
          <PictureButton
            key={each}
            icon={reasonIcon(each)}
            label={labels[i]!}
            href={`${signsPath(purse)}/new?reason=${each}`}
          />
        ))}
      </PictureButtons>
    </Page>
  );
}

export interface NewSignProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly purse: ShownPurse;
  readonly reason: Reason;
  /** What was wrong with the figure that was written. */
  readonly wrong: WordKey | null;
}

/** How much it costs: tapping a tile makes the sign. */
export function NewSignPage({ frame, csrf, purse, reason, wrong }: NewSignProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === null ? [] : [{ field: 'other', message: t(wrong) }];
  return (
    <Page
      {...frame}
      back={`${signsPath(purse)}/new`}
      title={t('signs.title')}
      ear={{ sentence: t('signs.how_much') }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Lead icon={reasonIcon(reason)} title={t('signs.how_much')}>
        <p>{t(`reasons.${reason}`)}</p>
      </Lead>
      <form method="post" action={signsPath(purse)} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ reason }} />
        <AmountTiles {...{ purse, language }} label={t('signs.how_much')} />
        <Field
          {...{ name: 'other', inputMode: 'decimal', maxLength: 20, errors }}
          label={t('payments.other_amount')}
        />
        <PictureButton icon="next" mirror label={t('buttons.next')} />
      </form>
    </Page>
  );
}

/** The signs there are, to print them again or to take them down. */
export function SignsPage(props: {
  readonly frame: Frame;
  readonly purse: ShownPurse;
  readonly signs: readonly PriceSign[];
}): VNode {
  const { frame, purse, signs } = props;
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back="/" title={t('signs.title')} ear={{ sentence: t('signs.made') }}>
      <Lead title={t('signs.title')} />
      <PictureButtons>
        <PictureButton icon="print" label={t('signs.new')} href={`${signsPath(purse)}/new`} look="main" />
      </PictureButtons>
      <ul class="rows" aria-label={t('signs.made')}>
        {signs.map((sign) => (
          <li key={sign.id}>
            <a class="row" href={`${signsPath(purse)}/${sign.id}`}>
              <SignLine sign={sign} language={language} />
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function SignLine({ sign, language }: { sign: PriceSign; language: AnyLanguage }): VNode {
  const { amount, reason } = sign;
  return (
    <>
      <span class="plate">
        <Icon name={reason === null ? 'receive' : reasonIcon(reason)} />
      </span>
      <span class="row-text">
        {reason !== null && <strong>{words(language).t(`reasons.${reason}`)}</strong>}
        <AmountView {...amount} language={language} size="line" />
      </span>
    </>
  );
}

/** The sign as it is printed, big or four small ones, with the buttons around it that stay off the paper. */
export function SignToPrintPage(props: {
  readonly frame: Frame;
  readonly purse: ShownPurse;
  readonly sign: PrintedSign;
  readonly small: boolean;
}): VNode {
  const { frame, purse, sign, small } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = `${signsPath(purse)}/${sign.id}`;
  const other = small
    ? { icon: 'receive', label: t('signs.big') }
    : { icon: 'four_signs', label: t('signs.small') };
  return (
    <PaperPage
      frame={frame}
      title={t('signs.title')}
      hint={t('signs.hint')}
      back={signsPath(purse)}
      around={
        <>
          <PictureButton
            {...(other as { icon: 'receive' | 'four_signs'; label: string })}
            href={small ? path : `${path}?small=yes`}
          />
          <PictureButton icon="no" label={t('signs.down')} href={`${path}/down`} />
        </>
      }
    >
      <PriceBoard {...{ language, sign, small }} />
    </PaperPage>
  );
}

/** Whether a sign is to work no longer: yes or no, for what hangs on the wall is then worth nothing. */
export function TakeDownPage(props: {
  readonly frame: Frame;
  readonly csrf: string;
  readonly purse: ShownPurse;
  readonly sign: PrintedSign;
}): VNode {
  const { frame, csrf, purse, sign } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = `${signsPath(purse)}/${sign.id}`;
  return (
    <Page
      {...frame}
      back={path}
      title={t('signs.down')}
      ear={{ sentence: t('signs.down_sure'), amount: amountText(sign.amount, language) }}
    >
      <Card>
        <Lead title={t('signs.down_sure')}>
          <p>{t('signs.down_more')}</p>
        </Lead>
        <p class="row">
          <SignLine sign={sign} language={language} />
        </p>
      </Card>
      <Confirm {...{ language, csrf }} action={`${path}/down`} noHref={path} />
    </Page>
  );
}
