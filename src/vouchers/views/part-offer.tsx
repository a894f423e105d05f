import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { CsrfField, HiddenFields, PictureButton } from '../../web/forms.js';

export interface PartOfferProps {
  readonly language: AnyLanguage;
  readonly csrf: string;
  readonly at: { readonly communityId: string; readonly accountId: string };
  /** What was scanned; it stands in no address. */
  readonly codes: string;
  readonly hint?: string;
}

/** Where a part of a voucher is taken for an account. */
export function partPath({ communityId, accountId }: PartOfferProps['at']): string {
  return `/c/${communityId}/vouchers/${accountId}/part`;
}

/** Less than the whole; the rest then goes on a card (U37). */
export function PartOffer({ language, csrf, at, codes, hint }: PartOfferProps): VNode {
  const { t } = words(language);
  return (
    <form method="post" action={partPath(at)}>
      <CsrfField token={csrf} />
      <HiddenFields values={{ codes }} />
      <PictureButton icon="voucher" label={t('vouchers.part')} hint={hint ?? t('vouchers.part_rest')} />
    </form>
  );
}
