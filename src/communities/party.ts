import type { PartyKind as AccessKind } from '../access/actor.js';

/** What a party can be. The last six are institutions. Summaries are cut by these codes. */
export const partyKinds = [
  'person',
  'household',
  'initiative',
  'local_government',
  'school',
  'library',
  'ocmw',
  'shop',
  'association',
] as const;
export type PartyKind = (typeof partyKinds)[number];

/** Whose purse nobody else may follow, unlike that of a group (U69). */
export const personalKinds: ReadonlySet<string> = new Set<PartyKind>(['person', 'household']);

export const institutionKinds = [
  'local_government',
  'school',
  'library',
  'ocmw',
  'shop',
  'association',
] as const satisfies readonly PartyKind[];
export type InstitutionKind = (typeof institutionKinds)[number];

/** Whoever may hold an account, as the common register knows it: a random id and a kind, nothing personal (U69). */
export interface Party {
  readonly communityId: string;
  readonly id: string;
  readonly kind: PartyKind;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly closedAt: number | null;
}

/** The kind by which mandates are judged: all institutions are alike. */
export function accessKind(kind: PartyKind): AccessKind {
  return kind === 'person' || kind === 'household' || kind === 'initiative' ? kind : 'institution';
}

export function isInstitution(kind: PartyKind): kind is InstitutionKind {
  return accessKind(kind) === 'institution';
}

/** The kind of account that a party is paid on. */
export function mainAccountKind(kind: PartyKind): 'member' | 'household' | 'group' | 'partner' {
  if (kind === 'person') return 'member';
  if (kind === 'household') return 'household';
  return kind === 'shop' ? 'partner' : 'group';
}
