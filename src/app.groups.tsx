import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { GroupsPage, type ShownGroup } from './app.grouped.js';
import { Visitors } from './app.visitors.js';
import { ContributionLists } from './contributions/contribution-lists.service.js';
import { FoundingService } from './initiatives/founding.service.js';
import { InitiativesService, type SeenInitiative } from './initiatives/initiatives.service.js';
import { GroupSight } from './initiatives/sight.service.js';
import { sendPage } from './web/page-answer.js';

const groupsMost = 20;

/** The groups that a member is in, else those that they may know of: the way to who brings what (S03). */
@ApiExcludeController()
@Controller('groups')
export class GroupPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly initiatives: InitiativesService,
    private readonly sight: GroupSight,
    private readonly contributions: ContributionLists,
    private readonly founding: FoundingService,
  ) {}

  @Get()
  async groups(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId } = actor;
    if (communityId === null || actor.kind !== 'person') throw new NotAllowed();
    const [{ frame }, groups, asked] = await Promise.all([
      this.visitors.visit(actor, request),
      this.groupsOf(actor, communityId),
      this.contributions.countAsked(actor, communityId),
    ]);
    const mayFound = this.founding.mayFound(actor, communityId);
    sendPage(reply, <GroupsPage {...{ frame, communityId, asked, mayFound, ...groups }} me={actor.id} />);
  }

  private async groupsOf(
    actor: Actor,
    communityId: string,
  ): Promise<{ groups: readonly ShownGroup[]; isOwn: boolean }> {
    const ids = [...((await this.sight.lookerOf(actor, communityId))?.own ?? [])].sort().slice(0, groupsMost);
    const own = await Promise.all(ids.map((id) => this.initiatives.find(actor, communityId, id)));
    const groups = own.flatMap((each) => each ?? []).filter(isGoing);
    const known = await this.sight.purseKnownOf(actor, communityId);
    if (groups.length > 0)
      return {
        groups: groups.map((each) => ({ ...shown(each), purseKnown: known.has(each.initiative.id) })),
        isOwn: true,
      };
    const others = await this.initiatives.list(actor, communityId, { limit: groupsMost });
    // A steward knows of hidden groups too, but not of what they bring.
    const isShown = await Promise.all(
      others.map(({ initiative }) => this.contributions.isShown(actor, communityId, initiative.id)),
    );
    return { groups: others.filter((each, i) => isGoing(each) && isShown[i]).map(shown), isOwn: false };
  }
}

function isGoing(seen: SeenInitiative): boolean {
  return seen.extent === 'name' || seen.initiative.phase !== 'stopped';
}

function shown(seen: SeenInitiative): ShownGroup {
  const { id, name, picture } = seen.initiative;
  return {
    id,
    name,
    picture,
    place: seen.extent === 'all' ? seen.initiative.place : null,
    purseKnown: false,
  };
}
