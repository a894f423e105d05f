import type { VNode } from 'preact';
import { Has, type HereProps } from './app.opened.js';
import type { ShownLine } from './app.purses.js';
import type { Slip } from './app.things.js';
import { words, type AnyLanguage } from './languages/languages.js';
import type { Outlet } from './vouchers/voucher-outlets.js';
import { AmountView } from './web/amounts.js';
import { dayWords } from './web/dates.js';
import { PictureButtons, PrintButton } from './web/forms.js';
import { Icon, iconNames, reasonIcon } from './web/icons.js';
import { Page } from './web/page.js';

export type SlipProps = HereProps & Slip;

/**
 * A slip to fold and keep: what was last given and got, and where one can go with it. What one has is on it only when
 * that is ticked. As narrow as a roll of 80 mm, so that it fits on A4 as well (U33).
 */
export function SlipPage({ frame, home, purses, lines, outlets, end }: SlipProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back={home} title={t('hub.slip')} ear={{ sentence: t('start.last') }}>
      <div class="no-print">
        <PictureButtons>
          <PrintButton label={t('hub.print')} />
        </PictureButtons>
        <noscript>
          <p class="hint">{t('year.print')}</p>
        </noscript>
      </div>
      <div class="slip-place">
        <input type="checkbox" id="with-have" class="with-have" />{' '}
        <label for="with-have">
          <span>{t('hub.with_have')}</span>
        </label>
        <div class="slip stacked">
          <h1>{t('start.last')}</h1>
          <div class="have">
            <h2>{t('start.i_have')}</h2>
            <Has purses={purses} language={language} />
          </div>
          {lines.length === 0 && <p>{t('start.nothing_yet')}</p>}
          <ul>
            {lines.map((line) => (
              <SlipLine key={`${line.entry.exchangeId} ${line.entry.index}`} {...{ line, language }} />
            ))}
          </ul>
          {outlets.length > 0 && <h2>{t('receipt.what_now')}</h2>}
          <ul>
            {outlets.map((outlet) => (
              <OutletLine key={outlet.name} {...outlet} />
            ))}
          </ul>
        </div>
      </div>
      {end}
    </Page>
  );
}

/** What it was for, how much, and on which day; not with whom. */
export function SlipLine({ line, language }: { line: ShownLine; language: AnyLanguage }): VNode {
  const { entry, size, undone } = line;
  const { t } = words(language);
  const reason = entry.kind === 'reversal' ? null : entry.reason;
  const icon = reason !== null ? reasonIcon(reason) : entry.kind === 'reversal' ? 'given_back' : 'receipt';
  return (
    <li class={undone ? 'row undone' : 'row'}>
      <span class="plate">
        <Icon name={icon} />
      </span>
      <span class="row-text">
        <strong>{reason === null ? t(`kinds.${entry.kind}`) : t(`reasons.${reason}`)}</strong>
        <AmountView {...size} language={language} size="line" direction={entry.amount < 0n ? 'out' : 'in'} />
        <span class="hint">{dayWords(entry.bookedDate, language)}</span>
      </span>
    </li>
  );
}

function OutletLine({ name, picture, place, openingHours }: Outlet): VNode {
  const icon = iconNames.find((each) => each === picture) ?? 'shop';
  return (
    <li class="row">
      <span class="plate">
        <Icon name={icon} />
      </span>
      <span class="row-text">
        <bdi>{name}</bdi>
        {place !== null && <bdi class="hint">{place}</bdi>}
        {openingHours !== null && <bdi class="hint">{openingHours}</bdi>}
      </span>
    </li>
  );
}
