import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { MandatesService } from './access/mandates.service.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { GroupHasPage } from './app.grouphas.js';
import { communityOfMember } from './app.holders.js';
import { OwnPurses } from './app.purses.js';
import { Visitors } from './app.visitors.js';
import { Faces } from './communities/faces.js';
import { GroupPursesService } from './initiatives/group-purses.service.js';
import { sendPage } from './web/page-answer.js';

/** What a group has and who looks after it, for all its people: no purse of a group is a secret inside it (5C, S24). */
@ApiExcludeController()
@Controller('groups/:group/purse')
export class GroupPursePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly apart: GroupPursesService,
    private readonly purses: OwnPurses,
    private readonly mandates: MandatesService,
    private readonly faces: Faces,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('group', as(idKind)) groupId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = communityOfMember(actor);
    // The rest is asked only for whoever may know.
    const apart = await this.apart.known(actor, communityId, groupId);
    const [{ frame }, purses, keepers] = await Promise.all([
      this.visitors.visit(actor, request),
      this.purses.ofParty(communityId, groupId),
      this.mandates.holdersOf(communityId, groupId, 'treasurer'),
    ]);
    const faces = await this.faces.of(communityId, [groupId, ...keepers]);
    const group = faces.get(groupId);
    const looks = keepers.flatMap((id) => faces.get(id) ?? []);
    sendPage(reply, <GroupHasPage {...{ frame, group, purses, apart }} keepers={looks} />);
  }
}
