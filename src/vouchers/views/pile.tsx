import type { VNode } from 'preact';
import { isWordKey, words, type AnyLanguage } from '../../languages/languages.js';
import { AmountView } from '../../web/amounts.js';
import { momentWords } from '../../web/dates.js';
import { Confirm, PictureButton, PictureButtons } from '../../web/forms.js';
import { Icon } from '../../web/icons.js';
import { Page } from '../../web/page.js';
import { Card, FaceView, Lead } from '../../web/parts.js';
import { isOverForEver, writeShown } from '../pile.js';
import type { VoucherFrame } from '../voucher-frames.js';
import type { PlaceToTake } from '../voucher-places.service.js';
import type { LookedPile, Stopped } from '../voucher-piles.service.js';
import { holderFace } from './holder.js';
import { YesAnswered } from './kept.js';
import { worthText } from './station.js';

export interface PileProps extends VoucherFrame {
  readonly place: PlaceToTake;
  readonly looked: LookedPile;
  /** UUID of this page, from which each voucher's order has its own. */
  readonly order: string;
  /** Where the place for scanning is; the yes goes beneath it. */
  readonly path: string;
  /** What else goes with the yes. */
  readonly values?: Readonly<Record<string, string>>;
  /** Under which name a device may have kept them; none for cards. */
  readonly kept?: string;
  /** The order of a yes to which the answer was no. */
  readonly refused?: string;
}

/** What lies on the table: how many, what they are worth together, one yes, and what to talk about. */
export function PilePage(props: PileProps): VNode {
  const { frame, csrf, place, looked, order, path, values = {}, kept, refused } = props;
  const { language } = frame;
  const { t } = words(language);
  const { good, worth, stopped } = looked;
  const some = good.length > 0;
  const onCard = place.holder === place.face;
  const asked = t(onCard ? 'vouchers.put_all' : 'vouchers.take_all', { count: good.length });
  const question = some ? asked : t('vouchers.take_none');
  const over = stopped.filter(({ why }) => isOverForEver(why.code)).map(({ shown }) => writeShown(shown));
  const amount = some ? { amount: worthText(worth, place.currency, frame) } : {};
  const caption = onCard ? 'vouchers.on_card_of' : 'vouchers.card_of';
  const codes = good.map(writeShown).join(' ');
  return (
    <Page
      {...frame}
      back={path}
      title={t('vouchers.title')}
      ear={{ sentence: question, ...amount, choices: some ? [t('buttons.yes'), t('buttons.no')] : [] }}
    >
      <span hidden data-answered={kept} data-settled={kept} data-codes={over.join(' ')} />
      {kept !== undefined && refused !== undefined && <YesAnswered path={kept} order={refused} which={[]} />}
      <Lead icon={place.holder === undefined ? 'voucher' : undefined} title={question}>
        {good.length + stopped.length > 1 && (
          <p>{t('vouchers.seen', { count: good.length + stopped.length })}</p>
        )}
      </Lead>
      {some && (
        <Card>
          {place.holder !== undefined && (
            <p class="centre">
              <FaceView face={holderFace(place.holder, language)} caption={t(caption)} />
            </p>
          )}
          <p class="centre">
            <AmountView
              amount={worth}
              scale={place.currency.scale}
              unit={place.currency.token}
              language={language}
            />
          </p>
        </Card>
      )}
      {some && (
        <div data-settles={kept}>
          <Confirm
            {...{ language, csrf }}
            action={`${path}/yes`}
            values={{ ...values, order, codes }}
            noHref={path}
          />
        </div>
      )}
      <StoppedLists {...props} />
      {!some && (
        <PictureButtons>
          <PictureButton icon="scan" label={t('vouchers.again')} href={path} look="main" />
        </PictureButtons>
      )}
    </Page>
  );
}

/** Used ones are there to talk about: with the time and no name (U36). All others with why. */
function StoppedLists({ looked, frame, timeZone }: PileProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const used = looked.stopped.filter(({ why }) => why.code === 'voucher_already_used');
  const others = looked.stopped.filter(({ why }) => why.code !== 'voucher_already_used');
  return (
    <>
      {used.length > 0 && (
        <Card label={t('vouchers.to_talk')}>
          <h2>{t('vouchers.to_talk')}</h2>
          <p>{t('vouchers.to_talk_more')}</p>
          <ul class="rows talk">
            {used.map((each) => (
              <li key={each.serial} class="row">
                <UsedLine stopped={each} language={language} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {others.length > 0 && (
        <Card label={t('vouchers.not_now')}>
          <h2>{t('vouchers.not_now')}</h2>
          <ul class="rows">
            {others.map(({ shown, serial, why }) => (
              <li key={writeShown(shown)} class="row">
                <span class="plate">
                  <Icon name="later" />
                </span>
                <span class="row-text">
                  {serial !== null && (
                    <span class="hint">
                      <bdi>{serial}</bdi>
                    </span>
                  )}
                  <strong>{refusalText(why.code, language)}</strong>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function UsedLine(props: { stopped: Stopped; language: AnyLanguage; timeZone: string }): VNode {
  const { stopped, language, timeZone } = props;
  const { t } = words(language);
  const { usedAt } = stopped.why;
  return (
    <>
      <span class="plate">
        <Icon name="given_back" />
      </span>
      <span class="row-text">
        <span class="hint">
          <bdi>{stopped.serial}</bdi>
        </span>
        <strong>
          {usedAt === undefined
            ? t('refusals.voucher_already_used')
            : t('vouchers.used_at', { moment: momentWords(usedAt, language, timeZone) })}
        </strong>
        <span>{t(stopped.usedHere ? 'vouchers.used_here' : 'vouchers.used_elsewhere')}</span>
      </span>
    </>
  );
}

function refusalText(code: string, language: AnyLanguage): string {
  const key = `refusals.${code}`;
  const { t } = words(language);
  return isWordKey(key) ? t(key) : t('vouchers.not_now');
}
