import type { ComponentChildren, VNode } from 'preact';
import { words, type AnyLanguage, type WordKey } from '../../languages/languages.js';
import { dayShort, dayWords } from '../../web/dates.js';
import { CsrfField, HiddenFields, PictureButton } from '../../web/forms.js';
import { iconNames, partyIcons, type IconName } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Handover, Lead, type Fact, type Face } from '../../web/parts.js';
import { memberPictures, pictureWord } from '../../web/pictures.js';
import { askedSteps, isAgreed, type Step, type Thing, type Yes } from '../contribution.js';
import type { SeenContribution, SeenSide } from '../contribution-sight.service.js';
import { conditionSaid, thingWord } from './said.js';

export interface Warned {
  readonly name: string;
  readonly conditional: number;
  readonly all: number;
}

export interface BringsPageProps extends Omit<PageProps, 'title' | 'children' | 'ear'> {
  /** Whose page it is, or of which programme. */
  readonly heading: string;
  readonly items: readonly SeenContribution[];
  readonly warnings: readonly Warned[];
  readonly others: number | null;
  /** Where yes and no are posted to. */
  readonly answerPath: string;
  readonly csrf: string;
  readonly timeZoneDay: (instant: number) => string;
  /** Where older ones are; undefined at the end. */
  readonly more?: string | undefined;
}

const thingIcons: Readonly<Record<Thing, IconName>> = {
  material: 'goods',
  knowledge: 'lesson',
  service: 'together',
  space: 'room',
  coin: 'coin',
};

/** Who brings what (S03): one sheet for each, with pictures, the condition in words and the two ticks. */
export function BringsPage(props: BringsPageProps): VNode {
  const { heading, items, warnings, others, more, language } = props;
  const { t } = words(language);
  const choices = items.map(({ contribution }) => conditionSaid(contribution, language));
  return (
    <Page {...props} title={t('brings.title')} ear={{ sentence: t('brings.title'), choices }}>
      <Lead icon="basket" title={t('brings.title')}>
        <p>
          <bdi>{heading}</bdi>
        </p>
      </Lead>
      {warnings.map(({ name, conditional, all }) => (
        <p key={name} class="hint">
          {t('brings.warning', { name, part: conditional, all })}
        </p>
      ))}
      {items.length === 0 && <p class="centre">{t('start.nothing_yet')}</p>}
      {items.map((seen) => (
        <Sheet key={seen.contribution.id} seen={seen} page={props}>
          <Answers seen={seen} page={props} />
        </Sheet>
      ))}
      {others !== null && <p class="centre">{t('brings.others', { number: others })}</p>}
      {more !== undefined && (
        <p class="centre no-print">
          <a href={more}>{t('brings.more')}</a>
        </p>
      )}
    </Page>
  );
}

/** One contribution, with what is asked about it under it. */
export function Sheet(props: {
  seen: SeenContribution;
  page: Pick<BringsPageProps, 'language' | 'timeZoneDay'>;
  /** Only what it is, when, and what is asked for it. */
  brief?: boolean;
  children?: ComponentChildren;
}): VNode {
  const { seen, page, brief = false, children } = props;
  const { contribution, giver, taker } = seen;
  const { language, timeZoneDay } = page;
  const { t } = words(language);
  const { thing, title, condition, conditionDay, fromDay, untilDay, state, yes, mode } = contribution;
  const what = title ?? thingWord(thing, language);
  const from = dayShort(fromDay, language);
  const period =
    untilDay === null
      ? t('brings.since', { from })
      : t('brings.period', { from, until: dayShort(untilDay, language) });
  const day = conditionDay === null ? '' : dayWords(conditionDay, language);
  const isWaiting = state === 'promised' && !isAgreed(contribution);
  const tick = (side: Yes | null) =>
    side === null
      ? ({ value: t('brings.not_yet'), icon: 'later' } as const)
      : ({
          value: t('brings.said_yes', { day: dayShort(timeZoneDay(side.at), language) }),
          icon: 'yes',
        } as const);
  const more: Fact[] = [
    { name: t('brings.how'), value: t(`modes.${mode}`) },
    { name: t('brings.gives'), ...tick(yes.giver) },
    { name: t('brings.gets'), ...tick(yes.taker) },
    { name: t('loans.now'), value: isWaiting ? t('brings.waits') : t(`brings.states.${state}`) },
  ];
  return (
    <Card label={what}>
      <Handover
        language={language}
        from={faceOf(giver, language)}
        to={faceOf(taker, language)}
        amount={null}
        fromCaption={t('brings.gives')}
        toCaption={t('brings.gets')}
      />
      <Facts
        facts={[
          { name: t('receipt.what'), value: <bdi>{what}</bdi>, icon: thingIcons[thing] },
          { name: t('receipt.condition'), value: t(`conditions.${condition}`, { day }), icon: 'agreed' },
          { name: t('brings.when'), value: period, icon: 'calendar' },
          ...(brief ? [] : more),
        ]}
      />
      {children}
    </Card>
  );
}

const answers: Readonly<Partial<Record<Step, { icon: IconName; word: WordKey }>>> = {
  refuse: { icon: 'no', word: 'buttons.no' },
  agree: { icon: 'yes', word: 'buttons.yes' },
  given: { icon: 'receive', word: 'brings.it_came' },
  returned: { icon: 'given_back', word: 'brings.it_is_back' },
};

/** What is asked of whoever looks. The condition stands above it on the same sheet, so a yes has seen it. */
function Answers({ seen, page }: { seen: SeenContribution; page: BringsPageProps }): VNode | null {
  const { contribution, mine } = seen;
  const { t } = words(page.language);
  const asked = askedSteps(contribution, mine);
  if (asked.length === 0) return null;
  const { id, condition, takerId, giverId } = contribution;
  const values = { contribution: id, party: mine.has('taker') ? takerId : giverId };
  const question = condition === 'none' ? 'brings.question' : 'brings.question_condition';
  return (
    <form method="post" action={page.answerPath} class="stacked">
      <CsrfField token={page.csrf} />
      <HiddenFields values={values} />
      {asked.includes('agree') && <p class="centre">{t(question)}</p>}
      {asked.map((step) => {
        const { icon, word } = answers[step]!;
        return <PictureButton key={step} icon={icon} label={t(word)} name="answer" value={step} />;
      })}
    </form>
  );
}

/** One side as a picture with a name; a person whom the reader may not know is just a member. */
export function faceOf({ kind, face }: SeenSide, language: AnyLanguage): Face {
  const { t } = words(language);
  const icon = iconNames.find((each) => each === face?.picture) ?? partyIcons[kind];
  if (face === null) return { kind: 'other', name: t('accountKinds.member'), icon };
  const { picture, colour, place } = face;
  if (picture !== null && colour !== null && memberPictures.includes(picture)) {
    return { kind: 'member', name: face.name ?? pictureWord(picture, language), picture, colour };
  }
  const nameless = face.closed && kind === 'person' ? 'receipt.former_member' : 'receipt.someone';
  return { kind: 'other', name: face.name ?? t(nameless), icon, ...(place !== null && { place }) };
}
