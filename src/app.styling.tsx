import type { VNode } from 'preact';
import type { Shown } from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import { words } from './languages/languages.js';
import { AmountView } from './web/amounts.js';
import { EarButton, VoiceQuestion } from './web/ear.js';
import {
  Choices,
  Confirm,
  ErrorSummary,
  Field,
  PictureButton,
  PictureButtons,
  type FieldError,
} from './web/forms.js';
import { Icon, iconNames } from './web/icons.js';
import { Card, Facts, Handover, Lead, Progress, StateMark, TableBox, Tile, Tiles } from './web/parts.js';
import { colourWord, memberColours, MemberPicture, memberPictures, pictureWord } from './web/pictures.js';
import { QrCode } from './web/qr.js';
import { ScanPlace } from './web/scan.js';

const nowhere = '#main';
const place = 'Rabot';
const typedCode = '0123 4567 89AB CDEF';

/** What stands beside a sentence: its ear, how far one is, whether a voice is heard. */
export function Frames({ language }: Shown): VNode {
  const { t } = words(language);
  const ear = { sentence: t('start.question') };
  return (
    <>
      <Sample name="oor">
        <EarButton {...{ language, ear }} />
      </Sample>
      <Sample name="oor, bezig" after={{ 'class="corner ear"': 'class="corner ear" aria-pressed="true"' }}>
        <EarButton {...{ language, ear }} />
      </Sample>
      <Sample name="hoe ver">
        {[0, 2, 4].map((step) => (
          <Progress key={step} step={step} of={4} label={t('start.three_steps')} />
        ))}
      </Sample>
      <Sample name="of de stem klopt">
        <VoiceQuestion language={language} />
      </Sample>
    </>
  );
}

/** Everything that is tapped. */
export function Buttons({ language }: Shown): VNode {
  const { t } = words(language);
  return (
    <>
      <PictureButtons tiles>
        <PictureButton icon="pay" mirror label={t('buttons.pay')} href={nowhere} />
        <PictureButton icon="receive" label={t('buttons.receive')} href={nowhere} />
      </PictureButtons>
      <PictureButtons>
        <PictureButton icon="yes" label={t('buttons.yes')} look="main" href={nowhere} />
        <PictureButton icon="pot" label={t('start.pot')} hint={t('start.only_you')} href={nowhere} />
        <PictureButton icon="next" mirror label={t('buttons.next')} />
      </PictureButtons>
      <Confirm language={language} action={nowhere} csrf="" noHref={nowhere} />
      <div class="side">
        <button class="button" type="button">
          <Icon name="print" />
          <span>{t('buttons.next')}</span>
        </button>
        <button class="button quiet" type="button">
          <Icon name="finish" mirror />
          <span>{t('buttons.finish')}</span>
        </button>
      </div>
    </>
  );
}

const sizes = [0n, 25n, 50n, 75n, 100n, 175n, 500n, 1200n, 4700n, 25_000n, 123_400n] as const;

/** Amounts from nothing to more than can be drawn, and below zero. */
export function Amounts({ language }: Shown): VNode {
  return (
    <>
      {(['hour', 'coin'] as const).map((unit) => (
        <div key={unit} class="side">
          {sizes.map((amount) => (
            <AmountView key={String(amount)} {...{ amount, unit, language }} scale={2} />
          ))}
          <AmountView amount={-150n} scale={2} {...{ unit, language }} />
          <AmountView amount={150n} scale={2} {...{ unit, language }} direction="in" />
          <AmountView amount={150n} scale={2} {...{ unit, language }} direction="out" />
        </div>
      ))}
      <div class="side">
        {(['in', 'out', undefined] as const).map((direction) => (
          <AmountView
            key={direction ?? ''}
            {...{ direction, language }}
            amount={250n}
            scale={2}
            unit="hour"
            size="line"
          />
        ))}
      </div>
    </>
  );
}

/** Sheets of paper, who gives what to whom, and how something stands. */
export function Sentences({ language }: Shown): VNode {
  const { t } = words(language);
  const fox = { kind: 'member', name: t('pictures.fox'), picture: 'fox', colour: 'orange' } as const;
  const group = { kind: 'other', name: 'Soepgroep Rabot', icon: 'group', place: 'Rabotplein' } as const;
  const amount = { amount: 150n, scale: 2, unit: 'hour' } as const;
  return (
    <>
      <Card>
        <Lead icon="purse" title={t('not_enough.sentence')}>
          <p>{t('not_enough.kind')}</p>
          <p class="small">{t('start.only_you')}</p>
        </Lead>
      </Card>
      <Card>
        <Handover language={language} from={fox} to={group} amount={amount} />
      </Card>
      <Card>
        <Handover
          language={language}
          from={fox}
          to={group}
          amount={null}
          fromCaption={t('start.hello')}
          toCaption={t('start.hello')}
        />
      </Card>
      {(['good', 'undone', 'waiting', 'unknown'] as const).map((state) => (
        <StateMark key={state} state={state}>
          {t('sign_in.signed_out')}
        </StateMark>
      ))}
      <Card>
        <Facts
          facts={[
            { name: t('start.purse'), value: <bdi>{place}</bdi>, icon: 'purse' },
            { name: t('site.languages'), value: <bdi>{place}</bdi> },
          ]}
        />
        <QrCode text="HTTPS://MUNT.EXAMPLE/P/0123456789ABCDEF" label={t('start.our_code')} />
        <p class="code">{typedCode}</p>
      </Card>
    </>
  );
}

/** Everything that is filled in, right and wrong. */
export function Fields({ language }: Shown): VNode {
  const { t } = words(language);
  const errors: FieldError[] = [
    { field: 'wrong', message: t('errors.amount_wrong') },
    { field: 'unchosen', message: t('errors.choose') },
  ];
  const choices = [
    { value: 'a', label: t('reasons.meal'), hint: t('start.only_you'), icon: 'meal' },
    { value: 'b', label: t('reasons.room'), icon: 'room' },
    { value: 'c', label: t('reasons.lesson') },
  ] as const;
  const typed = { label: t('pay.type_code'), hint: t('pay.type_code_hint') };
  return (
    <>
      <ErrorSummary language={language} errors={errors} />
      <Field name="empty" label={t('pay.type_code')} hint={t('pay.type_code_hint')} />
      <Field name="filled" label={t('pay.choose_amount')} value="2" inputMode="decimal" />
      <Field name="wrong" label={t('pay.choose_amount')} value="2,,5" errors={errors} />
      <Field name="day" label={t('errors.date_wrong')} type="date" />
      <Choices name="chosen" legend={t('start.question')} choices={choices} value="b" />
      <Choices name="unchosen" legend={t('start.question')} choices={choices} errors={errors} />
      <ScanPlace language={language} action={nowhere} csrf="" typed={typed} />
    </>
  );
}

/** Figures side by side and under each other. */
export function Tables({ language }: Shown): VNode {
  const { t } = words(language);
  const amount = (value: bigint): VNode => (
    <AmountView amount={value} scale={2} unit="hour" language={language} size="line" />
  );
  return (
    <>
      <Tiles>
        {(['have', 'in', 'out'] as const).map((look) => (
          <Tile key={look} look={look} name={t('start.i_have')}>
            <AmountView amount={1250n} scale={2} unit="hour" language={language} />
          </Tile>
        ))}
      </Tiles>
      <TableBox label={t('start.last')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('start.last')}</th>
              <th scope="col" class="number">
                {t('start.i_have')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(['', 'undone'] as const).map((look) => (
              <tr key={look} class={look}>
                <td>{t('reasons.meal')}</td>
                <td class="number">{amount(150n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </>
  );
}

/** Every pictogram, every picture of a member with its word, every colour. */
export function Drawings({ language }: Shown): VNode {
  return (
    <>
      <div class="swatches">
        {iconNames.map((name) => (
          <div key={name} lang="en" dir="ltr">
            <span class="plate">
              <Icon name={name} />
            </span>
            {name}
          </div>
        ))}
      </div>
      <div class="swatches">
        {memberPictures.map((picture, i) => (
          <div key={picture}>
            <MemberPicture
              picture={picture}
              colour={memberColours[i % memberColours.length]!}
              name={picture}
              decorative
            />
            {pictureWord(picture, language)}
          </div>
        ))}
      </div>
      <div class="swatches">
        {memberColours.map((colour) => (
          <div key={colour}>
            <MemberPicture picture="fox" colour={colour} name={colour} decorative />
            {colourWord(colour, language)}
          </div>
        ))}
      </div>
    </>
  );
}
