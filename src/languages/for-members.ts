/**
 * Which words members meet, and therefore every language must have: whole parts of the files, and single keys of parts
 * that are otherwise read by treasurers, civil servants and programs. A house test names what a language lacks.
 */
export const partsForMembers: readonly string[] = [
  ...['practice', 'hub'],
  ...['site', 'buttons', 'start', 'pay', 'not_enough', 'receive', 'receipt', 'verify', 'sign_in', 'errors'],
  ...['amounts', 'units', 'kinds', 'subjects', 'loans', 'conditions', 'reasons', 'colours', 'pictures'],
  ...['help', 'give', 'payments', 'modes', 'brings', 'card', 'vouchers'],
  ...['helped', 'visits', 'joining', 'mine', 'leaving', 'year'],
  ...['pickup', 'scan', 'trusts', 'card_pay', 'after', 'share', 'grouping', 'inviting'],
];

/** Keys inside those parts that only stewards and treasurers meet. */
const notForMembers: ReadonlySet<string> = new Set([
  ...['sheet', 'sheet_hint', 'sheet_none', 'sheet_more', 'code', 'picture_here'].map((key) => `card.${key}`),
  ...['sheet', 'letter', 'next_sheets', 'translation', 'sheet_empty', 'qr', 'no_money'].map(
    (key) => `vouchers.${key}`,
  ),
]);

/** Refusals that a member can meet. */
const refusals = `
  too_many_transfers fact_date_in_future no_such_exchange no_such_hold no_such_account
  accounts_must_be_different bounds_changed_recently steward_came_in currencies_must_match
  amount_must_be_positive amount_too_large exchange_already_reversed code_unknown code_expired code_already_used
  request_paid request_declined request_expired voucher_unknown voucher_expired voucher_held
  voucher_already_used card_blocked over_card_limit hold_already_resolved hold_expired hold_amount_exceeded
  account_closed over_payment_limit over_day_limit over_acceptor_limit not_enough too_much not_your_account
  not_allowed too_many_tries locked exists_with_different_content stale_preview account_changed
  too_many_requests_open too_many_codes not_by_hand other_programme list_too_long condition_not_seen
  contribution_agreed contribution_not_agreed contribution_other_side contribution_over card_unknown
  secret_wrong secret_needed voucher_not_yet voucher_not_here voucher_not_yours voucher_whole_only
  voucher_changed voucher_not_used voucher_used_here no_risk_fund claim_over_voucher claim_exists visit_over
  trust_over over_trust_limit own_card no_such_trust already_trusts_somebody week_limit_needed
  another_helper_needed secret_not_possible secret_easy still_to_give no_such_visit picture_taken card_not_blank no_such_card
  sound_missing sound_too_large sound_not_readable
`;
const refusalsForMembers: ReadonlySet<string> = new Set(refusals.trim().split(/\s+/));

/** Keys of other parts that stand on pages on which somebody joins or is given something. */
const besides: ReadonlySet<string> = new Set(['people.other_pictures', 'accountKinds.member']);

/** Whether members meet the words of a key. @param key dotted, with or without the ending of a plural */
export function isForMembers(key: string): boolean {
  const [part = '', name = ''] = key.split('.');
  if (besides.has(key)) return true;
  if (part === 'refusals') return refusalsForMembers.has(name);
  return partsForMembers.includes(part) && !notForMembers.has(key);
}
