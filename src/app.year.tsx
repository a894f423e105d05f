import type { ComponentChildren, VNode } from 'preact';
import type { Frame } from './app.visitors.js';
import { attested, type Attested, type YearOfHours } from './app.years.js';
import { words } from './languages/languages.js';
import { AmountView, type ShownAmount } from './web/amounts.js';
import { PrintButton } from './web/forms.js';
import type { IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Facts, Lead } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';

const kindIcons: Readonly<Record<Attested, IconName>> = {
  help: 'together',
  social: 'group',
  care: 'person',
  self: 'home',
};

export interface YearProps {
  readonly frame: Frame;
  readonly hours: YearOfHours;
  readonly back?: string;
  /** More ways on, which stay off the paper. */
  readonly children?: ComponentChildren;
}

/** The hours of a year by kind, with the member's drawing and without a name, to print or to show. */
export function YearPage(props: YearProps): VNode {
  const { frame, hours, back = '/me', children } = props;
  const { language, actor, community } = frame;
  const { t } = words(language);
  const { year, minutes } = hours;
  const sentence = t('year.title', { year });
  const shown = attested.filter((kind) => minutes.has(kind));
  return (
    <Page
      {...frame}
      actor={undefined}
      back={back}
      title={t('year.mine')}
      ear={{ sentence, short: [t('year.mine')] }}
    >
      <Card>
        <Lead title={sentence}>
          {actor !== undefined && <MemberPicture {...actor} size="big" />}
          <p>{t(shown.length === 0 ? 'year.none' : 'year.did')}</p>
        </Lead>
        {shown.length > 0 && (
          <Facts
            facts={shown.map((kind) => ({
              icon: kindIcons[kind],
              name: t(`year.${kind}`),
              value: <AmountView {...quarters(minutes.get(kind)!)} language={language} size="line" />,
            }))}
          />
        )}
        {community !== undefined && (
          <p class="centre">
            <bdi>{community}</bdi>
          </p>
        )}
      </Card>
      <PrintButton label={t('year.print')} />
      <p class="hint centre">{t('year.print_hint')}</p>
      <p class="centre">{t('joining.ask_first')}</p>
      {children}
    </Page>
  );
}

/** As whole quarters of an hour, as everywhere (U15). */
function quarters(minutes: number): ShownAmount {
  return { amount: BigInt(Math.floor(minutes / 15) * 25), scale: 2, unit: 'hour' };
}
