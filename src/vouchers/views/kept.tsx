import type { VNode } from 'preact';
import type { CurrencyProfile } from '../../communities/currency.js';
import { words } from '../../languages/languages.js';
import { AmountView } from '../../web/amounts.js';
import { CsrfField, HiddenFields, PictureButton } from '../../web/forms.js';
import { Card, StateMark } from '../../web/parts.js';
import type { VoucherFrame } from '../voucher-frames.js';
import type { TakenPile } from '../voucher-piles.service.js';

export type Taken = TakenPile & { readonly currency: CurrencyProfile | null };

interface AnsweredYes {
  /** The place where they were taken; by it a device keeps what is not sure. */
  readonly path: string;
  /** The order that went with the yes. */
  readonly order: string;
  /** Which of the vouchers came in, by their place in what was sent. */
  readonly which: readonly number[];
}

/** Tells the device that a yes was answered, and of which vouchers it need know no more. */
export function YesAnswered({ path, order, which }: AnsweredYes): VNode {
  return <span hidden data-yes-answered={path} data-order={order} data-which={which.join(' ')} />;
}

/** What came in, and whether something of it did not. */
export function TakenMark(props: {
  readonly taken: Taken;
  readonly path: string;
  readonly order: string;
  readonly frame: VoucherFrame['frame'];
  /** Whether it says how many; the worth is always there. */
  readonly counted?: boolean;
}): VNode {
  const { taken, path, order, counted = true } = props;
  const { language } = props.frame;
  const { t } = words(language);
  const { count, left, worth, which, currency } = taken;
  return (
    <div data-came-in>
      <YesAnswered {...{ path, order, which }} />
      <Card>
        {count > 0 && counted && <StateMark state="good">{t('vouchers.came_in', { count })}</StateMark>}
        {currency !== null && (
          <p class="centre">
            <AmountView amount={worth} scale={currency.scale} unit={currency.token} language={language} />
          </p>
        )}
        {left > 0 && <StateMark state="waiting">{t('vouchers.not_in', { count: left })}</StateMark>}
      </Card>
    </div>
  );
}

interface KeptProps {
  readonly frame: VoucherFrame['frame'];
  readonly csrf: string;
  readonly path: string;
  /** The name of this server, so that a device keeps no code of elsewhere. */
  readonly host: string;
}

/**
 * What was scanned without a network is kept on the device, and is not sure until it was sent; and a yes to which no
 * answer came is offered again as it was. Hidden until a script has something to keep; nothing but codes of vouchers is.
 */
export function Kept({ frame, csrf, path, host }: KeptProps): VNode {
  const { t } = words(frame.language);
  return (
    <>
      <p class="state waiting" role="status" data-kept-not hidden>
        <strong>{t('vouchers.kept_not')}</strong>
      </p>
      <section class="card" data-unsent role="status" hidden>
        <StateMark state="waiting">{t('vouchers.not_sent')}</StateMark>
        <Counted label={t('vouchers.kept')} />
        <p>{t('vouchers.not_sent_more')}</p>
        <form method="post" action={`${path}/yes`} data-settles={path}>
          <CsrfField token={csrf} />
          <HiddenFields values={{ order: '', codes: '' }} />
          <PictureButton icon="next" mirror label={t('vouchers.send')} />
        </form>
      </section>
      <section class="card" data-kept={path} data-host={host} role="status" hidden>
        <StateMark state="unknown">{t('vouchers.not_sure')}</StateMark>
        <Counted label={t('vouchers.kept')} />
        <p>{t('vouchers.kept_more')}</p>
        <form method="post" action={`${path}/many`}>
          <CsrfField token={csrf} />
          <HiddenFields values={{ codes: '' }} />
          <PictureButton icon="next" mirror label={t('vouchers.send')} />
        </form>
      </section>
    </>
  );
}

function Counted({ label }: { label: string }): VNode {
  return (
    <p class="centre">
      {label} <bdi class="figure" data-count />
    </p>
  );
}
