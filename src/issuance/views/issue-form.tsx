import type { VNode } from 'preact';
import { titleOf } from '../../api/problem.answer.js';
import { words } from '../../languages/languages.js';
import {
  Choices,
  CsrfField,
  ErrorSummary,
  Field,
  HiddenFields,
  PictureButton,
  type FieldError,
} from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Lead } from '../../web/parts.js';
import type { ShownForm } from '../issue-pages.service.js';
import { freePurpose } from '../programme.js';

export interface IssueFormPageProps extends Omit<PageProps, 'title' | 'children' | 'width'> {
  readonly shown: ShownForm;
  readonly csrf: string;
}

/** Beside which field each no stands; all others beside the amount. */
const fieldOf: Readonly<Record<string, string>> = {
  payee_needed: 'party',
  no_such_party: 'party',
  not_a_recipient: 'party',
  issue_not_to_persons: 'party',
  party_closed: 'party',
  no_such_purpose: 'purpose',
  repeat_period_wrong: 'until',
};

/** Who, for what, how much. A colleague approves it afterwards. */
export function IssueFormPage({ shown, csrf, ...frame }: IssueFormPageProps): VNode {
  const speaking = words(frame.language);
  const { t } = speaking;
  const { programme, recipients, purposes, said, refusal } = shown;
  const home = `/c/${programme.communityId}/programmes/${programme.code}`;
  const message = refusal === null ? '' : titleOf(refusal, speaking);
  const errors: FieldError[] = refusal === null ? [] : [{ field: fieldOf[refusal] ?? 'amount', message }];
  return (
    <Page {...frame} title={t('programme.issue')} back={home}>
      <Lead icon="pay" title={t('programme.issue')}>
        <p>
          <bdi>{programme.current!.terms.name}</bdi>
        </p>
      </Lead>
      <ErrorSummary language={frame.language} errors={errors} />
      {refusal !== 'no_outlet' && shown.warnings.map((code) => <p key={code}>{titleOf(code, speaking)}</p>)}
      <Card>
        <form method="post" action={`${home}/issue`} class="stacked">
          <CsrfField token={csrf} />
          <HiddenFields values={{ id: shown.id, ...(refusal === 'no_outlet' && { outlet: 'accepted' }) }} />
          <Choices
            name="party"
            legend={t('programme.to_whom')}
            choices={recipients.map(({ id, name }) => ({ value: id, label: name }))}
            value={said.party}
            errors={errors}
          />
          {purposes.length > 1 && (
            <Choices
              name="purpose"
              legend={t('programme.for_what')}
              choices={purposes.map(({ code, name }) => ({
                value: code,
                label: code === freePurpose ? t('programme.free') : (name ?? code),
              }))}
              value={said.purpose}
              errors={errors}
            />
          )}
          <Field
            name="amount"
            label={t('programme.how_much')}
            value={said.amount}
            inputMode="decimal"
            maxLength={20}
            errors={errors}
          />
          <Field
            name="until"
            type="date"
            label={t('programme.monthly_until')}
            hint={t('programme.monthly_hint')}
            value={said.until}
            errors={errors}
          />
          <p class="hint">{t('programme.colleague')}</p>
          <PictureButton
            icon="yes"
            label={t(refusal === 'no_outlet' ? 'programme.send_anyway' : 'programme.send')}
            look="main"
          />
        </form>
      </Card>
    </Page>
  );
}
