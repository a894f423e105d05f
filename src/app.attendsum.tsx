import type { VNode } from 'preact';
import { attendancePath, listFields, type ListProps } from './app.attendees.js';
import { AmountTiles } from './app.sign.js';
import { words } from './languages/languages.js';
import { attendanceReason } from './payments/attendance.js';
import { AmountView } from './web/amounts.js';
import { dayWords } from './web/dates.js';
import { Confirm, CsrfField, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { reasonIcon } from './web/icons.js';
import { Card, Facts, Lead } from './web/parts.js';

/** Everything before the yes: who gives, what for, how many, each, together, what remains and which day (U49). */
export function ListCard(props: ListProps): VNode {
  const { frame, csrf, purse, list, looked } = props;
  const { language } = frame;
  const { t } = words(language);
  const { people, total, after, why } = looked;
  const path = attendancePath(purse);
  const had = people.filter(({ hadBefore }) => hadBefore).length;
  const { amount: _, ...values } = listFields(list);
  const shown = (amount: bigint, size: 'big' | 'line') => (
    <AmountView {...purse.has} {...{ amount, size, language }} />
  );
  return (
    <>
      <h2 class="centre">{t('attendance.how_much')}</h2>
      <form method="post" action={path} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={values} />
        <AmountTiles {...{ purse, language }} now={list.amount} />
      </form>
      <form method="post" action={path} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={listFields(list)} />
        <PictureButtons tiles="small">
          <PictureButton icon="coin" label={t('attendance.other_amount')} name="ask" value="amount" />
          <PictureButton icon="calendar" label={t('attendance.other_day')} name="ask" value="day" />
        </PictureButtons>
      </form>
      <Card>
        <Facts
          facts={[
            {
              icon: 'group',
              name: t('attendance.gives'),
              value: <bdi>{purse.name ?? t(`accountKinds.${purse.account.kind}`)}</bdi>,
            },
            {
              icon: reasonIcon(attendanceReason),
              name: t('attendance.for'),
              value: t(`reasons.${attendanceReason}`),
            },
            { icon: 'calendar', name: t('attendance.day'), value: dayWords(list.day, language) },
            { icon: 'pay', name: t('attendance.each'), value: shown(list.amount, 'line') },
            { icon: 'purse', name: t('attendance.together'), value: shown(total, 'big') },
            ...(why === 'not_enough'
              ? []
              : [{ icon: 'list' as const, name: t('attendance.after'), value: shown(after, 'line') }]),
          ]}
        />
      </Card>
      {why === null ? (
        <>
          <div class="lead">
            <h2>{t('attendance.question', { count: people.length })}</h2>
            {had > 0 && <p>{t('attendance.had_some', { count: had })}</p>}
          </div>
          <Confirm {...{ language, csrf }} action={`${path}/yes`} values={listFields(list)} noHref="/" />
        </>
      ) : (
        <Card>
          <Lead icon="purse" title={t(`attendance.${why}`)}>
            <p>{t(`attendance.${why}_more`)}</p>
          </Lead>
        </Card>
      )}
    </>
  );
}
