/** Who knows of a group (S24). A wider one is always the group's own act; nobody can impose it (S46). */
export const visibilities = ['hidden', 'known_to_city', 'listed', 'open'] as const;
export type Visibility = (typeof visibilities)[number];

/** Where a group is on its way (S20). Nothing is judged by it; `stopped` is for good. */
export const phases = ['seed', 'growing', 'established', 'paused', 'stopped'] as const;
export type Phase = (typeof phases)[number];

/** Whether people come in by themselves or are let in by somebody who is in (S29). Its activities have their own. */
export const memberships = ['closed', 'open'] as const;
export type Membership = (typeof memberships)[number];

/** A collective initiative from below. */
export interface Initiative {
  readonly communityId: string;
  readonly id: string;
  readonly name: string;
  /** The name of a drawing and of a colour. */
  readonly picture: string;
  readonly colour: string;
  /** Where it meets, in its own words. */
  readonly place: string | null;
  /** What it is for, in its own words; it may change completely. */
  readonly aim: string | null;
  readonly visibility: Visibility;
  readonly phase: Phase;
  /** The phase to go on with after a pause. */
  readonly phaseBefore: Phase | null;
  readonly membership: Membership;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Who looks at a group. Every mark that is not set is a no. */
export interface Viewer {
  /** One of its people, or acts for it. */
  readonly own?: boolean;
  readonly steward?: boolean;
  /** Acts for the local government or the OCMW. */
  readonly city?: boolean;
}

/**
 * How much of a group somebody sees: all, that it exists and by which name, or nothing at all. Whoever is not named
 * in `Viewer` is the public: other members, other groups and strangers see the same.
 */
export function visibleTo(visibility: Visibility, viewer: Viewer): 'all' | 'name' | 'nothing' {
  if (viewer.own === true || viewer.steward === true || visibility === 'open') return 'all';
  if (visibility === 'listed') return 'name';
  return visibility === 'known_to_city' && viewer.city === true ? 'name' : 'nothing';
}

/** The visibilities of groups that such a viewer sees at all, without being one of their people. */
export function visibleFor(viewer: Omit<Viewer, 'own'>): Visibility[] {
  return visibilities.filter((visibility) => visibleTo(visibility, viewer) !== 'nothing');
}

export interface InitiativeChanges {
  readonly name?: string;
  readonly picture?: string;
  readonly colour?: string;
  readonly place?: string | null;
  readonly aim?: string | null;
  readonly visibility?: Visibility;
  readonly membership?: Membership;
  readonly phase?: Phase;
}

/**
 * A group after a change of its own. Any phase may follow any other, also backwards, until it has stopped; stopping
 * is no change but a closure of its own, because coins remain.
 */
export function changed(
  initiative: Initiative,
  changes: InitiativeChanges,
): Initiative | 'group_stopped' | 'stop_needs_closure' {
  if (initiative.phase === 'stopped') return 'group_stopped';
  const { phase = initiative.phase, ...rest } = changes;
  if (phase === 'stopped') return 'stop_needs_closure';
  const pausesNow = phase === 'paused' && initiative.phase !== 'paused';
  const phaseBefore = pausesNow ? initiative.phase : phase === 'paused' ? initiative.phaseBefore : null;
  return { ...initiative, ...rest, phase, phaseBefore };
}
