import type { VNode } from 'preact';
import { attendancePath, AttendeePicture, listFields, type ListProps } from './app.attendees.js';
import { AmountTiles } from './app.sign.js';
import { ListCard } from './app.attendsum.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { lastDays } from './payments/attendance.js';
import type { LeftOut } from './payments/attendance.service.js';
import { assetPath } from './web/assets.js';
import { dayWords } from './web/dates.js';
import { CsrfField, ErrorSummary, Field, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** What came in and is no card, as it was typed; or a card that does not come on the list. */
export type NotOnList = LeftOut | { readonly text: string; readonly why: 'no_number' };

/** Card after card; who is on the list, what each gets, and the yes stand under each other on one page (U30, U49). */
export function AttendancePage(
  props: ListProps & {
    readonly leftOut: readonly NotOnList[];
    /** What is wrong with what was asked, in words. */
    readonly wrong?: string;
  },
): VNode {
  const { frame, csrf, purse, list, looked, leftOut, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = attendancePath(purse);
  const { people } = looked;
  const some = people.length > 0;
  const errors = wrong === undefined ? [] : [{ field: 'code', message: wrong }];
  const count = t('attendance.people', { count: people.length });
  const said = some ? count : `${t('attendance.title')} ${t('attendance.scan')}`;
  const typed = { label: t('attendance.typed'), hint: t('attendance.typed_hint'), maxLength: 1000 };
  return (
    <Page
      {...frame}
      back="/"
      title={t('attendance.title')}
      ear={{ sentence: [...errors.map(({ message }) => message), said].join(' ') }}
    >
      <link rel="stylesheet" href={assetPath('attendance.css')} />
      <ErrorSummary language={language} errors={errors} />
      <Lead icon={some ? undefined : 'came'} title={some ? count : t('attendance.title')}>
        <p>{t('attendance.scan')}</p>
      </Lead>
      {leftOut.length > 0 && <LeftOutList {...{ leftOut, language }} />}
      {some && <OnTheList {...props} />}
      <ScanPlace
        {...{ language, csrf, typed, errors }}
        seen={list.seen}
        action={path}
        values={listFields(list)}
      />
      {some ? (
        <ListCard {...props} />
      ) : (
        <>
          <p class="hint centre">{t('attendance.scan_more')}</p>
          <PictureButtons>
            <PictureButton
              icon="print"
              label={t('attendance.empty')}
              hint={t('attendance.empty_hint')}
              href={`${path}/sheet`}
              prints
            />
          </PictureButtons>
        </>
      )}
    </Page>
  );
}

/** The faces with the numbers of their cards, the last one first; a tap takes one off. */
function OnTheList({ frame, csrf, purse, list, looked }: ListProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <form method="post" action={attendancePath(purse)} class="stacked">
      <CsrfField token={csrf} />
      <HiddenFields values={listFields(list)} />
      <p class="hint centre">{t('attendance.take_off')}</p>
      <div class="chips">
        {looked.people.toReversed().map(({ number, face, hadBefore }) => (
          <button class="chip" type="submit" name="off" value={number ?? ''} key={number}>
            <AttendeePicture {...{ face, language }} />
            <bdi dir="ltr">{number}</bdi>
            {hadBefore && <span class="hint">{t('attendance.had')}</span>}
            <Icon name="no" />
            <span class="sr">{t('attendance.off')}</span>
          </button>
        ))}
      </div>
    </form>
  );
}

function LeftOutList(props: { leftOut: readonly NotOnList[]; language: AnyLanguage }): VNode {
  const { t } = words(props.language);
  return (
    <Card label={t('attendance.left_out')}>
      <h2>{t('attendance.left_out')}</h2>
      <ul class="rows">
        {props.leftOut.map((each, i) => (
          <li class="row" key={i}>
            <span class="plate">
              <Icon name="later" />
            </span>
            <span class="row-text">
              <span class="hint">
                <bdi dir="ltr">{'text' in each ? each.text : (each.number ?? t('attendance.this_card'))}</bdi>
              </span>
              <strong>{t(`attendance.why_${each.why}`)}</strong>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** How much for each: the usual amounts, or a figure. */
export function HowMuchPage(props: ListProps & { readonly wrong?: WordKey | undefined }): VNode {
  const { frame, csrf, purse, list, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const title = t('attendance.how_much');
  const errors = wrong === undefined ? [] : [{ field: 'other', message: t(wrong) }];
  const { amount: _, ...values } = listFields(list);
  return (
    <Page {...frame} title={title} ear={{ sentence: title }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead title={title} />
      <form method="post" action={attendancePath(purse)} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={values} />
        <AmountTiles purse={purse} language={language} />
        <Field
          {...{ name: 'other', inputMode: 'decimal', maxLength: 20, errors }}
          label={t('payments.other_amount')}
        />
        <PictureButton icon="next" mirror label={t('buttons.next')} />
      </form>
      <BackToList {...props} />
    </Page>
  );
}

/** The list as it is: a page that answers a form has no address to go back to. */
function BackToList({ frame, csrf, purse, list }: ListProps): VNode {
  return (
    <form method="post" action={attendancePath(purse)} class="stacked">
      <CsrfField token={csrf} />
      <HiddenFields values={listFields(list)} />
      <PictureButton icon="back" mirror label={words(frame.language).t('attendance.to_list')} />
    </form>
  );
}

/** Which of the last days it was: what was written on paper is typed later (3D). */
export function WhichDayPage(props: ListProps): VNode {
  const { frame, csrf, purse, list, today } = props;
  const { language } = frame;
  const { t } = words(language);
  const title = t('attendance.which_day');
  const { day: _, ...values } = listFields(list);
  return (
    <Page {...frame} title={title} ear={{ sentence: title }}>
      <Lead title={title} />
      <form method="post" action={attendancePath(purse)} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={values} />
        <PictureButtons>
          {lastDays(today).map((day) => (
            <PictureButton
              key={day}
              icon="calendar"
              label={dayWords(day, language)}
              hint={day === today ? t('attendance.today') : undefined}
              name="day"
              value={day}
            />
          ))}
        </PictureButtons>
      </form>
      <BackToList {...props} />
    </Page>
  );
}
