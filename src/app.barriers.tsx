import type { VNode } from 'preact';
import type { Frame } from './app.visitors.js';
import type { Config } from './config.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { dayWords } from './web/dates.js';
import { Page } from './web/page.js';
import { Card, Facts, Lead } from './web/parts.js';

/** On this day the tests of every page (axe, small screens, keyboard) were last gone through for this version. */
const checkedOn = '2026-11-22';

/** What the tests look at, and what they do not. */
const checks = [
  'accessible.how_axe',
  'accessible.how_small',
  'accessible.how_keys',
  'accessible.how_people',
  'accessible.how_not',
] as const satisfies readonly WordKey[];

/** What does not meet the standard yet, or not as well as it should. */
const exceptions = [
  'accessible.not_voices',
  'accessible.not_translations',
  'accessible.not_languages',
  'accessible.not_offices',
  'accessible.not_spoken',
  'accessible.not_timing',
] as const satisfies readonly WordKey[];

export interface AccessibilityProps {
  readonly frame: Frame;
  readonly host: string;
  readonly accessibility: Config['accessibility'];
}

/** Which standard holds for this service, what does not meet it yet, and how to say so. */
export function AccessibilityPage({ frame, host, accessibility }: AccessibilityProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const { contact, complaints } = accessibility;
  const checked = accessibility.checkedOn ?? checkedOn;
  return (
    <Page {...frame} title={t('accessible.title')} ear={{ sentence: t('accessible.sentence') }}>
      <Lead icon="look" title={t('accessible.title')}>
        <p>{t('accessible.sentence')}</p>
      </Lead>
      <Card>
        <Facts
          facts={[
            { name: t('accessible.service'), value: <bdi>{`${t('site.name')}, ${host}`}</bdi> },
            { name: t('accessible.standard'), value: t('accessible.standard_is') },
            { name: t('accessible.checked'), value: dayWords(checked, language) },
          ]}
        />
      </Card>
      <Said title="accessible.status" lines={['accessible.partly']} language={language} />
      <Said title="accessible.not_yet" lines={exceptions} language={language} />
      <Said title="accessible.how" lines={checks} language={language} />
      <section class="stacked">
        <h2>{t('accessible.tell')}</h2>
        <p>{t('accessible.tell_helper')}</p>
        {contact !== null && <p>{t('accessible.tell_at', { contact })}</p>}
      </section>
      <section class="stacked">
        <h2>{t('accessible.complain')}</h2>
        <p>
          {complaints === null
            ? t('accessible.complain_ask')
            : t('accessible.complain_at', { where: complaints })}
        </p>
      </section>
    </Page>
  );
}

export function Said(props: {
  readonly title: WordKey;
  readonly lines: readonly WordKey[];
  readonly language: AnyLanguage;
}): VNode {
  const { t } = words(props.language);
  const [first] = props.lines;
  return (
    <section class="stacked">
      <h2>{t(props.title)}</h2>
      {props.lines.length === 1 ? (
        <p>{t(first!)}</p>
      ) : (
        <ul class="plain-list">
          {props.lines.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
