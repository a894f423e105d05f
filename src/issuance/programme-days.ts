import { Injectable } from '@nestjs/common';
import { CommunitiesService } from '../communities/communities.service.js';
import { Clock, dayIn } from '../database/clock.js';

/** Which day it is where a programme runs. */
@Injectable()
export class ProgrammeDays {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly clock: Clock,
  ) {}

  /** YYYY-MM-DD in the community's time zone. */
  async today(communityId: string): Promise<string> {
    return dayIn(this.clock.now(), await this.timeZone(communityId));
  }

  async timeZone(communityId: string): Promise<string> {
    return (await this.communities.look(communityId))?.timeZone ?? 'UTC';
  }
}
