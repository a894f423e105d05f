import type { ComponentChildren, VNode } from 'preact';
import type { SecretWay } from './access/secret-form.js';
import { SecretChoice, secretErrors, tappedBefore, turnAfter } from './access/views/card.js';
import type { BesideProps } from './app.besides.js';
import type { Awaited } from './app.codes.js';
import { PersonFace } from './app.founded.js';
import type { ShownPurse } from './app.purselooks.js';
import { Awaiting } from './app.sign.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { AmountView, amountText } from './web/amounts.js';
import { CsrfField, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, Progress } from './web/parts.js';
import { QrCode } from './web/qr.js';

/** What a member does so far to open what is their own. */
export interface Knock {
  readonly tapped: readonly string[];
  /** With what the last secret was given that was not right; null when none was. */
  readonly wrong: SecretWay | null;
}

export interface SecretAskedProps extends Knock {
  readonly language: AnyLanguage;
  readonly csrf: string;
  readonly action: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Whether the page says something else first. */
  readonly isSecond?: boolean;
  /** What it is for, and how. */
  readonly children?: ComponentChildren;
}

/** The nine drawings, or four digits, by which the member themselves says yes. */
export function SecretAsked(props: SecretAskedProps): VNode {
  const { language, csrf, action, values = {}, isSecond = false, tapped, wrong, children } = props;
  const { t } = words(language);
  const turn = t(`card.${turnAfter(tapped)}`);
  return (
    <>
      <div class="lead">
        {isSecond ? <h2>{turn}</h2> : <h1>{turn}</h1>}
        {children}
      </div>
      <Progress step={tapped.length} of={3} label={t('card.title')} />
      <form method="post" action={action} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ ...values, ...tappedBefore(tapped) }} />
        <SecretChoice {...{ language, tapped }} errors={secretErrors(wrong, language)} />
      </form>
    </>
  );
}

/** The same, after which the member sees what they have. */
export function OwnSecret({ children, ...props }: SecretAskedProps): VNode {
  return (
    <SecretAsked {...props}>
      <p>{words(props.language).t('hub.secret_more')}</p>
      {children}
    </SecretAsked>
  );
}

/** The same as the yes to what stands above it, while whoever helps looks away. */
export function SecretYes(props: Omit<SecretAskedProps, 'children'>): VNode {
  return (
    <SecretAsked {...props}>
      <p>{words(props.language).t('visits.yours')}</p>
    </SecretAsked>
  );
}

/** What every page shows where what is a member's own is open on a screen that is not theirs. */
export interface HereProps extends BesideProps {
  /** The visit for which it is shown: at a device for everybody it is nobody else's yes. */
  readonly visitId: string;
  /** Where the page with what they have is, under which all others are. */
  readonly home: string;
  readonly title: string;
  /** What ends it. */
  readonly end: VNode;
}

/** Where the pages of one thing to do are: on a telephone of one's own, or on a screen that is not. */
export interface FlowPlace {
  readonly path: string;
  readonly back: string;
  /** Where what one has is. */
  readonly home: string;
  /** What its forms carry beside their own. */
  readonly values?: Readonly<Record<string, string>>;
}

/** The same, by the last step of its address, where what is a member's own is open. */
export function flowHere({ home, visitId: visit }: HereProps, what: string): FlowPlace {
  return { path: `${home}/${what}`, back: `${home}/card`, home, values: { visit } };
}

export interface OpenProps extends Omit<HereProps, 'end' | 'visitId'> {
  readonly purses: readonly ShownPurse[];
  readonly back: string;
  /** Whether a printer stands here: then the slip is printed as soon as it is asked for (U33). */
  readonly prints?: boolean;
  /** Under the figure: who else sees it. */
  readonly note?: string;
  /** What the ways on beneath the tiles are called, for the ear. */
  readonly waysOn?: readonly string[];
  /** More ways on. */
  readonly children?: ComponentChildren;
}

/** What the member has, and what they can do with it, until they leave. */
export function OpenPage(props: OpenProps): VNode {
  const { frame, path, purses, home, title, back, note, face } = props;
  const { prints, waysOn = [], children } = props;
  const { language } = frame;
  const { t } = words(language);
  const [first] = purses;
  const owes = first !== undefined && purses.every(({ has }) => has.amount < 0n);
  const have = t(owes ? 'start.to_give' : 'start.i_have');
  const amount = first === undefined ? t('amounts.nothing') : amountText(first.has, language);
  const tiles = [t('buttons.receive'), t('hub.slip'), t('year.mine')];
  const said = note === undefined ? [] : [note];
  const choices = [...said, t('buttons.pay'), ...tiles, t('mine.title'), ...waysOn];
  return (
    <Page {...frame} back={back} title={title} ear={{ sentence: have, amount, choices }}>
      <Card>
        {face !== null && <PersonFace face={face} language={language} />}
        <Lead icon={face === null ? 'purse' : undefined} title={have} />
        <Has purses={purses} language={language} />
        {note !== undefined && <p class="hint centre">{note}</p>}
      </Card>
      <PictureButtons tiles>
        <PictureButton icon="pay" mirror label={t('buttons.pay')} href={`${path}/pay`} />
        <PictureButton icon="receive" label={tiles[0]!} href={`${home}/code`} />
        <PictureButton icon="print" label={tiles[1]!} href={`${home}/slip`} prints={prints} />
        <PictureButton icon="calendar" label={tiles[2]!} href={`${home}/year`} />
      </PictureButtons>
      <PictureButtons>
        <PictureButton icon="card" label={t('mine.title')} href={`${home}/card`} />
      </PictureButtons>
      {children}
    </Page>
  );
}

/** Each purse as a figure and as coins. */
export function Has({ purses, language }: { purses: readonly ShownPurse[]; language: AnyLanguage }): VNode {
  return (
    <>
      {purses.map(({ account, has }) => (
        <div key={account.id} class="purse">
          {account.kind !== 'member' && <Icon name="household" />}
          <AmountView {...has} language={language} />
        </div>
      ))}
    </>
  );
}

export interface OwnCodeProps extends HereProps {
  readonly url: string;
  readonly awaited: Awaited;
}

/** The member's own code, for somebody who gives to them. */
export function OwnCodePage({ frame, face, url, awaited, home, title, end }: OwnCodeProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back={home} title={title} ear={{ sentence: t('receive.show_code') }}>
      <Awaiting {...{ awaited, language }} />
      <Card>
        <Lead title={t('receive.show_code')} />
        {face !== null && <PersonFace face={face} language={language} />}
        <QrCode text={url} label={t('start.my_code_hint')} />
      </Card>
      {end}
    </Page>
  );
}
