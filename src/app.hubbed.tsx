import type { VNode } from 'preact';
import type { SecretWay } from './access/secret-form.js';
import { NoSecretHint, SecretChoice, secretErrors, tappedBefore, turnAfter } from './access/views/card.js';
import type { BesideProps } from './app.besides.js';
import type { Awaited } from './app.codes.js';
import { PersonFace } from './app.founded.js';
import { hubPath, mePath } from './app.hubs.js';
import { PrintButton } from './app.paper.js';
import type { ShownLine, ShownPurse } from './app.purses.js';
import { Awaiting } from './app.sign.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { AmountView, amountText } from './web/amounts.js';
import { CsrfField, ErrorSummary, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { dayWords } from './web/dates.js';
import { Icon, iconNames, reasonIcon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, Progress } from './web/parts.js';
import { QrCode } from './web/qr.js';
import type { Outlet } from './vouchers/voucher-outlets.js';

/** What is opened at a kiosk with the member's secret. */
export type OwnThing = 'code' | 'purse' | 'slip';

/** The four tiles of whose card was shown. Nothing of what they have stands here. */
export function TilesPage({ frame, face }: BesideProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const choices = [t('buttons.pay'), t('buttons.receive'), t('start.i_have'), t('hub.slip')];
  return (
    <Page {...frame} back={hubPath} title={t('hub.title')} ear={{ sentence: t('start.question'), choices }}>
      {face !== null && (
        <Card>
          <PersonFace face={face} language={language} />
        </Card>
      )}
      <Lead title={t('start.question')} />
      <PictureButtons tiles>
        <PictureButton icon="pay" mirror label={t('buttons.pay')} href={`${mePath}/pay`} />
        <PictureButton icon="receive" label={t('buttons.receive')} href={`${mePath}/code`} />
        <PictureButton icon="purse" label={t('start.i_have')} href={`${mePath}/purse`} />
        <PictureButton icon="print" label={t('hub.slip')} href={`${mePath}/slip`} />
      </PictureButtons>
      <Ready language={language} />
    </Page>
  );
}

/** Leaves the kiosk: everything of who was here is over. */
export function Ready({ language }: { readonly language: AnyLanguage }): VNode {
  return (
    <PictureButtons>
      <PictureButton icon="finish" mirror label={words(language).t('buttons.finish')} href={hubPath} />
    </PictureButtons>
  );
}

export interface KioskSecretProps extends BesideProps {
  readonly visitId: string;
  readonly thing: OwnThing;
  readonly tapped: readonly string[];
  /** With what the last secret was given that was not right; null when none was. */
  readonly wrong: SecretWay | null;
}

export function KioskSecretPage(props: KioskSecretProps): VNode {
  const { frame, csrf, visitId, thing, tapped, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const turn = t(`card.${turnAfter(tapped)}`);
  const errors = secretErrors(wrong, language);
  return (
    <Page {...frame} back={mePath} title={t('card.title')} ear={{ sentence: turn }}>
      <ErrorSummary language={language} errors={errors} />
      <h1 class="centre">{turn}</h1>
      <Progress step={tapped.length} of={3} label={t('card.title')} />
      <form method="post" action={`${mePath}/${thing}`} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ visit: visitId, ...tappedBefore(tapped) }} />
        <SecretChoice {...{ language, tapped, errors }} />
      </form>
      {tapped.length === 0 && <NoSecretHint language={language} />}
    </Page>
  );
}

/** What the member has, for their eyes, until they leave. */
export function KioskPursePage({
  frame,
  purses,
}: BesideProps & { readonly purses: readonly ShownPurse[] }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const [first] = purses;
  const amount = first === undefined ? t('amounts.nothing') : amountText(first.has, language);
  return (
    <Page {...frame} back={mePath} title={t('hub.title')} ear={{ sentence: t('start.i_have'), amount }}>
      <Card>
        <Lead icon="purse" title={t('start.i_have')} />
        <Has purses={purses} language={language} />
      </Card>
      <Ready language={language} />
    </Page>
  );
}

function Has({ purses, language }: { purses: readonly ShownPurse[]; language: AnyLanguage }): VNode {
  return (
    <>
      {purses.map(({ account, has }) => (
        <div key={account.id} class="purse">
          <AmountView {...has} language={language} />
        </div>
      ))}
    </>
  );
}

/** The member's own code, for somebody who gives to them. */
export function KioskCodePage(props: BesideProps & { url: string; awaited: Awaited }): VNode {
  const { frame, face, url, awaited } = props;
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back={mePath} title={t('hub.title')} ear={{ sentence: t('receive.show_code') }}>
      <Awaiting {...{ awaited, language }} />
      <Card>
        <Lead title={t('receive.show_code')} />
        {face !== null && <PersonFace face={face} language={language} />}
        <QrCode text={url} label={t('start.my_code_hint')} />
      </Card>
      <Ready language={language} />
    </Page>
  );
}

export interface SlipProps extends BesideProps {
  readonly purses: readonly ShownPurse[];
  /** The last ones, without with whom. */
  readonly lines: readonly ShownLine[];
  readonly outlets: readonly Outlet[];
}

/**
 * A slip to fold and keep: what was last given and got, and where one can go with it. What one has is on it only when
 * that is ticked. As narrow as a roll of 80 mm, so that it fits on A4 as well (U33).
 */
export function SlipPage({ frame, purses, lines, outlets }: SlipProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back={mePath} title={t('hub.slip')} ear={{ sentence: t('start.last') }}>
      <div class="no-print">
        <PictureButtons>
          <PrintButton label={t('hub.print')} />
        </PictureButtons>
      </div>
      <div class="slip-place">
        <input type="checkbox" id="with-have" class="with-have" />{' '}
        <label for="with-have">{t('hub.with_have')}</label>
        <div class="slip stacked">
          <h1>{t('start.last')}</h1>
          <div class="have">
            <h2>{t('start.i_have')}</h2>
            <Has purses={purses} language={language} />
          </div>
          {lines.length === 0 && <p>{t('start.nothing_yet')}</p>}
          <ul>
            {lines.map((line) => (
              <SlipLine key={`${line.entry.exchangeId} ${line.entry.index}`} {...{ line, language }} />
            ))}
          </ul>
          {outlets.length > 0 && <h2>{t('receipt.what_now')}</h2>}
          <ul>
            {outlets.map((outlet) => (
              <OutletLine key={outlet.name} {...outlet} />
            ))}
          </ul>
        </div>
      </div>
      <Ready language={language} />
    </Page>
  );
}

function SlipLine({ line, language }: { line: ShownLine; language: AnyLanguage }): VNode {
  const { entry, size, undone } = line;
  const { t } = words(language);
  const reason = entry.kind === 'reversal' ? null : entry.reason;
  const icon = reason !== null ? reasonIcon(reason) : entry.kind === 'reversal' ? 'given_back' : 'receipt';
  return (
    <li class={undone ? 'row undone' : 'row'}>
      <span class="plate">
        <Icon name={icon} />
      </span>
      <span class="row-text">
        <strong>{reason === null ? t(`kinds.${entry.kind}`) : t(`reasons.${reason}`)}</strong>
        <AmountView {...size} language={language} size="line" direction={entry.amount < 0n ? 'out' : 'in'} />
        <span class="hint">{dayWords(entry.bookedDate, language)}</span>
      </span>
    </li>
  );
}

function OutletLine({ name, picture, place, openingHours }: Outlet): VNode {
  const icon = iconNames.find((each) => each === picture) ?? 'shop';
  return (
    <li class="row">
      <span class="plate">
        <Icon name={icon} />
      </span>
      <span class="row-text">
        <bdi>{name}</bdi>
        {place !== null && <bdi class="hint">{place}</bdi>}
        {openingHours !== null && <bdi class="hint">{openingHours}</bdi>}
      </span>
    </li>
  );
}
