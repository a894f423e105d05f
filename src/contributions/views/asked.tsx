import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { CsrfField, HiddenFields } from '../../web/forms.js';
import { Icon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Lead } from '../../web/parts.js';
import type { SeenContribution } from '../contribution-sight.service.js';
import { Sheet } from './brings.js';
import { conditionSaid } from './said.js';

export interface AskedPageProps extends Omit<PageProps, 'title' | 'children' | 'ear'> {
  /** The oldest that waits for a yes; undefined when there is none any more. */
  readonly seen: SeenContribution | undefined;
  readonly answerPath: string;
  readonly csrf: string;
  readonly timeZoneDay: (instant: number) => string;
}

/** One thing that somebody brings, with its condition to hear, and yes or no (S03): one question, one page. */
export function AskedPage(props: AskedPageProps): VNode {
  const { seen, language } = props;
  const { t } = words(language);
  if (seen === undefined) {
    return (
      <Page {...props} title={t('brings.title')} ear={{ sentence: t('start.nothing_yet') }}>
        <Lead icon="basket" title={t('start.nothing_yet')} />
      </Page>
    );
  }
  const { condition } = seen.contribution;
  const question = t(condition === 'none' ? 'brings.question' : 'brings.question_condition');
  const said = conditionSaid(seen.contribution, language);
  const ear = { sentence: `${question} ${said}`, choices: [t('buttons.yes'), t('buttons.no')] };
  return (
    <Page {...props} title={t('brings.title')} ear={ear}>
      <h1 class="centre">{question}</h1>
      <Sheet seen={seen} page={props} brief />
      <Answer {...props} seen={seen} />
    </Page>
  );
}

/** Yes and no of the same size. The condition stands above on the same page, so a yes has seen it. */
function Answer({ seen, answerPath, csrf, language }: AskedPageProps & { seen: SeenContribution }): VNode {
  const { t } = words(language);
  const { id, takerId, giverId } = seen.contribution;
  return (
    <form method="post" action={answerPath} class="confirm">
      <CsrfField token={csrf} />
      <HiddenFields values={{ contribution: id, party: seen.mine.has('taker') ? takerId : giverId }} />
      <button class="answer no" type="submit" name="answer" value="refuse">
        <span class="plate">
          <Icon name="no" />
        </span>
        <span>{t('buttons.no')}</span>
      </button>
      <button class="answer yes" type="submit" name="answer" value="agree">
        <span class="plate">
          <Icon name="yes" />
        </span>
        <span>{t('buttons.yes')}</span>
      </button>
    </form>
  );
}
