import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { Reason } from '../../ledger/order.js';
import type { LoanState } from '../../payments/exchange.js';
import type { WaysOn } from '../../payments/afterwards.service.js';
import { Confirm, CsrfField, PictureButton, PictureButtons } from '../../web/forms.js';
import { reasonIcon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Lead, StateMark } from '../../web/parts.js';
import type { Receipt } from '../receipts.service.js';

type Frame = Omit<PageProps, 'title' | 'children' | 'ear'>;

/** What can be wrong with a payment, as pictures (U27). */
export const notRightReasons = ['wrong_amount', 'wrong_person', 'twice', 'not_received', 'other'] as const;

interface StepProps extends Frame {
  readonly receipt: Receipt;
  readonly csrf: string;
}

/** Who received gives everything back. */
export function GiveBackPage({ receipt, csrf, order, ...frame }: StepProps & { order: string }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const path = `/r/${receipt.token}`;
  const sentence = t('after.back_all');
  return (
    <Page
      {...frame}
      back={path}
      title={t('after.back')}
      ear={{ sentence: `${sentence} ${t('pay.question')}`, choices: [t('buttons.yes'), t('buttons.no')] }}
    >
      <Card>
        <Lead icon="given_back" title={t('pay.question')}>
          <p>{sentence}</p>
        </Lead>
      </Card>
      <Confirm {...{ language, csrf }} action={`${path}/back`} values={{ order }} noHref={path} />
    </Page>
  );
}

/** Who gave says what is not right; the other decides. */
export function NotRightPage({ receipt, csrf, ...frame }: StepProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const path = `/r/${receipt.token}`;
  const choices = notRightReasons.map((reason) => t(`reasons.${reason}`));
  return (
    <Page {...frame} back={path} title={t('after.wrong')} ear={{ sentence: t('after.what_wrong'), choices }}>
      <Lead title={t('after.what_wrong')} />
      <form method="post" action={`${path}/wrong`}>
        <CsrfField token={csrf} />
        <PictureButtons tiles>
          {notRightReasons.map((reason) => (
            <PictureButton
              key={reason}
              icon={reasonIcon(reason)}
              label={t(`reasons.${reason}`)}
              name="reason"
              value={reason}
            />
          ))}
        </PictureButtons>
      </form>
    </Page>
  );
}

export interface WaysProps {
  readonly token: string;
  readonly ways: WaysOn;
  readonly loan: LoanState | null;
  readonly csrf: string;
  readonly language: AnyLanguage;
}

/** On the receipt itself: what was said, and what can be done. */
export function Ways({ token, ways, loan, csrf, language }: WaysProps): VNode | null {
  const { t } = words(language);
  const path = `/r/${token}`;
  const { back, wrong, objection } = ways;
  const isOut = loan !== null && loan !== 'returned';
  if (!back && !wrong && objection === null && !isOut) return null;
  const isAsked = back && objection?.state === 'open';
  return (
    <section class="no-slip stacked">
      {objection !== null && (
        <Said reason={objection.reason} state={objection.state} {...{ isAsked, language }} />
      )}
      <PictureButtons>
        {isOut && (
          <form method="post" action={`${path}/returned`}>
            <CsrfField token={csrf} />
            <PictureButton icon="given_back" label={t('after.returned')} />
          </form>
        )}
        {back && <PictureButton icon="given_back" label={t('after.back')} href={`${path}/back`} />}
        {isAsked && (
          <form method="post" action={`${path}/keep`}>
            <CsrfField token={csrf} />
            <PictureButton icon="no" label={t('after.keep')} />
          </form>
        )}
        {wrong && <PictureButton icon="wrong_amount" label={t('after.wrong')} href={`${path}/wrong`} />}
      </PictureButtons>
    </section>
  );
}

function Said(props: {
  reason: Reason;
  state: 'open' | 'declined' | 'given_back';
  isAsked: boolean;
  language: AnyLanguage;
}): VNode {
  const { reason, state, isAsked, language } = props;
  const { t } = words(language);
  const what = t(`reasons.${reason}`);
  if (state === 'declined') return <StateMark state="unknown">{t('after.declined', { what })}</StateMark>;
  return <StateMark state="waiting">{t(isAsked ? 'after.they_say' : 'after.you_said', { what })}</StateMark>;
}
