import type { VNode } from 'preact';
import type { HereProps } from './app.opened.js';
import type { ShownLine } from './app.purses.js';
import { SlipLine } from './app.slip.js';
import { words } from './languages/languages.js';
import type { Objection } from './payments/objection.js';
import { notRightReasons } from './receipts/views/afterwards.js';
import { CsrfField, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { reasonIcon } from './web/icons.js';
import { Page } from './web/page.js';
import { Lead, StateMark } from './web/parts.js';

interface LastProps extends HereProps {
  readonly line: ShownLine;
}

/** What one gave last, and as pictures what can be not right about it. */
export function WrongPage({ frame, csrf, line, visitId: visit, home, end }: LastProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const choices = notRightReasons.map((reason) => t(`reasons.${reason}`));
  const ear = { sentence: t('after.what_wrong'), choices };
  return (
    <Page {...frame} back={`${home}/card`} title={t('after.wrong')} ear={ear}>
      <Lead title={t('after.what_wrong')} />
      <ul class="rows">
        <SlipLine {...{ line, language }} />
      </ul>
      <form method="post" action={`${home}/wrong`}>
        <CsrfField token={csrf} />
        <HiddenFields values={{ visit, exchange: line.entry.exchangeId }} />
        <PictureButtons tiles>
          {notRightReasons.map((reason, i) => (
            <PictureButton
              key={reason}
              icon={reasonIcon(reason)}
              label={choices[i]!}
              name="reason"
              value={reason}
            />
          ))}
        </PictureButtons>
      </form>
      {end}
    </Page>
  );
}

/** That it was said, and that the other looks at it now. */
export function SaidWrongPage(props: LastProps & { readonly objection: Objection }): VNode {
  const { frame, line, objection, home, end } = props;
  const { language } = frame;
  const { t } = words(language);
  const key = objection.state === 'declined' ? 'after.declined' : 'after.you_said';
  const sentence = t(key, { what: t(`reasons.${objection.reason}`) });
  return (
    <Page {...frame} back={`${home}/card`} title={t('after.wrong')} ear={{ sentence }}>
      <StateMark state="waiting" heading>
        {sentence}
      </StateMark>
      <ul class="rows">
        <SlipLine {...{ line, language }} />
      </ul>
      {end}
    </Page>
  );
}
