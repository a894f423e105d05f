import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { CommunitiesService } from '../communities/communities.service.js';
import type { PageProps } from '../web/page.js';

/** The frame of a page for somebody who takes vouchers. */
export interface VoucherFrame {
  readonly frame: Pick<PageProps, 'language' | 'here' | 'finish' | 'community'>;
  readonly csrf: string;
  readonly timeZone: string;
}

/** What every page of this room shows around its own. */
@Injectable()
export class VoucherFrames {
  constructor(
    private readonly frames: PageFrames,
    private readonly communities: CommunitiesService,
  ) {}

  /** @param here the page to come back to after choosing another language, where it is not the one that is asked for */
  async of(actor: Actor, request: FastifyRequest, here: string = request.url): Promise<VoucherFrame> {
    const { csrf, ...frame } = this.frames.of(actor, request, here);
    const community = actor.communityId === null ? undefined : await this.communities.look(actor.communityId);
    const named = community === undefined ? {} : { community: community.name };
    return { frame: { ...frame, ...named }, csrf, timeZone: community?.timeZone ?? 'UTC' };
  }
}
