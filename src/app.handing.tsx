import type { VNode } from 'preact';
import type { SecretWay } from './access/secret-form.js';
import { NoSecretHint, SecretChoice, secretErrors, tappedBefore, turnAfter } from './access/views/card.js';
import { readNumber } from './access/card.js';
import type { ShownPurse } from './app.purselooks.js';
import type { Frame } from './app.visitors.js';
import type { Face as PartyFace } from './communities/faces.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { amountText, type ShownAmount } from './web/amounts.js';
import { spokenFaces } from './web/ear.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  HiddenFields,
  PictureButton,
  PictureButtons,
} from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Handover, Lead, Progress } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** What every step of paying with a card shows. */
export interface TakingProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly purse: ShownPurse;
  /** Who receives; null for an account of the community. */
  readonly taker: PartyFace | null;
  /** What was scanned, or the number that was typed. */
  readonly card: string;
  readonly order: string;
  readonly amount: bigint;
  /** The code that stood beside the place for the card; it asks for the same. */
  readonly asked?: string | undefined;
}

/** Where a card is scanned for a purse. */
export function takePath({ account }: ShownPurse): string {
  return `/c/${account.communityId}/take/${account.id}`;
}

/** The giver's picture, an arrow with the amount, who receives; yes and no, for the other to tap (U24). */
export function CardPayPage(props: TakingProps & { readonly giver: PartyFace }): VNode {
  const { frame, csrf, purse, giver, amount } = props;
  const { language } = frame;
  const { t } = words(language);
  const shown: ShownAmount = { ...purse.has, amount };
  const to = taker(props);
  const from = faceOf(giver, language);
  const said = { giver: from.name, amount: amountText(shown, language), name: to.name };
  const sentence = t('card_pay.gives', said);
  const values = valuesOf(props);
  return (
    <Page
      {...frame}
      title={t('pay.title')}
      ear={{
        sentence: `${sentence} ${t('pay.question')}`,
        choices: [t('buttons.yes'), t('buttons.no')],
        faces: spokenFaces(from, to),
        short: [t('pay.question'), said.amount],
      }}
    >
      <Lead title={t('pay.question')}>
        <p>{t('card_pay.hand_over')}</p>
      </Lead>
      <Card>
        <Handover language={language} from={from} to={to} amount={shown} />
        <p class="centre">{sentence}</p>
      </Card>
      <Confirm {...{ language, csrf, values }} action={`${takePath(purse)}/yes`} noHref="/" />
    </Page>
  );
}

export interface NeedsSecretProps extends TakingProps {
  readonly tapped: readonly string[];
  /** With what the last secret was given that was not right; null when none was. */
  readonly wrong: SecretWay | null;
}

/** Above what a card may do alone: the member's own drawings or digits are the yes, on the page that says what for. */
export function CardNeedsSecretPage(props: NeedsSecretProps): VNode {
  const { frame, csrf, purse, card, amount, tapped, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const shown: ShownAmount = { ...purse.has, amount };
  const errors = secretErrors(wrong, language);
  const to = taker(props);
  const turn = t(`card.${turnAfter(tapped)}`);
  const sentence = t('pay.you_give', { amount: amountText(shown, language), name: to.name });
  const values = { ...valuesOf(props), ...tappedBefore(tapped) };
  // After a wrong one the drawings come first, so that they stand on the screen.
  const what = (
    <Card>
      <Handover language={language} from={someone(language)} to={to} amount={shown} />
      <p class="centre">{sentence}</p>
    </Card>
  );
  return (
    <Page
      {...frame}
      title={t('card.title')}
      ear={{ sentence: `${sentence} ${turn}`, faces: spokenFaces(to), short: [turn] }}
    >
      <ErrorSummary language={language} errors={errors} />
      {wrong === null && what}
      <h1 class="centre">{turn}</h1>
      <Progress step={tapped.length} of={3} label={t('card.title')} />
      <form method="post" action={`${takePath(purse)}/yes`} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={values} />
        <SecretChoice {...{ language, tapped, errors }} />
      </form>
      {wrong !== null && what}
      {tapped.length === 0 && (
        <NoSecretHint
          language={language}
          {...(readNumber(card) !== undefined && { scan: `${takePath(purse)}?amount=${amount}` })}
        />
      )}
      <PictureButtons>
        <PictureButton icon="no" label={t('buttons.no')} href="/" />
      </PictureButtons>
    </Page>
  );
}

/** What goes from step to step of paying with a card. */
function valuesOf({ card, order, amount, asked }: TakingProps): Record<string, string> {
  return { card, order, amount: String(amount), ...(asked !== undefined && { asked }) };
}

/** No card was seen, or only its number: the place to scan it. */
export function CardWantedPage(
  props: TakingProps & { wrong?: Extract<WordKey, 'scan.none' | 'refusals.card_unknown'> },
): VNode {
  const { frame, csrf, purse, amount, asked, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === undefined ? [] : [{ field: 'code', message: t(wrong) }];
  const why = wrong === undefined ? '' : `${t(wrong)} `;
  return (
    <Page {...frame} back="/" title={t('card_pay.scan')} ear={{ sentence: `${why}${t('card_pay.scan')}` }}>
      <ErrorSummary language={language} errors={errors} />
      <CardPlace {...{ language, csrf, purse, amount, asked, errors }} />
    </Page>
  );
}

/** Where the card of whoever gives is scanned. */
export function CardPlace(props: {
  readonly language: AnyLanguage;
  readonly csrf: string;
  readonly purse: ShownPurse;
  readonly amount: bigint;
  readonly asked?: string | undefined;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}): VNode {
  const { language, csrf, purse, amount, asked, errors = [] } = props;
  const { t } = words(language);
  const typed = { label: t('card_pay.number'), hint: t('card_pay.number_hint') };
  return (
    <section class="stacked">
      <Lead icon="card" title={t('card_pay.scan')} />
      <ScanPlace
        {...{ language, csrf, typed, errors }}
        action={takePath(purse)}
        values={{ amount: String(amount), ...(asked !== undefined && { asked }) }}
      />
    </section>
  );
}

function taker({ taker: face, purse, frame }: TakingProps) {
  if (face !== null) return faceOf(face, frame.language);
  return { kind: 'other', name: purse.name ?? '', icon: 'pot' } as const;
}

function someone(language: AnyLanguage) {
  return { kind: 'other', name: words(language).t('card_pay.you'), icon: 'card' } as const;
}
