import type { VNode } from 'preact';
import type { Face as PartyFace } from '../../communities/faces.js';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { dayWords } from '../../web/dates.js';
import { Confirm, CsrfField, HiddenFields, PictureButton } from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Handover, Lead, type Face } from '../../web/parts.js';
import type { WaitingPayment, WaitingPayments } from '../second-yes-looks.service.js';
import { faceOf } from './side.js';

export interface SecondYesPageProps extends Omit<PageProps, 'title' | 'children' | 'ear'> {
  readonly waiting: WaitingPayments;
  readonly communityName: string;
  readonly csrf: string;
  /** Where this page is. */
  readonly path: string;
  /** YYYY-MM-DD of an instant, in the community's time zone. */
  readonly dayOf: (instant: number) => string;
}

/** What waits for the yes of a second treasurer. */
export function SecondYesPage(props: SecondYesPageProps): VNode {
  const { waiting, communityName, csrf, path, dayOf, ...frame } = props;
  const { language } = frame;
  const { t } = words(language);
  const title = t('treasurer.second_yes');
  const sentence = waiting.items.length === 0 ? t('treasurer.nothing_waits') : t('treasurer.second_hint');
  return (
    <Page {...frame} title={title} community={communityName} ear={{ sentence }}>
      <Lead icon="together" title={title}>
        <p>
          <bdi>{waiting.face.name}</bdi>
        </p>
        <p>{sentence}</p>
      </Lead>
      {waiting.items.map((item) => (
        <Card key={item.request.id}>
          <Waiting {...{ item, waiting, communityName, language }} until={dayOf(item.request.expiresAt)} />
          {waiting.mayAnswer && <Answer {...{ item, csrf, path, language }} />}
        </Card>
      ))}
    </Page>
  );
}

function Waiting(props: {
  item: WaitingPayment;
  waiting: WaitingPayments;
  communityName: string;
  language: AnyLanguage;
  until: string;
}): VNode {
  const { item, waiting, communityName, language, until } = props;
  const { t } = words(language);
  return (
    <>
      <Handover
        language={language}
        from={sideFace(waiting.face, communityName, language)}
        to={sideFace(item.payee, communityName, language)}
        amount={item.amount}
      />
      <Facts
        facts={[
          {
            name: t('treasurer.asked_by'),
            value: <bdi>{sideFace(item.asker, communityName, language).name}</bdi>,
            icon: 'group',
          },
          { name: t('treasurer.waits_until'), value: dayWords(until, language), icon: 'calendar' },
        ]}
      />
    </>
  );
}

/** Yes and no for another; whoever asked can only take it back. */
function Answer(props: { item: WaitingPayment; csrf: string; path: string; language: AnyLanguage }): VNode {
  const { item, csrf, path, language } = props;
  const { t } = words(language);
  const { id } = item.request;
  const no = (
    <form method="post" action={path}>
      <CsrfField token={csrf} />
      <HiddenFields values={{ request: id, answer: 'no', order: item.orderId }} />
      <PictureButton icon="no" label={t(item.isMine ? 'treasurer.take_back' : 'treasurer.say_no')} />
    </form>
  );
  if (item.isMine) return no;
  return (
    <>
      <Confirm
        {...{ language, csrf, action: path, noHref: '/', noLabel: t('treasurer.not_now') }}
        values={{ request: id, answer: 'yes', order: item.orderId }}
      />
      {no}
    </>
  );
}

/** @param community its name, for its own accounts */
function sideFace(face: PartyFace | null, community: string, language: AnyLanguage): Face {
  return face === null ? { kind: 'other', name: community, icon: 'town' } : faceOf(face, language);
}
