import type { Act, Where } from './actor.js';

/** What a member can give somebody they trust (U08). */
export const trustRights = ['may_see', 'may_pay'] as const;
export type TrustRight = (typeof trustRights)[number];

/** By whom somebody is trusted, and with what. */
export interface Trusted {
  readonly id: string;
  /** The member who trusts them: a party id. */
  readonly of: string;
  readonly gives: TrustRight;
}

/** Whoever may pay does not look, and whoever may look does not pay. */
const trustedWith: Readonly<Record<TrustRight, readonly Act[]>> = {
  may_see: ['read_account', 'read_statement'],
  may_pay: ['pay_from'],
};

/** Whether somebody who acts as a trusted person may do this: for the member who trusts them, and nobody else. */
export function trustOpens(
  { of, gives }: Trusted,
  act: Act,
  communityId: string | null,
  where: Where,
): boolean {
  return communityId === where.communityId && where.partyId === of && trustedWith[gives].includes(act);
}
