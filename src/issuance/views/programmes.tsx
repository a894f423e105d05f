import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { PictureButton, PictureButtons } from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Lead } from '../../web/parts.js';
import type { ShownSheet } from '../issue-pages.service.js';
import { BudgetBar } from './budget-bar.js';
import { StateOfProgramme } from './programme.js';

export interface ProgrammesPageProps extends Omit<PageProps, 'title' | 'children' | 'width'> {
  readonly communityId: string;
  readonly shown: readonly ShownSheet[];
}

/** Every programme with its budget, each with a way to its sheet. */
export function ProgrammesPage({ communityId, shown, ...frame }: ProgrammesPageProps): VNode {
  const { t } = words(frame.language);
  return (
    <Page {...frame} width="wide" title={t('programme.all')} back="/">
      <Lead icon="town" title={t('programme.all')} />
      {shown.length === 0 && <p>{t('programme.none')}</p>}
      {shown.map(({ programme, state, balance, look }) => {
        const terms = (programme.current ?? programme.waiting)!.terms;
        const { scale, token } = look.currency;
        return (
          <Card key={programme.code} label={terms.name}>
            <PictureButtons>
              <PictureButton
                icon="town"
                label={terms.name}
                href={`/c/${communityId}/programmes/${programme.code}`}
              />
            </PictureButtons>
            <p>
              <StateOfProgramme state={state} language={frame.language} />
            </p>
            <BudgetBar
              balance={balance}
              shown={(amount) => ({ amount, scale, unit: token })}
              language={frame.language}
            />
          </Card>
        );
      })}
    </Page>
  );
}
