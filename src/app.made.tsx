import type { VNode } from 'preact';
import { sheetCounts } from './app.batchsizes.js';
import type { ShownPurse } from './app.purselooks.js';
import { AmountTiles } from './app.sign.js';
import type { Frame } from './app.visitors.js';
import { words } from './languages/languages.js';
import type { Batch } from './vouchers/batch.js';
import type { ShownBatch } from './vouchers/batches.service.js';
import { AmountView, amountText } from './web/amounts.js';
import { Confirm, CsrfField, Field, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, StateMark } from './web/parts.js';

/** Where the vouchers of a purse are made. */
export function batchesPath({ account }: ShownPurse): string {
  return `/c/${account.communityId}/batches/${account.id}`;
}

interface Of {
  readonly frame: Frame;
  readonly purse: ShownPurse;
}

/** How much a new voucher is worth, and the batches that there are. Nothing is made yet. */
export function BatchesPage({ frame, purse, batches }: Of & { readonly batches: readonly Batch[] }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const path = batchesPath(purse);
  return (
    <Page {...frame} back="/" title={t('batches.title')}>
      <Lead icon="more_vouchers" title={t('batches.how_much')} />
      <form method="get" action={`${path}/new`}>
        <AmountTiles {...{ purse, language }} label={t('batches.how_much')} />
      </form>
      {batches.length > 0 && (
        <ul class="rows">
          {batches.map(({ id, amount, count, state }) => (
            <li key={id}>
              <a class="row" href={`${path}/${id}`}>
                <span class="plate">
                  <Icon name="voucher" />
                </span>
                <span class="row-text">
                  <strong>{t('batches.count', { count })}</strong>
                  <AmountView {...{ ...purse.has, amount }} language={language} size="line" />
                  <span class="hint">{t(`batches.state_${state}`)}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** How many: whole sheets. */
export function CountPage({ frame, purse, amount }: Of & { readonly amount: bigint }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const path = batchesPath(purse);
  return (
    <Page {...frame} back={path} title={t('batches.title')}>
      <Lead icon="voucher" title={t('batches.how_many')}>
        <AmountView {...{ ...purse.has, amount }} language={language} />
      </Lead>
      <PictureButtons tiles>
        {sheetCounts.map((count) => (
          <PictureButton
            key={count}
            icon="voucher"
            label={t('batches.count', { count })}
            href={`${path}/new?amount=${amount}&count=${count}`}
          />
        ))}
      </PictureButtons>
    </Page>
  );
}

/** How many of how much, what it is together, and yes or no. */
export function BatchSurePage(
  props: Of & {
    readonly csrf: string;
    readonly amount: bigint;
    readonly count: number;
    /** The id it gets. */
    readonly batch: string;
  },
): VNode {
  const { frame, csrf, purse, amount, count, batch } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = batchesPath(purse);
  const all = { ...purse.has, amount: amount * BigInt(count) };
  return (
    <Page {...frame} back={`${path}/new?amount=${amount}`} title={t('batches.title')}>
      <Lead icon="voucher" title={t('batches.sure')} />
      <Card>
        <p class="centre">{t('batches.count', { count })}</p>
        <AmountView {...{ ...purse.has, amount }} language={language} />
        <p class="centre">{t('batches.together', { amount: amountText(all, language) })}</p>
        <p class="hint centre">{t('batches.not_yet')}</p>
      </Card>
      <Confirm
        {...{ language, csrf, noHref: path, action: path }}
        values={{ batch, amount: String(amount), count: String(count) }}
      />
    </Page>
  );
}

/** One batch: first print it, then say that it was printed well; or that it works. */
export function BatchPage(
  props: Of & { readonly csrf: string; readonly shown: ShownBatch; readonly order: string },
): VNode {
  const { frame, csrf, purse, shown, order } = props;
  const { language } = frame;
  const { t } = words(language);
  const { id, communityId, amount, count, state } = shown.batch;
  const sheet = `/voucher-sheets/${communityId}/${id}`;
  const isOpen = state === 'made' || state === 'printed';
  return (
    <Page {...frame} back={batchesPath(purse)} title={t('batches.title')}>
      {!isOpen && (
        <StateMark state={state === 'active' ? 'good' : 'undone'}>{t(`batches.state_${state}`)}</StateMark>
      )}
      <Card>
        <Lead icon="voucher" title={t('batches.count', { count })} />
        <AmountView {...{ ...purse.has, amount }} language={language} />
        {isOpen && <p class="hint centre">{t('batches.not_yet')}</p>}
      </Card>
      {isOpen && (
        <>
          <PictureButtons>
            <PictureButton icon="print" label={t('batches.print')} href={sheet} />
            <PictureButton icon="letter" label={t('batches.letter')} href={`${sheet}/letter`} />
          </PictureButtons>
          <form method="post" action={`${batchesPath(purse)}/${id}`} class="stacked">
            <CsrfField token={csrf} />
            <HiddenFields values={{ order }} />
            <h2 class="centre">{t('batches.good')}</h2>
            <details class="more">
              <summary>{t('batches.not_all')}</summary>
              <Field
                {...{ name: 'misprinted', maxLength: 2000, errors: [] }}
                label={t('batches.which')}
                hint={t('batches.which_hint')}
              />
            </details>
            <PictureButton icon="yes" label={t('batches.good_yes')} look="main" />
          </form>
        </>
      )}
    </Page>
  );
}
