import type { VNode } from 'preact';
import type { CardLimits } from './access/card.js';
import type { ShownPurse } from './app.purselooks.js';
import type { Frame } from './app.visitors.js';
import { words, type WordKey } from './languages/languages.js';
import type { Amount } from './ledger/amount.js';
import { AmountView } from './web/amounts.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import type { IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, FaceView, Lead } from './web/parts.js';

interface Bound {
  readonly icon: IconName;
  readonly key: WordKey;
  /** Null for none. */
  readonly amount: Amount | null;
}

export interface BoundsProps {
  readonly frame: Frame;
  readonly purse: ShownPurse;
  /** Of a card that comes without its secret. */
  readonly card: CardLimits | undefined;
}

/** Each limit as a drawing, a figure and coins; and what to do for more. */
export function BoundsPage({ frame, purse, card }: BoundsProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const { account, currency, has } = purse;
  const title = t('bounds.title');
  return (
    <Page {...frame} back={`/c/${account.communityId}/kas/${account.id}`} title={title}>
      <Lead title={title} />
      {boundsOf(purse, card).map(({ icon, key, amount }) => (
        <Card key={key} label={t(key)}>
          <FaceView face={{ kind: 'other', name: t(key), icon }} />
          {amount === null ? (
            <p class="centre">{t('bounds.none')}</p>
          ) : (
            <AmountView {...has} scale={currency.scale} amount={amount} language={language} />
          )}
        </Card>
      ))}
      <PictureButtons>
        <PictureButton icon="help" label={t('bounds.more')} href="/help" />
      </PictureButtons>
    </Page>
  );
}

function boundsOf({ account, currency }: ShownPurse, card: CardLimits | undefined): Bound[] {
  const { perPayment, perDay, perAcceptorDay } = currency;
  const { floor } = account;
  return [
    { icon: 'pay', key: 'bounds.per_payment', amount: perPayment },
    { icon: 'calendar', key: 'bounds.per_day', amount: perDay },
    { icon: 'card', key: 'bounds.card_payment', amount: card?.perPayment ?? null },
    { icon: 'card', key: 'bounds.card_day', amount: card?.perDay ?? null },
    { icon: 'receive', key: 'bounds.taken_day', amount: perAcceptorDay },
    { icon: 'purse_empty', key: 'bounds.below', amount: floor === null ? null : -floor },
  ];
}
