import type { VNode } from 'preact';
import { attendancePath, AttendeePicture } from './app.attendees.js';
import { PaperPage } from './app.paper.js';
import type { ShownPurse } from './app.purselooks.js';
import type { Frame } from './app.visitors.js';
import { words, type AnyLanguage } from './languages/languages.js';
import type { Attendee, GivenList } from './payments/attendance.service.js';
import { AmountView, amountText } from './web/amounts.js';
import { assetPath } from './web/assets.js';
import { dayWords } from './web/dates.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Facts, StateMark } from './web/parts.js';

export interface GivenProps {
  readonly frame: Frame;
  readonly purse: ShownPurse;
  /** UUID of the list. */
  readonly order: string;
  readonly given: GivenList;
}

/** It worked: who got it, how much and for which day; and the paper to sign. */
export function ListDonePage({ frame, purse, order, given }: GivenProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const { people, amount, day } = given;
  const each = { ...purse.has, amount };
  const said = { count: people.length, amount: amountText(each, language) };
  const sentence = t('attendance.done', said);
  const path = attendancePath(purse);
  return (
    <Page {...frame} back="/" title={t('attendance.title')} ear={{ sentence }}>
      <link rel="stylesheet" href={assetPath('attendance.css')} />
      <StateMark state="good" heading done>
        {sentence}
      </StateMark>
      <Card>
        <Facts
          facts={[
            { icon: 'calendar', name: t('attendance.day'), value: dayWords(day, language) },
            {
              icon: 'pay',
              name: t('attendance.each'),
              value: <AmountView {...each} language={language} />,
            },
          ]}
        />
        <ul class="chips">
          {people.map(({ number, face, isUndone }) => (
            <li class="chip" key={face.partyId}>
              <AttendeePicture {...{ face, language }} />
              <bdi dir="ltr">{number ?? ''}</bdi>
              {isUndone && <span class="hint">{t('attendance.given_back')}</span>}
            </li>
          ))}
        </ul>
      </Card>
      <PictureButtons>
        <PictureButton
          icon="print"
          label={t('attendance.print')}
          href={`${path}/done/${order}/sheet`}
          prints
        />
        <PictureButton icon="came" label={t('attendance.again')} href={path} />
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </Page>
  );
}

const rowsOnSheet = 16;

/** Who got what, on paper, with a box to sign in for each (U49). */
export function SignedSheetPage({ frame, purse, order, given }: GivenProps): VNode {
  const { t } = words(frame.language);
  const { people, amount, day } = given;
  const stay = people.filter(({ isUndone }) => !isUndone);
  const sheets = Array.from({ length: Math.ceil(stay.length / rowsOnSheet) }, (_, i) =>
    stay.slice(i * rowsOnSheet, (i + 1) * rowsOnSheet),
  );
  return (
    <PaperPage
      frame={frame}
      title={t('attendance.print')}
      hint={t('attendance.print_hint')}
      back={`${attendancePath(purse)}/done/${order}`}
    >
      {sheets.map((rows, i) => (
        <Sheet
          key={i}
          {...{ language: frame.language, purse, rows }}
          from={i * rowsOnSheet}
          day={dayWords(day, frame.language)}
          each={amount}
        />
      ))}
    </PaperPage>
  );
}

/** For an evening without any device: date, drawing, number of the card, signature, all to be filled in by hand (3D). */
export function EmptySheetPage({ frame, purse }: Pick<GivenProps, 'frame' | 'purse'>): VNode {
  const { t } = words(frame.language);
  const rows = Array.from({ length: rowsOnSheet }, () => null);
  return (
    <PaperPage
      frame={frame}
      title={t('attendance.empty')}
      hint={t('attendance.empty_hint')}
      back={attendancePath(purse)}
    >
      <Sheet {...{ language: frame.language, purse, rows }} from={0} />
    </PaperPage>
  );
}

function Sheet(props: {
  readonly language: AnyLanguage;
  readonly purse: ShownPurse;
  readonly rows: readonly (Attendee | null)[];
  /** How many stand on the sheets before. */
  readonly from: number;
  readonly day?: string;
  readonly each?: bigint;
}): VNode {
  const { language, purse, rows, from, day, each } = props;
  const { t } = words(language);
  return (
    <section class="leaf-a4">
      <div class="attendance">
        <h2>{t('attendance.title')}</h2>
        <p class="sheet-facts">
          <bdi>{purse.name ?? ''}</bdi>
          <span>
            {t('attendance.day')}: {day ?? <span class="to-fill" />}
          </span>
          {each !== undefined && (
            <span>
              {t('attendance.each')}: {amountText({ ...purse.has, amount: each }, language)}
            </span>
          )}
        </p>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('attendance.picture')}</th>
              <th scope="col">{t('attendance.number')}</th>
              <th scope="col">{t('attendance.signature')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{from + i + 1}</td>
                <td>{row !== null && <AttendeePicture face={row.face} language={language} />}</td>
                <td>
                  <bdi dir="ltr">{row?.number ?? ''}</bdi>
                </td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
