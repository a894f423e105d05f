import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from './access/actor.js';
import { OwnDevices } from './access/own-devices.js';
import { PageFrames } from './access/page-frames.js';
import { Unfinished } from './access/unfinished.js';
import { CommunitiesService } from './communities/communities.service.js';
import { Faces } from './communities/faces.js';
import type { PageProps } from './web/page.js';
import { pictureWord } from './web/pictures.js';

/** What the frame of a page says of whoever looks at it. */
export type Frame = Pick<PageProps, 'language' | 'here' | 'finish' | 'actor' | 'community'>;

export interface Visit {
  readonly frame: Frame;
  /** For forms; empty where nobody is signed in. */
  readonly csrf: string;
  readonly timeZone: string;
}

/** Who looks at a page, as the top of it shows: their own picture, their community, and the way out. */
@Injectable()
export class Visitors {
  constructor(
    private readonly frames: PageFrames,
    private readonly communities: CommunitiesService,
    private readonly faces: Faces,
    private readonly unfinished: Unfinished,
    private readonly devices: OwnDevices,
  ) {}

  /**
   * What the form carries that says that this device is theirs alone; null where that is not asked (U05). It is asked
   * once: after this page the browser knows of it no more.
   */
  askOwnDevice(actor: Actor, request: FastifyRequest, reply: FastifyReply): string | null {
    const mark = this.devices.asked(actor, request.headers.cookie);
    if (mark !== null) void reply.header('set-cookie', this.devices.askNoMore());
    return mark;
  }

  /** Where somebody may go on with what they did not finish. */
  goOn(actor: Actor, request: FastifyRequest): string | null {
    return this.unfinished.of(actor, request.headers.cookie);
  }

  async visit(actor: Actor | undefined, request: FastifyRequest): Promise<Visit> {
    const { csrf, ...frame } = this.frames.of(actor, request);
    const isHere = actor?.kind === 'person' || actor?.kind === 'operator';
    if (!isHere || actor.communityId === null) return { frame, csrf, timeZone: 'UTC' };
    const [community, face] = await Promise.all([
      this.communities.look(actor.communityId),
      this.faces.one(actor.communityId, actor.id),
    ]);
    const { picture = null, colour = null, name = null } = face ?? {};
    const who =
      picture === null || colour === null
        ? {}
        : { actor: { picture, colour, name: name ?? pictureWord(picture, frame.language) } };
    const called = community === undefined ? {} : { community: community.name };
    return { frame: { ...frame, ...called, ...who }, csrf, timeZone: community?.timeZone ?? 'UTC' };
  }
}
