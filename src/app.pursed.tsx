import type { VNode } from 'preact';
import type { ShownPurse } from './app.purselooks.js';
import type { ShownLine } from './app.purses.js';
import type { Frame } from './app.visitors.js';
import { Outlets } from './receipts/views/receipt.js';
import type { Outlet } from './vouchers/voucher-outlets.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { AmountView, amountText } from './web/amounts.js';
import { dayWords } from './web/dates.js';
import { ErrorSummary, PictureButton, PictureButtons } from './web/forms.js';
import { Icon, reasonIcon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** What I have, only after asking for it, and with nobody else's eyes in mind. */
export function PursePage({
  frame,
  purses,
  lines,
  outlets,
}: {
  frame: Frame;
  purses: readonly ShownPurse[];
  /** The last ones only. */
  lines: readonly ShownLine[];
  /** Where it can be used. */
  outlets: readonly Outlet[];
}): VNode {
  const { language } = frame;
  const { t } = words(language);
  const [first] = purses;
  const amount = first === undefined ? t('amounts.nothing') : amountText(first.has, language);
  const owes = purses.length > 0 && purses.every(({ has }) => has.amount < 0n);
  const sentence = t(owes ? 'start.to_give' : 'start.i_have');
  return (
    <Page {...frame} back="/" title={t('start.purse')} ear={{ sentence, amount }}>
      <Card>
        <Lead icon={owes ? 'purse_empty' : 'purse'} title={sentence} />
        {purses.map(({ account, has }) => (
          <div key={account.id} class="purse">
            {account.kind !== 'member' && <Icon name="household" />}
            <AmountView {...has} language={language} />
          </div>
        ))}
        <p class="hint centre">{t('start.only_you')}</p>
      </Card>
      <PictureButtons>
        <PictureButton icon="yes" label={t('start.cover')} href="/" />
      </PictureButtons>
      <Lines lines={lines} language={language} />
      <PictureButtons>
        <PictureButton icon="receipt" label={t('start.my_receipts')} href="/exchanges" />
      </PictureButtons>
      {outlets.length > 0 && <Outlets {...{ outlets, language }} />}
    </Page>
  );
}

export interface GiveProps {
  readonly frame: Frame;
  readonly csrf: string;
  /** What came in and was no code of ours, with why; null when nothing came in. */
  readonly wrong: { readonly typed: string; readonly why: WordKey } | null;
}

/** How to give: with the camera of the page or of the phone, with a photograph, or by typing what stands under the square. */
export function GivePage({ frame, csrf, wrong }: GiveProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === null ? [] : [{ field: 'code', message: t(wrong.why) }];
  const sentence = t('pay.scan_code');
  const typed = { label: t('pay.type_code'), hint: t('pay.type_code_hint'), value: wrong?.typed ?? '' };
  return (
    <Page {...frame} back="/" title={t('buttons.pay')} ear={{ sentence }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead title={sentence} />
      <ScanPlace {...{ language, csrf, typed, errors }} action="/scan" />
      <p class="hint centre">
        {t('give.camera')} {t('give.point')}
      </p>
    </Page>
  );
}

/** The last lines, without with whom; each leads to its receipt, which says that. */
export function ExchangesPage({
  frame,
  lines,
  thanked,
}: {
  frame: Frame;
  lines: readonly ShownLine[];
  /** The exchanges after which somebody thanked them aloud. */
  thanked?: ReadonlySet<string>;
}): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back="/" title={t('start.my_receipts')} ear={{ sentence: t('start.last') }}>
      <Lead title={t('start.my_receipts')} />
      {lines.length === 0 ? (
        <Card>
          <Lead icon="receipt" title={t('start.nothing_yet')} />
        </Card>
      ) : (
        <Lines {...{ lines, language, thanked }} />
      )}
      <PictureButtons>
        <PictureButton icon="look" label={t('receipt.find')} href="/exchanges/code" />
      </PictureButtons>
    </Page>
  );
}

function Lines(props: {
  lines: readonly ShownLine[];
  language: AnyLanguage;
  thanked?: ReadonlySet<string>;
}): VNode | null {
  const { lines, language, thanked } = props;
  if (lines.length === 0) return null;
  return (
    <ul class="rows">
      {lines.map((line) => (
        <ExchangeLine
          key={`${line.entry.exchangeId} ${line.entry.index}`}
          {...{ line, language }}
          thanked={thanked?.has(line.entry.exchangeId) ?? false}
        />
      ))}
    </ul>
  );
}

/** One line, which leads to its receipt. */
export function ExchangeLine(props: { line: ShownLine; language: AnyLanguage; thanked?: boolean }): VNode {
  const { line, language, thanked = false } = props;
  const { entry, size, undone } = line;
  const { t } = words(language);
  const { kind } = entry;
  const reason = kind === 'reversal' ? null : entry.reason;
  const icon = reason !== null ? reasonIcon(reason) : kind === 'reversal' ? 'given_back' : 'receipt';
  return (
    <li>
      <a class={undone ? 'row undone' : 'row'} href={`/r/${entry.receiptToken}`}>
        <span class="plate">
          <Icon name={icon} />
        </span>
        <span class="row-text">
          <strong>{reason === null ? t(`kinds.${kind}`) : t(`reasons.${reason}`)}</strong>
          <AmountView
            {...size}
            language={language}
            size="line"
            direction={entry.amount < 0n ? 'out' : 'in'}
          />
          <span class="hint">{dayWords(entry.bookedDate, language)}</span>
          {thanked && (
            <strong>
              <Icon name="ear" /> {t('after.thanks_came')}
            </strong>
          )}
          {undone && <span class="hint">{t('kinds.reversal')}</span>}
        </span>
      </a>
    </li>
  );
}
