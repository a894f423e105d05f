import type { ComponentChildren, VNode } from 'preact';
import type { Frame } from './app.visitors.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { AmountView, amountText, type CoinUnit, type ShownAmount } from './web/amounts.js';
import type { Ear } from './web/ear.js';
import { Confirm, ErrorSummary, PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Handover, Lead, StateMark, type Face } from './web/parts.js';
import { pictureWord } from './web/pictures.js';
import { ScanPlace } from './web/scan.js';

/** Where practising is. */
export const practicePath = '/practice';

/** What may be given while practising, in play coins. */
export const playAmounts = ['1', '2', '3'] as const;
export type PlayAmount = (typeof playAmounts)[number];

/** What stands beside the play code, for typing. */
const typedCode = '1234';

/** Whether what was scanned or typed is the code to practise with, of this or any other server. */
export function isPlayCode(text: string): boolean {
  if (text.replace(/\s/g, '') === typedCode) return true;
  return URL.canParse(text) && new URL(text).pathname.toLowerCase() === `${practicePath}/choose`;
}

interface PracticeProps {
  readonly frame: Frame;
  readonly title: string;
  readonly ear: Ear;
  readonly back?: string;
  readonly children: ComponentChildren;
}

/** The striped frame that says all the time that this is no real giving. */
function Practice({ frame, title, ear, back, children }: PracticeProps): VNode {
  const { t } = words(frame.language);
  return (
    <Page {...frame} actor={undefined} title={title} ear={ear} back={back ?? practicePath}>
      <div class="practice stacked">
        <p class="practice-mark">
          <Icon name="again" /> <strong>{t('practice.title')}</strong>
        </p>
        {children}
      </div>
    </Page>
  );
}

/** The play code: tap it, or scan it from paper. */
export function PracticeStartPage(props: {
  readonly frame: Frame;
  readonly csrf: string;
  readonly wrong: Extract<WordKey, 'scan.none' | 'practice.not_play'> | null;
}): VNode {
  const { frame, csrf, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === null ? [] : [{ field: 'code', message: t(wrong) }];
  const typed = { label: t('pay.type_code'), hint: t('practice.type_hint', { code: typedCode }) };
  const sentence = `${t('practice.sentence')} ${t('practice.play')}`;
  return (
    <Practice frame={frame} title={t('practice.title')} ear={{ sentence }} back="/help">
      <ErrorSummary language={language} errors={errors} />
      <Lead title={t('practice.sentence')}>
        <p>{t('practice.play')}</p>
      </Lead>
      <PictureButtons>
        <PictureButton icon="scan" label={t('practice.code')} href={`${practicePath}/choose`} look="main" />
      </PictureButtons>
      <ScanPlace {...{ language, csrf, typed, errors }} action={`${practicePath}/scan`} />
    </Practice>
  );
}

export function PracticeChoosePage({ frame, unit }: { readonly frame: Frame; unit: CoinUnit }): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Practice frame={frame} title={t('practice.title')} ear={{ sentence: t('pay.choose_amount') }}>
      <Lead title={t('pay.choose_amount')} />
      <Card>
        <Handover language={language} from={you(language)} to={cook(language)} amount={null} />
      </Card>
      <nav class="amount-tiles" aria-label={t('pay.choose_amount')}>
        {playAmounts.map((amount) => (
          <a key={amount} class="picture-button plain" href={`${practicePath}/confirm?amount=${amount}`}>
            <AmountView {...played(amount, unit)} language={language} />
          </a>
        ))}
      </nav>
    </Practice>
  );
}

/** The same question as with real coins (U24). */
export function PracticeConfirmPage(props: {
  readonly frame: Frame;
  readonly csrf: string;
  readonly amount: PlayAmount;
  readonly unit: CoinUnit;
}): VNode {
  const { frame, csrf, amount, unit } = props;
  const { language } = frame;
  const { t } = words(language);
  const shown = played(amount, unit);
  const to = cook(language);
  const sentence = t('pay.you_give', { amount: amountText(shown, language), name: to.name });
  const choices = [t('buttons.yes'), t('buttons.no')];
  const ear = { sentence, choices, short: [t('pay.question'), amountText(shown, language)] };
  return (
    <Practice frame={frame} title={t('practice.title')} ear={ear}>
      <Lead title={t('pay.question')} />
      <Card>
        <Handover language={language} from={you(language)} to={to} amount={shown} />
        <p class="centre">{sentence}</p>
      </Card>
      <Confirm
        {...{ language, csrf }}
        action={`${practicePath}/yes`}
        values={{ amount }}
        noHref={practicePath}
      />
    </Practice>
  );
}

export function PracticeDonePage(props: {
  readonly frame: Frame;
  readonly amount: PlayAmount;
  readonly unit: CoinUnit;
}): VNode {
  const { frame, amount, unit } = props;
  const { language } = frame;
  const { t } = words(language);
  const shown = played(amount, unit);
  return (
    <Practice frame={frame} title={t('practice.title')} ear={{ sentence: t('practice.done') }}>
      <StateMark state="good">{t('practice.done')}</StateMark>
      <Card>
        <Handover language={language} from={you(language)} to={cook(language)} amount={shown} />
        <p class="hint centre">{t('practice.sentence')}</p>
      </Card>
      <PictureButtons>
        <PictureButton icon="again" label={t('practice.again')} href={practicePath} look="main" />
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </Practice>
  );
}

function played(amount: PlayAmount, unit: CoinUnit): ShownAmount {
  return { amount: BigInt(amount), scale: 0, unit };
}

function you(language: AnyLanguage): Face {
  return { kind: 'member', name: pictureWord('fox', language), picture: 'fox', colour: 'orange' };
}

function cook(language: AnyLanguage): Face {
  return { kind: 'other', name: words(language).t('practice.cook'), icon: 'meal' };
}
