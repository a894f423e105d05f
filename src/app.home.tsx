import type { VNode } from 'preact';
import type { Actor } from './access/actor.js';
import { ActingButtons } from './app.acted.js';
import { OwnDeviceQuestion } from './access/views/sign-in.js';
import { CodeButton, KeptPurses } from './app.keeping.js';
import type { ShownPurse } from './app.purselooks.js';
import type { Tasks } from './app.tasks.js';
import type { Frame } from './app.visitors.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { amountText } from './web/amounts.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { Page } from './web/page.js';
import { MemberPicture } from './web/pictures.js';

export interface HomeProps {
  readonly frame: Frame;
  readonly csrf: string;
  /** The first of one's own, from which the code is shown. */
  readonly purse: ShownPurse | undefined;
  readonly kept: readonly ShownPurse[];
  readonly isSteward: boolean;
  /** Whether they sit beside members at this device (U07). */
  readonly helps: boolean;
  /** Whether they print what a first evening needs. */
  readonly hasKit: boolean;
  /** How they came in, when a passphrase opens more. */
  readonly shut: Actor['shut'];
  readonly tasks: Tasks;
  /** The receipts of what they or their groups got, and somebody says is not right. */
  readonly objected: readonly string[];
  /** Where giving to the pot is done; null where there is none. */
  readonly pot: string | null;
  /** Who else made a way in for this person lately; null when nobody did. */
  readonly wayIn: string | null;
  /** Where they may go on with what they did not finish; null when there is nothing. */
  readonly goOn: string | null;
  /** What says that this device is theirs alone, where that is asked; else null (U05). */
  readonly ownMark: string | null;
  /** Whether vouchers are taken here for a group, and put on the cards of others. */
  readonly vouchers: { readonly taken: boolean; readonly onCards: boolean };
}

/** Home: a picture and four tiles, with the purse covered (S10); six choices for who is a member only (U21). */
export function HomePage(props: HomeProps): VNode {
  const { frame, csrf, purse, kept, wayIn, tasks, pot, vouchers, goOn, ownMark } = props;
  const { language, actor } = frame;
  const { t } = words(language);
  const hello = actor === undefined ? t('start.hello') : t('start.hello_name', { name: actor.name });
  const tiles = [
    t('buttons.pay'),
    t('buttons.receive'),
    t('start.i_have'),
    ...(pot === null ? [] : [t('start.pot')]),
  ];
  const choices = ownMark === null ? tiles : [t('start.own_phone'), t('start.own_phone_yes'), ...tiles];
  return (
    <Page
      {...frame}
      actor={undefined}
      title={t('site.start')}
      ear={{
        sentence: `${hello} ${t('start.question')}`,
        choices,
        faces: actor === undefined ? [] : [actor],
      }}
    >
      <section class="greeting">
        {actor !== undefined && <MemberPicture {...actor} size="big" decorative />}
        <div>
          <h1>{hello}</h1>
          <p>{t('start.question')}</p>
        </div>
      </section>
      {ownMark !== null && <OwnDeviceQuestion {...{ csrf, language }} mark={ownMark} />}
      {goOn !== null && (
        <PictureButtons>
          <PictureButton icon="later" label={t('start.go_on')} hint={t('start.go_on_more')} href={goOn} />
        </PictureButtons>
      )}
      <PictureButtons tiles>
        <PictureButton icon="pay" mirror label={t('buttons.pay')} href="/give" />
        {purse !== undefined && <CodeButton purse={purse} csrf={csrf} label={t('buttons.receive')} />}
        <PictureButton icon="purse" label={t('start.i_have')} href="/purse" />
        {pot !== null && <PictureButton icon="pot" label={t('start.pot')} href={pot} />}
      </PictureButtons>
      <VoucherButtons vouchers={vouchers} language={language} />
      {wayIn !== null && <p class="hint centre">{wayIn}</p>}
      <ActingButtons got={tasks.trusted} language={language} />
      <ObjectedButtons tokens={props.objected} language={language} />
      <TaskButtons tasks={tasks} language={language} />
      {kept.length > 0 && <KeptPurses kept={kept} csrf={csrf} language={language} />}
      <RoleButtons {...props} />
    </Page>
  );
}

/** What only some may do, and what is everybody's own. */
function RoleButtons({ frame, isSteward, helps, hasKit, shut }: HomeProps): VNode {
  const { t } = words(frame.language);
  return (
    <>
      {shut !== undefined && (
        <PictureButtons>
          <PictureButton
            icon="key"
            label={t(shut === 'link' ? 'passphrase.home_choose' : 'passphrase.home_use')}
            hint={t('passphrase.home_hint')}
            href={shut === 'link' ? '/passphrase' : '/sign-in'}
          />
        </PictureButtons>
      )}
      <PictureButtons tiles="small">
        {hasKit && <PictureButton icon="kit" label={t('kit.title')} href="/kit" />}
        {helps && <PictureButton icon="helper" label={t('helping.title')} href="/helping" />}
        <PictureButton icon="group" label={t('start.our_group')} href="/groups" />
        <PictureButton icon="card" label={t('mine.title')} href="/me" />
        {isSteward && <PictureButton icon="person" label={t('people.title')} href="/people" />}
      </PictureButtons>
    </>
  );
}

/** For who takes vouchers for a group, and who puts them on cards. */
function VoucherButtons({ vouchers, language }: Pick<HomeProps, 'vouchers'> & { language: AnyLanguage }) {
  const { t } = words(language);
  const { taken, onCards } = vouchers;
  if (!taken && !onCards) return null;
  return (
    <PictureButtons tiles={taken}>
      {taken && <PictureButton icon="voucher" label={t('vouchers.take')} href="/vouchers" />}
      {onCards && <PictureButton icon="on_card" label={t('vouchers.to_card')} href="/vouchers/on-card" />}
    </PictureButtons>
  );
}

/** Somebody waits for an answer to what they said is not right (U27). */
function ObjectedButtons({ tokens, language }: { tokens: readonly string[]; language: AnyLanguage }) {
  if (tokens.length === 0) return null;
  const label = words(language).t('after.somebody_says');
  return (
    <PictureButtons>
      {tokens.map((token) => (
        <PictureButton key={token} icon="not_right" label={label} href={`/r/${token}`} />
      ))}
    </PictureButtons>
  );
}

/** What waits for a yes, and where the programmes are. */
function TaskButtons({ tasks, language }: { tasks: Tasks; language: AnyLanguage }): VNode | null {
  const { t } = words(language);
  const { promised, toApprove, programmes, asked } = tasks;
  if (promised.length + toApprove.length + programmes.length === 0 && asked === null) return null;
  return (
    <PictureButtons>
      {asked !== null && <PictureButton icon="look" label={t('brings.asks_you')} href={asked} />}
      {promised.map(({ path, name, amount }) => (
        <PictureButton
          key={path}
          icon="receive"
          label={t('start.promised', { giver: name, amount: amountText(amount, language) })}
          href={path}
        />
      ))}
      {toApprove.map(({ path, name, amount }) => (
        <PictureButton
          key={path}
          icon="look"
          label={t('start.to_approve', { name, amount: amountText(amount, language) })}
          href={path}
        />
      ))}
      {programmes.map(({ path, name }) => (
        <PictureButton key={path} icon="town" label={name ?? t('programme.all')} href={path} />
      ))}
    </PictureButtons>
  );
}
