import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { may, type Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { OwnLanguages } from './access/own-languages.js';
import { Visitors, type Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { Clock } from './database/clock.js';
import type { SeenVisit } from './payments/card-visit.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { languageOfOther } from './web/language-choice.js';
import type { PageProps } from './web/page.js';
import { pictureWord } from './web/pictures.js';

/** Who asks, for the pages of helpers. */
export interface Asking {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What every page shows while a helper sits beside a member. */
export interface BesideProps {
  readonly frame: Frame & Pick<PageProps, 'helper'>;
  readonly csrf: string;
  /** Where the visit is. */
  readonly path: string;
  /** Of the member; null once they were forgotten. */
  readonly face: Face | null;
}

export interface Beside {
  readonly kind: 'beside';
  readonly communityId: string;
  readonly visitId: string;
  readonly seen: SeenVisit;
  readonly timeZone: string;
  readonly page: BesideProps;
}

/** The frame with the member's own drawing in it, where a page is about them and may be printed. */
export function withFace({ frame, face }: BesideProps): BesideProps['frame'] {
  const { picture = null, colour = null, name = null } = face ?? {};
  if (picture === null || colour === null) return frame;
  return { ...frame, actor: { picture, colour, name: name ?? pictureWord(picture, frame.language) } };
}

/** Where a visit is. */
export function visitPath(visitId: string): string {
  return `/helping/visits/${visitId}`;
}

/** A helper beside a member at one screen (U07): whose visit it is, and the frame that says so in the member's language. */
@Injectable()
export class Besides {
  constructor(
    private readonly visitors: Visitors,
    private readonly visits: CardVisitsService,
    private readonly languages: OwnLanguages,
    private readonly clock: Clock,
  ) {}

  /** @returns the community of a helper; @throws NotAllowed for everybody else */
  communityOf(actor: Actor): string {
    if (!this.mayHelp(actor)) throw new NotAllowed();
    return actor.communityId!;
  }

  mayHelp(actor: Actor): boolean {
    const { communityId } = actor;
    return communityId !== null && may(actor, 'help_member', { communityId }, this.clock.now());
  }

  /** @returns refused `no_such_visit`, `visit_over` */
  async at({ actor, request }: Asking, visitId: string) {
    const communityId = this.communityOf(actor);
    const answer = await this.visits.seen(actor, communityId, visitId);
    if (answer.kind === 'refused') return answer;
    const { seen } = answer;
    const [{ frame, csrf, timeZone }, own] = await Promise.all([
      this.visitors.visit(actor, request),
      this.languages.of(communityId, seen.visit.memberId),
    ]);
    const path = visitPath(visitId);
    // Their language holds for the visit, whatever the helper chose for themselves.
    const { actor: who, ...rest } = frame;
    const spoken = { ...rest, here: undefined, language: languageOfOther(request, own) };
    const helper = who === undefined ? {} : { helper: { who, end: `${path}/end`, csrf } };
    const page: BesideProps = { frame: { ...spoken, ...helper }, csrf, path, face: seen.face };
    return { kind: 'beside', communityId, visitId, seen, timeZone, page } satisfies Beside;
  }
}
