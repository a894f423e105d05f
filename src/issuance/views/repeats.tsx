import type { VNode } from 'preact';
import { titleOf } from '../../api/problem.answer.js';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { AmountView, type ShownAmount } from '../../web/amounts.js';
import { monthWords } from '../../web/dates.js';
import { CsrfField, HiddenFields, PictureButton } from '../../web/forms.js';
import { Card } from '../../web/parts.js';
import type { NamedRepeat } from '../issue-pages.service.js';

export interface RepeatsProps {
  readonly repeats: readonly NamedRepeat[];
  /** The address of the programme. */
  readonly home: string;
  readonly csrf: string;
  readonly amount: (value: bigint) => ShownAmount;
  readonly language: AnyLanguage;
}

/** What comes back every month, what became of each month, and the buttons to approve and to stop. */
export function Repeats({ repeats, ...props }: RepeatsProps): VNode | null {
  if (repeats.length === 0) return null;
  const { t } = words(props.language);
  return (
    <Card label={t('programme.repeats')}>
      <h2>{t('programme.repeats')}</h2>
      {repeats.map((each) => (
        <OneRepeat key={each.repeat.id} shown={each} {...props} />
      ))}
    </Card>
  );
}

type OneProps = Omit<RepeatsProps, 'repeats'> & { readonly shown: NamedRepeat };

function OneRepeat({ shown, home, csrf, amount, language }: OneProps): VNode {
  const { t } = words(language);
  const { repeat, name, isOver, mayDecide, mayStop } = shown;
  const state = repeat.state === 'approved' && isOver ? 'over' : repeat.state;
  const from = monthWords(repeat.firstMonth, language);
  const until = monthWords(repeat.lastMonth, language);
  const form = { home: `${home}/repeats/${repeat.id}`, csrf };
  return (
    <section class="stacked">
      <h3>
        <bdi>{name ?? repeat.partyId}</bdi>
      </h3>
      <p>
        <AmountView {...amount(repeat.amount)} language={language} size="line" />{' '}
        {t('programme.every_month', { from, until })}
      </p>
      <p>
        <strong>{t(`programme.repeat_states.${state}`)}</strong>
      </p>
      <Months shown={shown} language={language} />
      {mayDecide && <Answer {...form} step="decision" answer="yes" label={t('programme.approve')} />}
      {mayDecide && <Answer {...form} step="decision" answer="no" label={t('programme.refuse')} />}
      {mayStop && <Answer {...form} step="stop" answer="yes" label={t('programme.stop_repeat')} />}
    </section>
  );
}

function Months({ shown, language }: { shown: NamedRepeat; language: AnyLanguage }): VNode | null {
  const speaking = words(language);
  const { repeat, months } = shown;
  if (months.length === 0) return null;
  return (
    <ul>
      {months.map(({ month, issueId, skipped }) => (
        <li key={month}>
          {monthWords(month, language)}:{' '}
          {skipped !== null ? (
            `${speaking.t('programme.month_skipped')} ${titleOf(skipped, speaking)}`
          ) : (
            <a href={`/c/${repeat.communityId}/issues/${issueId!}`}>{speaking.t('programme.one_issue')}</a>
          )}
        </li>
      ))}
    </ul>
  );
}

function Answer(props: {
  home: string;
  csrf: string;
  step: 'decision' | 'stop';
  answer: 'yes' | 'no';
  label: string;
}): VNode {
  const { home, csrf, step, answer, label } = props;
  return (
    <form method="post" action={`${home}/${step}`}>
      <CsrfField token={csrf} />
      <HiddenFields values={{ answer }} />
      <PictureButton icon={step === 'decision' && answer === 'yes' ? 'yes' : 'no'} label={label} />
    </form>
  );
}
