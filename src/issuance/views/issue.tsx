import type { VNode } from 'preact';
import { titleOf } from '../../api/problem.answer.js';
import { words } from '../../languages/languages.js';
import type { ShownAmount } from '../../web/amounts.js';
import { amountText } from '../../web/amounts.js';
import { CsrfField, ErrorSummary, Confirm, HiddenFields, PictureButton } from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Handover, Lead, StateMark } from '../../web/parts.js';
import type { OneIssue } from '../issue-pages.service.js';
import type { IssueState } from '../issue.js';

export interface IssuePageProps extends Omit<PageProps, 'title' | 'children' | 'width'> {
  readonly shown: OneIssue;
  readonly csrf: string;
}

const marks: Readonly<Record<IssueState, 'good' | 'undone' | 'waiting' | 'unknown'>> = {
  proposed: 'waiting',
  promised: 'waiting',
  received: 'good',
  refused: 'undone',
  withdrawn: 'undone',
  lapsed: 'unknown',
};

/** One issue: who gives what to whom, how it stands, and the one thing that whoever looks can do. */
export function IssuePage({ shown, csrf, ...frame }: IssuePageProps): VNode {
  const { language } = frame;
  const speaking = words(language);
  const { t } = speaking;
  const { programme, issue, look, state, step, refusal } = shown;
  const amount: ShownAmount = { amount: issue.amount, scale: look.currency.scale, unit: look.currency.token };
  const giver = look.names.get(programme.ownerId)?.name ?? t('programme.who_gives');
  const taker = shown.name ?? t(`programme.targets.${issue.target}`);
  const home = `/c/${issue.communityId}/programmes/${programme.code}`;
  const here = `/c/${issue.communityId}/issues/${issue.id}`;
  const message = refusal === null ? '' : titleOf(refusal, speaking);
  const sentence = t('programme.gives', { giver, taker, amount: amountText(amount, language) });
  return (
    <Page {...frame} title={t('programme.one_issue')} back={home} ear={{ sentence }}>
      <Lead title={sentence} />
      <ErrorSummary language={language} errors={refusal === null ? [] : [{ field: 'answer', message }]} />
      <Card>
        <Handover
          language={language}
          from={{ kind: 'other', name: giver, icon: 'town' }}
          to={{ kind: 'other', name: taker, icon: issue.target === 'partner' ? 'shop' : 'group' }}
          amount={amount}
        />
        <StateMark state={marks[state]}>{t(`programme.issue_states.${state}`)}</StateMark>
        <p>
          <bdi>{programme.current?.terms.name}</bdi>, <bdi>{programme.current?.terms.decision}</bdi>
        </p>
        {state === 'proposed' && step === null && <p>{t('programme.waits_for_colleague')}</p>}
        {shown.warnings.map((code) => (
          <p key={code}>{titleOf(code, speaking)}</p>
        ))}
      </Card>
      {step !== null && (
        <div id="field-answer" class="stacked">
          <p class="lead">{t(step === 'approval' ? 'programme.decide_issue' : 'programme.did_it_come')}</p>
          <Confirm
            language={language}
            action={`${here}/${step}`}
            csrf={csrf}
            values={{ answer: 'yes', order: shown.order }}
            noHref={home}
            {...(step === 'receipt' && { yesLabel: t('programme.it_came') })}
            noLabel={t('programme.not_now')}
          />
        </div>
      )}
      {step === 'approval' && (
        <form method="post" action={`${here}/approval`}>
          <CsrfField token={csrf} />
          <HiddenFields values={{ answer: 'no' }} />
          <PictureButton icon="no" label={t('programme.refuse')} />
        </form>
      )}
    </Page>
  );
}
