import { words, type AnyLanguage } from '../../languages/languages.js';
import { amountText } from '../../web/amounts.js';
import { dayWords } from '../../web/dates.js';
import { pictureWord } from '../../web/pictures.js';
import { FaceView } from '../payments.input.js';
import type { TrustView } from '../trusts.input.js';
import type { SeenTrust } from '../trusts-ground.js';

/** A trust as it is answered, with the sentence that the member reads or hears. */
export function trustView(seen: SeenTrust, language: AnyLanguage): TrustView {
  const { trust, isMine, face, isOver, spent } = seen;
  return {
    id: trust.id,
    mine: isMine,
    face: face === null ? null : FaceView.of(face),
    gives: trust.gives,
    currency: trust.perWeek?.currency ?? null,
    perWeek: trust.perWeek?.amount ?? null,
    spent,
    endsAt: new Date(trust.endsAt).toISOString(),
    over: isOver,
    says: trustSentence(seen, language),
  };
}

/** Who may do what, how much and until when. */
export function trustSentence(
  { trust, isMine, face, isOver, currency }: SeenTrust,
  language: AnyLanguage,
): string {
  const { t } = words(language);
  if (isOver) return t('trusts.over');
  const name = face?.name ?? (face?.picture == null ? null : pictureWord(face.picture, language));
  const who = name ?? t('receipt.someone');
  const until = t('trusts.until', {
    day: dayWords(new Date(trust.endsAt).toISOString().slice(0, 10), language),
  });
  if (trust.perWeek === null || currency === null) {
    return `${t(isMine ? 'trusts.may_see' : 'trusts.you_may_see', { who })} ${until}`;
  }
  const { scale, token: unit } = currency;
  const amount = amountText({ amount: trust.perWeek.amount, scale, unit }, language);
  return `${t(isMine ? 'trusts.may_pay' : 'trusts.you_may_pay', { who, amount })} ${until}`;
}
