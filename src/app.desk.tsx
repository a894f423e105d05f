import type { VNode } from 'preact';
import { PersonFace } from './app.founded.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import type { MemberCard } from './members/persons.service.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  HiddenFields,
  PictureButton,
  PictureButtons,
  type FieldError,
} from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { MemberPicture, pictureWord } from './web/pictures.js';
import { ScanPlace } from './web/scan.js';

export interface DeskProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly cards: readonly MemberCard[];
  readonly next: string | null;
  readonly wrong: WordKey | undefined;
}

/** A helper's first page: the card of who sits beside them, somebody new, or the drawing on a card that was lost. */
export function DeskPage({ frame, csrf, cards, next, wrong }: DeskProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = errorsOf(language, wrong);
  const choices = [t('people.new'), t('helping.lost')];
  return (
    <Page {...frame} back="/" title={t('helping.title')} ear={{ sentence: t('helping.scan'), choices }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="card" title={t('helping.scan')} />
      <ScanPlace
        {...{ language, csrf, errors }}
        action="/helping/card"
        typed={{ label: t('pay.type_code'), hint: t('hub.number_alone') }}
      />
      <PictureButtons>
        <PictureButton icon="person" label={t('people.new')} href="/helping/new" look="main" />
      </PictureButtons>
      <section class="stacked">
        <h2 class="centre">{t('helping.lost')}</h2>
        <p class="centre">{t('helping.lost_hint')}</p>
        <ul class="faces">
          {cards.map(({ id, picture, colour }) => (
            <li key={id}>
              <a href={`/helping/people/${id}`}>
                <MemberPicture picture={picture ?? ''} colour={colour ?? ''} name="" decorative />
                <span>{picture === null ? t('receipt.someone') : pictureWord(picture, language)}</span>
              </a>
            </li>
          ))}
        </ul>
        {next !== null && (
          <PictureButtons>
            <PictureButton icon="next" mirror label={t('people.more')} href={`/helping?after=${next}`} />
          </PictureButtons>
        )}
      </section>
    </Page>
  );
}

/** What the field for typing is called where a card is scanned. */
export function typedCard(language: AnyLanguage) {
  const { t } = words(language);
  return { label: t('card_pay.number'), hint: t('card_pay.number_hint') };
}

/** The message beside the place for codes. */
export function errorsOf(language: AnyLanguage, wrong: WordKey | undefined): FieldError[] {
  return wrong === undefined ? [] : [{ field: 'code', message: words(language).t(wrong) }];
}

export interface LostProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly face: Face;
  /** Of the card that still works; null where a new one may be given. */
  readonly blockable: string | null;
  readonly wrong?: WordKey | undefined;
}

/** One member, found by their drawing: end the card that is lost, then scan a new one. */
export function LostCardPage({ frame, csrf, face, blockable, wrong }: LostProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = errorsOf(language, wrong);
  const sentence = t(blockable === null ? 'helping.scan_blank' : 'helping.is_lost');
  const path = `/helping/people/${face.partyId}`;
  return (
    <Page {...frame} back="/helping" title={t('helping.title')} ear={{ sentence }}>
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <PersonFace face={face} language={language} />
        <Lead title={sentence} />
      </Card>
      {blockable === null ? (
        <ScanPlace {...{ language, csrf, errors }} action={`${path}/card`} typed={typedCard(language)} />
      ) : (
        <form method="post" action={`${path}/block`}>
          <CsrfField token={csrf} />
          <HiddenFields values={{ card: blockable }} />
          <PictureButton icon="card" label={t('helping.block')} look="main" />
        </form>
      )}
    </Page>
  );
}

/** Whose card it will be, and yes or no. */
export function GiveCardPage(props: LostProps & { readonly card: string }): VNode {
  const { frame, csrf, face, card } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = `/helping/people/${face.partyId}`;
  const sentence = t('helping.give_card');
  const choices = [t('buttons.yes'), t('buttons.no')];
  return (
    <Page {...frame} title={t('helping.title')} ear={{ sentence, choices }}>
      <Card>
        <Lead icon="card" title={sentence} />
        <PersonFace face={face} language={language} />
      </Card>
      <Confirm {...{ language, csrf }} action={`${path}/give`} values={{ card }} noHref={path} />
    </Page>
  );
}

/** A new card works: what the member does with it. */
export function CardGivenPage({ frame, face }: Pick<LostProps, 'frame' | 'face'>): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back="/helping" title={t('helping.title')} ear={{ sentence: t('helping.given') }}>
      <Card>
        <Lead icon="yes" title={t('helping.given')}>
          <p>{t('helping.given_more')}</p>
        </Lead>
        <PersonFace face={face} language={language} />
      </Card>
      <PictureButtons>
        <PictureButton icon="card" label={t('helping.scan')} href="/helping" look="main" />
      </PictureButtons>
    </Page>
  );
}
