import { roles, type Mandate, type PartyKind, type Role } from './actor.js';

/** The error-prone part of a mandate: whether role, party and end fit together. Returns a refusal code or null. */
export function mandateTrouble(
  mandate: Pick<Mandate, 'role' | 'partyId' | 'from' | 'until'>,
  partyKind: PartyKind | undefined,
):
  'mandate_needs_party' | 'mandate_has_no_party' | 'mandate_needs_end' | 'mandate_not_for_this_party' | null {
  const { of, mustEnd } = roles[mandate.role];
  if (of === 'party' && mandate.partyId === null) return 'mandate_needs_party';
  if (of !== 'party' && mandate.partyId !== null) return 'mandate_has_no_party';
  if (mustEnd && mandate.until === null) return 'mandate_needs_end';
  if (mandate.until !== null && mandate.until <= mandate.from) return 'mandate_needs_end';
  if (of !== 'party') return null;
  return fits(mandate.role, partyKind) ? null : 'mandate_not_for_this_party';
}

/** A household has members, an institution its civil servants, and both kinds of groups the others. */
function fits(role: Role, kind: PartyKind | undefined): boolean {
  if (role === 'member') return kind === 'household';
  return civilServants.has(role) ? kind === 'institution' : isGroup(kind);
}

const civilServants: ReadonlySet<Role> = new Set(['issuer', 'approver', 'finance']);

function isGroup(kind: PartyKind | undefined): boolean {
  return kind === 'initiative' || kind === 'institution';
}
