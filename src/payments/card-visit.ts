import type { Face } from '../communities/faces.js';

/** A visit that nobody uses for so long is over, and after so long in any case. Milliseconds. */
export const visitIdleMs = 10 * 60_000;
export const visitLongestMs = 2 * 3_600_000;

/** The name under which the books lock visits. */
export const visitGuard = 'card_visit';

/** A member sits beside a helper, whose device acts for the member's card (U07). */
export interface CardVisit {
  readonly communityId: string;
  readonly id: string;
  readonly cardId: string;
  /** Whose card it is. */
  readonly memberId: string;
  readonly helperId: string;
  /** The session of the helper; no other one of theirs has this visit. */
  readonly device: string;
  readonly openedAt: number;
  readonly seenAt: number;
  readonly endedAt: number | null;
}

/** When a visit is over unless somebody goes on with it, or when it was. Milliseconds since 1970. */
export function visitEnd({
  openedAt,
  seenAt,
  endedAt,
}: Pick<CardVisit, 'openedAt' | 'seenAt' | 'endedAt'>): number {
  return endedAt ?? Math.min(seenAt + visitIdleMs, openedAt + visitLongestMs);
}

/** A visit with the face of the other side: of the member for the helper, of the helper for the member. */
export interface SeenVisit {
  readonly visit: CardVisit;
  readonly face: Face | null;
  /** When it is or was over; milliseconds since 1970. */
  readonly endsAt: number;
  readonly isOver: boolean;
}
