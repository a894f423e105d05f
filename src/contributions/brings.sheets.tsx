import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { TextField } from '../api/fields.js';
import { uuidKind } from '../api/kinds.js';
import { pageOf, readCursor } from '../api/paging.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Faces } from '../communities/faces.js';
import { dayIn } from '../database/clock.js';
import { sendPage } from '../web/page-answer.js';
import type { ContributionList } from './contribution-lists.service.js';
import type { SeenContribution } from './contribution-sight.service.js';
import { AskedPage } from './views/asked.js';
import { BringsPage, faceOf } from './views/brings.js';

/** So many sheets fit on a page that stays small. */
const sheets = 5;

export class BringsQuery {
  @TextField({ max: 300, optional: true })
  after?: string;
}

/** What to ask a list for: one more than fit, so that it is known whether there are more. */
export function askOf(cursor: string | undefined): { after?: string | undefined; limit: number } {
  const [after] = (readCursor(cursor, [uuidKind]) ?? []) as [string?];
  return { after, limit: sheets + 1 };
}

export interface Brought {
  readonly communityId: string;
  /** Who brings it, or under which programme. */
  readonly heading: string;
  /** Of this page, below that of the community's contributions. */
  readonly path: string;
  /** Where Back goes. */
  readonly back: string;
}

/** The page of who brings what, for a party or a programme. */
@Injectable()
export class BringsSheets {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly faces: Faces,
    private readonly frames: PageFrames,
  ) {}

  /** @param list what was asked for with `askOf` */
  async send(
    actor: Actor,
    { communityId, heading, path, back }: Brought,
    { items, warnings, others }: ContributionList,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const frame = this.frames.of(actor, request);
    const { language } = frame;
    const community = await this.communities.look(communityId);
    const faces = await this.faces.of(
      communityId,
      warnings.map(({ giverId }) => giverId),
    );
    const { items: some, next } = pageOf(items, sheets, ({ contribution }) => [contribution.id]);
    const timeZone = community?.timeZone ?? 'UTC';
    const page = (
      <BringsPage
        {...frame}
        {...{ back, heading, items: some, others }}
        {...(community !== undefined && { community: community.name })}
        warnings={warnings.map(({ giverId, ...rest }) => {
          const face = faces.get(giverId)!;
          return { ...rest, name: faceOf({ kind: face.kind, face }, language).name };
        })}
        answerPath={`/c/${communityId}/brings/answer`}
        timeZoneDay={(instant) => dayIn(instant, timeZone)}
        more={next === null ? undefined : `/c/${communityId}/brings/${path}?after=${next}`}
      />
    );
    sendPage(reply, page);
  }

  /** One that waits for a yes or no, alone on its page; undefined where nothing waits. */
  async ask(
    actor: Actor,
    communityId: string,
    seen: SeenContribution | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const community = await this.communities.look(communityId);
    const timeZone = community?.timeZone ?? 'UTC';
    const page = (
      <AskedPage
        {...this.frames.of(actor, request)}
        {...{ seen, back: '/' }}
        {...(community !== undefined && { community: community.name })}
        answerPath={`/c/${communityId}/brings/answer`}
        timeZoneDay={(instant) => dayIn(instant, timeZone)}
      />
    );
    sendPage(reply, page);
  }
}
