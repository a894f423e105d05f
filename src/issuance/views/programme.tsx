import type { VNode } from 'preact';
import { isLanguage, words, type AnyLanguage } from '../../languages/languages.js';
import { AmountView, type ShownAmount } from '../../web/amounts.js';
import { dayShort } from '../../web/dates.js';
import { Confirm, PictureButton, PictureButtons } from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Lead, TableBox, type Fact } from '../../web/parts.js';
import type { ShownSheet } from '../issue-pages.service.js';
import { freePurpose, type Programme, type ProgrammeState, type ProgrammeTerms } from '../programme.js';
import { BudgetBar } from './budget-bar.js';
import { Repeats } from './repeats.js';

export interface ProgrammePageProps extends Omit<PageProps, 'title' | 'children' | 'width'> {
  readonly shown: ShownSheet;
  readonly csrf: string;
}

/** One page that says what was decided, for whom, under which conditions, and where the budget is (U58, S03). */
export function ProgrammePage({ shown, csrf, ...frame }: ProgrammePageProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const { programme, state, look, isInside } = shown;
  const version = programme.current ?? programme.waiting!;
  const home = `/c/${programme.communityId}/programmes`;
  const amount = (value: bigint): ShownAmount => ({
    amount: value,
    scale: look.currency.scale,
    unit: look.currency.token,
  });
  return (
    <Page {...frame} width="wide" title={t('programme.title')} back={home}>
      <Lead icon="town" title={version.terms.name}>
        <p>
          <StateOfProgramme state={state} language={language} />
        </p>
      </Lead>
      {programme.waiting !== null && isInside && (
        <Waiting shown={shown} csrf={csrf} language={language} home={`${home}/${programme.code}`} />
      )}
      <Card label={t('programme.where')}>
        <h2>{t('programme.where')}</h2>
        <BudgetBar balance={shown.balance} shown={amount} language={language} />
        {shown.balance.paidOn > 0n && <p class="small">{t('programme.pooled')}</p>}
      </Card>
      <Card label={t('programme.sheet')}>
        <h2>{t('programme.sheet')}</h2>
        <Terms terms={version.terms} shown={shown} amount={amount} language={language} />
      </Card>
      {programme.current !== null && (
        <PictureButtons>
          {look.may.make && (
            <PictureButton
              icon="pay"
              label={t('programme.issue')}
              href={`${home}/${programme.code}/issue`}
              look="main"
            />
          )}
          <PictureButton
            icon="basket"
            label={t('start.brings')}
            href={`/c/${programme.communityId}/brings/programme/${programme.code}`}
          />
        </PictureButtons>
      )}
      <Repeats
        repeats={shown.repeats}
        home={`${home}/${programme.code}`}
        csrf={csrf}
        amount={amount}
        language={language}
      />
      {isInside && <Issues shown={shown} amount={amount} language={language} />}
    </Page>
  );
}

export function StateOfProgramme({
  state,
  language,
}: {
  state: ProgrammeState;
  language: AnyLanguage;
}): VNode {
  return <strong class={`programme-state ${state}`}>{words(language).t(`programme.states.${state}`)}</strong>;
}

function Waiting(props: { shown: ShownSheet; csrf: string; language: AnyLanguage; home: string }): VNode {
  const { shown, csrf, language, home } = props;
  const { t } = words(language);
  const { waiting } = shown.programme;
  return (
    <Card label={t('programme.waits')}>
      <h2>{t('programme.waits')}</h2>
      <p>{shown.look.may.decide ? t('programme.decide') : t('programme.waits_for_colleague')}</p>
      {shown.look.may.decide && (
        <Confirm
          language={language}
          action={`${home}/decision`}
          csrf={csrf}
          values={{ answer: 'yes', version: String(waiting!.version) }}
          noHref={home}
          yesLabel={t('programme.approve')}
          noLabel={t('programme.not_now')}
        />
      )}
    </Card>
  );
}

interface TermsProps {
  readonly terms: ProgrammeTerms;
  readonly shown: ShownSheet;
  readonly amount: (value: bigint) => ShownAmount;
  readonly language: AnyLanguage;
}

function Terms({ terms, shown, amount, language }: TermsProps): VNode {
  const { t } = words(language);
  const line = (value: bigint): VNode => <AmountView {...amount(value)} language={language} size="line" />;
  const names = terms.issuers.map((id) => shown.look.names.get(id)?.name ?? '').filter((name) => name !== '');
  const period = { from: dayShort(terms.from, language), until: dayShort(terms.until, language) };
  const facts: Fact[] = [
    { name: t('programme.who_gives'), value: <bdi>{names.join(', ')}</bdi>, icon: 'town' },
    { name: t('programme.decision'), value: <Decision terms={terms} />, icon: 'list' },
    { name: t('programme.period'), value: t('treasurer.period', period), icon: 'calendar' },
    ...(terms.budgetKey === null ? [] : [{ name: t('programme.budget_key'), value: terms.budgetKey }]),
    ...(terms.planAction === null ? [] : [{ name: t('programme.plan_action'), value: terms.planAction }]),
    ...shown.parts.map(({ purpose, budget }) => ({
      name:
        purpose === freePurpose
          ? t('programme.free')
          : (terms.purposes.find(({ code }) => code === purpose)?.name ?? purpose),
      value: line(budget),
    })),
    {
      name: t('programme.recipients'),
      value:
        terms.recipients === null
          ? t('programme.everybody')
          : t('programme.chosen', { count: terms.recipients.length }),
      icon: 'group',
    },
    { name: t('programme.expiry'), value: t(`programme.expiries.${terms.expiry}`) },
    {
      name: t('programme.replaces'),
      value: terms.replacesRight ? `${t('buttons.yes')}: ${terms.replacesNote ?? ''}` : t('buttons.no'),
    },
  ];
  return (
    <>
      <Facts facts={facts} />
      <Rules title={t('programme.earn')} rules={terms.earnRules} />
      <Rules title={t('programme.spend')} rules={terms.spendRules} />
    </>
  );
}

function Decision({ terms }: { terms: ProgrammeTerms }): VNode {
  if (terms.decisionUri === null || !/^https:\/\//.test(terms.decisionUri))
    return <bdi>{terms.decision}</bdi>;
  return (
    <a href={terms.decisionUri} rel="noreferrer">
      <bdi>{terms.decision}</bdi>
    </a>
  );
}

function Rules({ title, rules }: { title: string; rules: readonly string[] }): VNode | null {
  if (rules.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </>
  );
}

function Issues({ shown, amount, language }: Omit<TermsProps, 'terms'>): VNode {
  const { t } = words(language);
  const { programme, issues } = shown;
  if (issues.length === 0) return <p>{t('programme.no_issues')}</p>;
  return (
    <>
      <TableBox label={t('programme.issues')}>
        <table class="stack">
          <caption>{t('programme.issues')}</caption>
          <tbody>
            {issues.map(({ issue, state, name }) => (
              <tr key={issue.id}>
                <td>
                  <a href={`/c/${programme.communityId}/issues/${issue.id}`}>
                    <bdi>{name ?? t(`programme.targets.${issue.target}`)}</bdi>
                  </a>
                </td>
                <td>{t(`programme.issue_states.${state}`)}</td>
                <td class="number">
                  <AmountView {...amount(issue.amount)} language={language} size="line" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      <SpreadsheetLinks programme={programme} language={language} />
    </>
  );
}

/** All issues, also those that are no longer on the page, to take along (U52). */
function SpreadsheetLinks(props: { programme: Programme; language: AnyLanguage }): VNode {
  const { language } = props;
  const { t } = words(language);
  const { communityId, code } = props.programme;
  const address = `/api/v1/communities/${communityId}/programmes/${code}/issues`;
  const form = isLanguage(language) ? `?language=${language}&dates=dmy` : '?dates=dmy';
  return (
    <ul class="links no-print">
      <li>
        <a href={`${address}.csv${form}`}>{t('treasurer.download_csv')}</a>
      </li>
      <li>
        <a href={`${address}.xlsx${form}`}>{t('treasurer.download_xlsx')}</a>
      </li>
    </ul>
  );
}
