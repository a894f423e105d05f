import type { Cell, Column, Day, Spreadsheet } from '../api/spreadsheet.js';
import { dayIn } from '../database/clock.js';
import { words, type Language } from '../languages/languages.js';
import type { IssueList, ListedIssue } from './issue-lists.service.js';
import { freePurpose } from './programme.js';

const columns = {
  ...{ made: 12, state: 22, kind: 14, to: 28, purpose: 22, amount: 14, currency: 10 },
  ...{ decided: 14, until: 14, ended: 14, batch: 18, id: 38 },
} as const;

/** All issues of a programme for a spreadsheet, with headings in a language. It names no persons. */
export function issueSpreadsheet(list: IssueList, language: Language): Spreadsheet {
  const { t } = words(language);
  return {
    file: `issues-${list.programme.code}`,
    title: t('programme.issues'),
    columns: Object.entries(columns).map(([name, width]): Column => {
      return { name: t(`treasurer.issue_columns.${name as keyof typeof columns}`), width };
    }),
    rows: rowsOf(list, language),
  };
}

async function* rowsOf(list: IssueList, language: Language): AsyncGenerator<Cell[][]> {
  for await (const some of list.issues) yield some.map((each) => cellsOf(list, each, language));
}

function cellsOf(
  { programme, currency, timeZone }: IssueList,
  { issue, state, name }: ListedIssue,
  language: Language,
): Cell[] {
  const { t } = words(language);
  const day = (at: number | null): Day | null => (at === null ? null : { day: dayIn(at, timeZone) });
  const named = programme.current?.terms.purposes.find(({ code }) => code === issue.purpose)?.name;
  return [
    day(issue.madeAt),
    t(`programme.issue_states.${state}`),
    t(`programme.targets.${issue.target}`),
    name,
    issue.purpose === freePurpose ? t('programme.free') : (named ?? issue.purpose),
    { amount: issue.amount, scale: currency.scale },
    programme.currency,
    day(issue.decidedAt),
    day(issue.promisedUntil),
    day(issue.endedAt),
    issue.batchId,
    issue.id,
  ];
}
