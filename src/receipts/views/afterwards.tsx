import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { Reason } from '../../ledger/order.js';
import type { LoanState } from '../../payments/exchange.js';
import type { WaysOn } from '../../payments/afterwards.service.js';
import { AmountView, amountText, type ShownAmount } from '../../web/amounts.js';
import { Confirm, CsrfField, PictureButton, PictureButtons } from '../../web/forms.js';
import { reasonIcon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Handover, Lead, StateMark } from '../../web/parts.js';
import type { Receipt } from '../receipts.service.js';
import type { PartyView } from '../viewers.service.js';
import { faceOf } from './faces.js';

type Frame = Omit<PageProps, 'title' | 'children' | 'ear'>;

/** What can be wrong with a payment, as pictures (U27). */
export const notRightReasons = ['wrong_amount', 'wrong_person', 'twice', 'not_received', 'other'] as const;

interface StepProps extends Frame {
  readonly receipt: Receipt;
  readonly csrf: string;
}

export interface GiveBackProps extends StepProps {
  readonly order: string;
  /** Whom it was with; undefined for a stranger, who gives nothing back. */
  readonly view: PartyView | undefined;
  readonly amounts: readonly ShownAmount[];
  readonly communityName: string;
}

/** Who received gives everything back: the same faces as before, with the arrow the other way (U24). */
export function GiveBackPage(props: GiveBackProps): VNode {
  const { receipt, csrf, order, view, amounts, communityName, ...frame } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = `/r/${receipt.token}`;
  const sentence = t('after.back_all');
  const [first, ...others] = amounts;
  const face = (parties: PartyView['givers']) => faceOf(parties, communityName, language);
  return (
    <Page
      {...frame}
      back={path}
      title={t('after.back')}
      ear={{
        sentence: `${sentence} ${t('pay.question')}`,
        ...(first !== undefined && { amount: amountText(first, language) }),
        choices: [t('buttons.yes'), t('buttons.no')],
      }}
    >
      <Lead title={t('pay.question')} />
      <Card>
        {view !== undefined && (
          <Handover
            language={language}
            from={face(view.takers)}
            to={face(view.givers)}
            amount={first ?? null}
          />
        )}
        {others.map((each, i) => (
          <AmountView key={i} {...each} language={language} />
        ))}
        <p class="centre">{sentence}</p>
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
        {wrong && <PictureButton icon="not_right" label={t('after.wrong')} href={`${path}/wrong`} />}
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
