import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { CsrfField, ErrorSummary, Field, PictureButton } from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Lead } from '../../web/parts.js';

export interface FindReceiptProps extends Omit<PageProps, 'title' | 'children' | 'ear'> {
  /** Where the form posts to. */
  readonly path: string;
  readonly csrf: string;
  /** What was typed and led nowhere; null at first. */
  readonly wrong: string | null;
}

/** Where the short code of a receipt is typed. */
export function FindReceiptPage({ path, csrf, wrong, ...frame }: FindReceiptProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const no = `${t('verify.not_found')} ${t('verify.not_found_more')}`;
  const errors = wrong === null ? [] : [{ field: 'code', message: no }];
  const title = t('receipt.find');
  return (
    <Page
      {...frame}
      title={title}
      ear={{ sentence: wrong === null ? `${title}. ${t('receipt.find_hint')}` : no }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="receipt" title={title} />
      <form method="post" action={path} class="stacked">
        <CsrfField token={csrf} />
        <Field
          name="code"
          label={t('receipt.short_code')}
          hint={t('receipt.find_hint')}
          value={wrong ?? ''}
          maxLength={30}
          errors={errors}
        />
        <PictureButton icon="look" label={t('receipt.find_go')} look="main" />
      </form>
    </Page>
  );
}
