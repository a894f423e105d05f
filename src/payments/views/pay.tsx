import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { writeAmount, type Amount } from '../../ledger/amount.js';
import { AmountView, amountText, type ShownAmount } from '../../web/amounts.js';
import { spokenFaces } from '../../web/ear.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  Field,
  HiddenFields,
  PictureButton,
  PictureButtons,
} from '../../web/forms.js';
import { reasonIcon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Facts, Handover, Lead, StateMark } from '../../web/parts.js';
import type { WrongAmount } from '../looks.service.js';
import type { Preview, PreviewSide } from '../preview.service.js';
import { faceOfSide } from './side.js';

export interface PayPageProps extends Omit<PageProps, 'title' | 'children' | 'ear' | 'community' | 'actor'> {
  readonly preview: Preview;
  /** The community's name. */
  readonly communityName: string;
  /** Where the code's page is, without a query. */
  readonly path: string;
  /** Where a no leads; the start unless said otherwise. */
  readonly noHref?: string;
  readonly csrf: string;
  readonly part: boolean;
  /** With what else whoever looks may pay it. */
  readonly purses: readonly PreviewSide[];
  /** Whether they gave the very same moments ago. */
  readonly twice: boolean;
  /** The account that was chosen to pay; left out for one's own. */
  readonly from?: string | undefined;
  /** Why the figure that was written will not do. */
  readonly wrong: WrongAmount | null;
}

/** Whoever scanned a code: choose how much where the code says nothing, then yes or no (U23, U24). */
export function PayPage(props: PayPageProps): VNode {
  const { preview } = props;
  if (preview.amount === null) return <ChoosePage {...props} />;
  return preview.enough === false ? (
    <NotEnoughPage {...props} />
  ) : (
    <ConfirmPage {...props} amount={preview.amount} />
  );
}

/** My picture, an arrow with the amount, their picture and name; yes and no of the same size, and no timer. */
function ConfirmPage({ amount, ...props }: PayPageProps & { amount: Amount }): VNode {
  const { preview, communityName, language, path, csrf, part, twice } = props;
  const { t } = words(language);
  const to = faceOfSide(preview.payee, communityName, language);
  const shown = shownAmount(preview, amount);
  const sentence = t('pay.you_give', { amount: amountText(shown, language), name: to.name });
  const values = {
    order: preview.orderId,
    from: preview.payer.account.id,
    amount: String(amount),
    ...asPart(part),
  };
  const { reason } = preview;
  return (
    <Page
      {...props}
      title={t('pay.title')}
      community={communityName}
      ear={{
        sentence: twice ? `${t('pay.again')} ${sentence}` : sentence,
        choices: [t('buttons.yes'), t('buttons.no')],
        faces: spokenFaces(to),
        short: [t('pay.question'), amountText(shown, language)],
      }}
    >
      <Lead title={t('pay.question')} />
      {twice && <StateMark state="waiting">{t('pay.again')}</StateMark>}
      <Card>
        <Handover
          language={language}
          from={faceOfSide(preview.payer, communityName, language)}
          to={to}
          amount={shown}
        />
        <p class="centre">{sentence}</p>
        {reason !== null && (
          <Facts
            facts={[{ name: t('pay.what_for'), value: t(`reasons.${reason}`), icon: reasonIcon(reason) }]}
          />
        )}
        {preview.nearlyEmpty && (
          <p class="hint centre">{t(preview.owesAfter ? 'pay.will_owe' : 'pay.nearly_empty')}</p>
        )}
      </Card>
      <Confirm language={language} action={path} csrf={csrf} values={values} noHref={props.noHref ?? '/'} />
      <OtherPurses
        {...props}
        query={{ amount: writeAmount(amount, preview.currency.scale), ...asPart(part) }}
      />
    </Page>
  );
}

/** Tiles for what is usual, and a field for the rest; both lead to the page with yes and no. */
function ChoosePage(props: PayPageProps): VNode {
  const { preview, communityName, language, path, part, wrong, from } = props;
  const { t } = words(language);
  const errors = wrong === null ? [] : [{ field: 'amount', message: t(`errors.${wrong}`) }];
  const to = faceOfSide(preview.payee, communityName, language);
  const sharePath = sharePathOf(preview);
  return (
    <Page
      {...props}
      title={t('pay.choose_amount')}
      community={communityName}
      ear={{ sentence: t('pay.choose_amount') }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Lead title={t('pay.choose_amount')} />
      <Card>
        <Handover
          language={language}
          from={faceOfSide(preview.payer, communityName, language)}
          to={to}
          amount={null}
        />
      </Card>
      <nav class="amount-tiles" aria-label={t('pay.choose_amount')}>
        {usualAmounts(preview).map((amount) => {
          const figure = writeAmount(amount, preview.currency.scale);
          const query = new URLSearchParams({ amount: figure, ...asPart(part), ...asFrom(from) });
          const href = `${path}?${query.toString()}`;
          return (
            <a key={figure} class="picture-button plain" href={href}>
              <AmountView {...shownAmount(preview, amount)} language={language} />
            </a>
          );
        })}
      </nav>
      <form method="get" action={path} class="stacked">
        <HiddenFields values={{ ...asPart(part), ...asFrom(from) }} />
        <Field
          name="amount"
          label={t('payments.other_amount')}
          inputMode="decimal"
          maxLength={20}
          errors={errors}
          required
        />
        <PictureButton icon="next" mirror label={t('buttons.next')} />
      </form>
      <OtherPurses {...props} query={asPart(part)} />
      {sharePath !== null && (
        <>
          <h2>{t('share.question')}</h2>
          <PictureButtons tiles>
            <PictureButton icon="gift" label={t('share.gift')} href={`${sharePath}/gift`} />
            <PictureButton icon="loan" label={t('share.loan')} href={`${sharePath}/loan`} />
          </PictureButtons>
        </>
      )}
    </Page>
  );
}

/** Not enough, said kindly, without how much is missing; with what can be done (U28). */
export function NotEnoughPage(props: PayPageProps): VNode {
  const { preview, communityName, language, path, csrf } = props;
  const { t } = words(language);
  const sentence = `${t('not_enough.sentence')} ${t('not_enough.kind')}`;
  const { part, pot } = preview.ways;
  const less = new URLSearchParams({ part: 'yes', ...asFrom(props.from) });
  const { orderId: order, payer, amount } = preview;
  const whole: Record<string, string> =
    amount === null ? {} : { amount: writeAmount(amount, preview.currency.scale) };
  const values = { order, from: payer.account.id, amount: String(amount ?? 0n) };
  return (
    <Page {...props} title={t('not_enough.title')} community={communityName} ear={{ sentence }}>
      <Card>
        <Lead icon="purse" title={t('not_enough.sentence')}>
          <p>{t('not_enough.kind')}</p>
        </Lead>
      </Card>
      <h2>{t('not_enough.you_can')}</h2>
      <PictureButtons>
        {part && (
          <PictureButton icon="part" label={t('not_enough.part')} href={`${path}?${less.toString()}`} />
        )}
        {pot !== null && amount !== null && (
          <form method="post" action={`${path}/pot`}>
            <CsrfField token={csrf} />
            <HiddenFields values={values} />
            <PictureButton icon="pot" label={t('not_enough.pot')} />
          </form>
        )}
        <PictureButton icon="later" label={t('not_enough.later')} href="/" />
      </PictureButtons>
      <OtherPurses {...props} query={{ ...whole, ...asPart(props.part) }} />
    </Page>
  );
}

/** For who keeps the purse of a group, or shares one: to pay the same with that one. */
function OtherPurses(props: PayPageProps & { query: Readonly<Record<string, string>> }): VNode | null {
  const { purses, communityName, language, path, query } = props;
  const { t } = words(language);
  if (purses.length === 0) return null;
  return (
    <section class="stacked">
      <h2>{t('pay.other_purse')}</h2>
      <PictureButtons>
        {purses.map((side) => {
          const face = faceOfSide(side, communityName, language);
          const isOwn = side.account.partyKind === 'person';
          const to = new URLSearchParams({ ...query, from: side.account.id });
          return (
            <PictureButton
              key={side.account.id}
              icon={face.kind === 'other' && !isOwn ? face.icon : 'purse'}
              label={isOwn ? t('start.purse') : face.name}
              href={`${path}?${to.toString()}`}
            />
          );
        })}
      </PictureButtons>
    </section>
  );
}

function asPart(part: boolean): Readonly<Record<string, string>> {
  return part ? { part: 'yes' } : {};
}

function asFrom(from: string | undefined): Readonly<Record<string, string>> {
  return from === undefined ? {} : { from };
}

/** Where one gives or lends without coin; null for what is nobody's, such as the pot. */
function sharePathOf({ communityId, payer, payee }: Preview): string | null {
  const both = payer.account.partyId !== null && payee.account.partyId !== null;
  return both ? `/c/${communityId}/share/${payee.account.id}` : null;
}

function shownAmount({ currency }: Preview, amount: Amount): ShownAmount {
  return { amount, scale: currency.scale, unit: currency.token };
}

/** Half a unit, one, two, three, as far as the currency's steps and its limit allow. */
function usualAmounts({ currency }: Preview): Amount[] {
  const { scale, step, perPayment } = currency;
  const one = 10n ** BigInt(scale);
  const usual = [one / 2n, one, one * 2n, one * 3n];
  return usual.filter(
    (amount) => amount > 0n && amount % step === 0n && (perPayment === null || amount <= perPayment),
  );
}
