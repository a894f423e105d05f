import type { VNode } from 'preact';
import { PaperCard } from './access/views/card-sheet.js';
import type { Kit, KitContents } from './app.kits.js';
import { batchesPath } from './app.made.js';
import { HelperSheet, PaperPage, Poster, PracticeSheet, PriceBoard } from './app.paper.js';
import { signsPath } from './app.priced.js';
import type { Frame } from './app.visitors.js';
import { words, type AnyLanguage, type LanguageCode } from './languages/languages.js';
import { CsrfField, PictureButton, PictureButtons } from './web/forms.js';
import { Icon, type IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Lead } from './web/parts.js';
import { memberColours, MemberPicture, memberPictures, pictureWord } from './web/pictures.js';
import type { LaidOut } from './vouchers/layout.service.js';
import { sheetHtml } from './vouchers/views/sheet.js';
import { sheetCssPath } from './vouchers/views/sheet.css.js';

export interface KitProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly contents: KitContents;
  /** Whether they may make this device a kiosk. */
  readonly mayKeep: boolean;
}

/** What the kit is made of, and the one button. */
export function KitPage(props: KitProps): VNode {
  const { frame, csrf, contents } = props;
  const { t } = words(frame.language);
  return (
    <Page {...frame} back="/" title={t('kit.title')} ear={{ sentence: t('kit.sentence') }}>
      <Lead icon="kit" title={t('kit.title')}>
        <p>{t('kit.sentence')}</p>
      </Lead>
      <form method="post" action="/kit">
        <CsrfField token={csrf} />
        <PictureButton icon="print" label={t('kit.make')} look="main" />
      </form>
      <Contents {...contents} language={frame.language} />
      <Ways {...props} />
    </Page>
  );
}

/** Only what comes out of the printer, in that order, and what is not there yet. */
function Contents(props: KitContents & { readonly language: AnyLanguage }): VNode {
  const { cards, signs, counters, printsVouchers, open, language } = props;
  const { t } = words(language);
  const sheets = [
    { icon: 'helper', label: t('kit.script') },
    { icon: 'look', label: t('kit.poster') },
    { icon: 'again', label: t('kit.practice') },
    signs && { icon: 'receive', label: t('kit.signs') },
    cards && { icon: 'card', label: t('kit.cards') },
    cards && { icon: 'person', label: t('kit.stickers') },
    open !== undefined && { icon: 'voucher', label: t('kit.vouchers') },
  ] as const satisfies readonly ({ icon: IconName; label: string } | false)[];
  return (
    <section class="contents">
      <h2>{t('kit.contents')}</h2>
      <ul>
        {sheets.map(
          (sheet) =>
            sheet !== false && (
              <li key={sheet.label}>
                <Icon name={sheet.icon} />
                <span>{sheet.label}</span>
              </li>
            ),
        )}
      </ul>
      {!cards && <p class="hint">{t('kit.no_cards')}</p>}
      {printsVouchers && open === undefined && <p class="hint">{t('kit.no_vouchers')}</p>}
      {printsVouchers && open === undefined && counters.length > 0 && (
        <p class="links">
          {counters.map((purse) => (
            <a key={purse.account.id} href={batchesPath(purse)}>
              <Icon name="more_vouchers" />
              {counters.length === 1 ? t('batches.title') : `${t('batches.title')}: ${purse.name ?? ''}`}
            </a>
          ))}
        </p>
      )}
      {!signs && counters.length > 0 && (
        <p class="links">
          {counters.map((purse) => (
            <a key={purse.account.id} href={`${signsPath(purse)}/new`}>
              <Icon name="receive" />
              {counters.length === 1
                ? t('kit.sign_first')
                : t('kit.sign_first_of', { name: purse.name ?? '' })}
            </a>
          ))}
        </p>
      )}
    </section>
  );
}

/** Where signs are made, a letter for who is brought along, and a device for the table. */
function Ways({ frame, contents: { counters, signs, open }, mayKeep }: KitProps): VNode {
  const { t } = words(frame.language);
  return (
    <PictureButtons>
      {signs &&
        counters.map((purse) => (
          <PictureButton
            key={purse.account.id}
            icon="receive"
            label={t('kit.signs_of', { name: purse.name ?? '' })}
            href={signsPath(purse)}
          />
        ))}
      {open?.issueId === null && (
        <PictureButton
          icon="voucher"
          label={t('batches.good')}
          href={`/c/${open.communityId}/batches/${open.sourceId}/${open.id}`}
        />
      )}
      {open !== undefined && (
        <PictureButton
          icon="gift"
          label={t('kit.bring')}
          hint={t('kit.bring_hint')}
          href={`/voucher-sheets/${open.communityId}/${open.id}/letter?bring=true`}
        />
      )}
      {mayKeep && <PictureButton icon="kiosk" label={t('kiosk.turn_on')} href="/hub" />}
    </PictureButtons>
  );
}

/** All of it on one page, each part on paper of its own. */
export function KitToPrintPage(props: {
  readonly frame: Frame;
  readonly kit: Kit;
  /** Where help is, as it is printed, and what the code to practise with says. */
  readonly at: { readonly help: string; readonly helpline: string | null; readonly practice: string };
  readonly translations: readonly LanguageCode[];
}): VNode {
  const { frame, kit, at, translations } = props;
  const { language } = frame;
  const { t } = words(language);
  const { blanks, signs, vouchers } = kit;
  return (
    <PaperPage frame={frame} title={t('kit.title')} hint={t('kit.hint')} back="/kit">
      <link rel="stylesheet" href="/cards/card.css" />
      {vouchers.length > 0 && <link rel="stylesheet" href={sheetCssPath} />}
      <HelperSheet language={language} />
      <Poster {...{ language, translations }} />
      <PracticeSheet language={language} url={at.practice} />
      {signs.map((sign) => (
        <PriceBoard key={sign.id} {...{ language, sign }} small={false} />
      ))}
      {blanks.length > 0 && <Cards {...{ language, blanks }} helpAt={at.help} helpline={at.helpline} />}
      {blanks.length > 0 && <Stickers language={language} />}
      {vouchers.map((laid) => (
        <Vouchers key={laid.batch.id} laid={laid} language={language} />
      ))}
    </PaperPage>
  );
}

function Cards(props: {
  readonly language: AnyLanguage;
  readonly blanks: Kit['blanks'];
  readonly helpAt: string;
  readonly helpline: string | null;
}): VNode {
  const { language, blanks, helpAt, helpline } = props;
  return (
    <div class="sheet">
      {blanks.map((blank) => (
        <PaperCard key={blank.id} {...{ blank, language, helpAt, helpline }} />
      ))}
    </div>
  );
}

/** Every drawing that a member can have, of the size of the ring on a card, in one colour after the other. */
function Stickers({ language }: { readonly language: AnyLanguage }): VNode {
  return (
    <div class="sheet stickers">
      {memberPictures.map((picture, i) => (
        <MemberPicture
          key={picture}
          picture={picture}
          colour={memberColours[i % memberColours.length]!}
          name={pictureWord(picture, language)}
        />
      ))}
    </div>
  );
}

/** The sheets of a batch as the room of the vouchers writes them, and the way to the rest of a great one. */
function Vouchers({ laid, language }: { laid: LaidOut; language: AnyLanguage }): VNode {
  const { batch, last, more } = laid;
  const written = [...sheetHtml({ ...laid, leaf: { kind: 'sheet' }, next: null, alone: false })];
  // The first and the last part are the frame of a document of its own.
  const sheets = written.slice(1, -1).join('');
  return (
    <>
      <div dangerouslySetInnerHTML={{ __html: sheets }} />
      {more && (
        <p class="no-print links">
          <a href={`/voucher-sheets/${batch.communityId}/${batch.id}?after=${last}`}>
            {words(language).t('kit.more_vouchers')}
          </a>
        </p>
      )}
    </>
  );
}
