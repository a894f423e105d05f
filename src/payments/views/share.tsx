import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { subjects, type Subject } from '../../ledger/order.js';
import { CsrfField, HiddenFields, PictureButton, PictureButtons } from '../../web/forms.js';
import type { IconName } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Handover, Lead } from '../../web/parts.js';
import type { Preview } from '../preview.service.js';
import { faceOfSide } from './side.js';

export type ShareKind = 'gift' | 'loan';

export interface SharePageProps extends Omit<PageProps, 'title' | 'children' | 'ear' | 'community'> {
  readonly preview: Preview;
  readonly communityName: string;
  readonly kind: ShareKind;
  readonly csrf: string;
}

const icons = {
  material: 'goods',
  knowledge: 'lesson',
  service: 'together',
  space: 'room',
} as const satisfies Readonly<Record<Subject, IconName>>;

/** Who gives or lends to whom, and what: four drawings, of which one is the yes. */
export function SharePage(props: SharePageProps): VNode {
  const { preview, communityName, kind, csrf, language } = props;
  const { t } = words(language);
  const { communityId, payee, payer, orderId } = preview;
  const question = t(kind === 'gift' ? 'share.what_gift' : 'share.what_loan');
  const choices = subjects.map((subject) => t(`subjects.${subject}`));
  const path = `/c/${communityId}/share/${payee.account.id}/${kind}`;
  return (
    <Page
      {...props}
      back={`/c/${communityId}/give/${payee.account.id}`}
      title={t(kind === 'gift' ? 'share.gift' : 'share.loan')}
      community={communityName}
      ear={{ sentence: question, choices }}
    >
      <Lead icon={kind} title={question} />
      <Card>
        <Handover
          language={language}
          from={faceOfSide(payer, communityName, language)}
          to={faceOfSide(payee, communityName, language)}
          amount={null}
        />
      </Card>
      <form method="post" action={path}>
        <CsrfField token={csrf} />
        <HiddenFields values={{ order: orderId }} />
        <PictureButtons tiles>
          {subjects.map((subject) => (
            <PictureButton
              key={subject}
              icon={icons[subject]}
              label={t(`subjects.${subject}`)}
              name="subject"
              value={subject}
            />
          ))}
        </PictureButtons>
      </form>
    </Page>
  );
}
