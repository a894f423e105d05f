import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { as } from './api/input.pipe.js';
import { communityIdKind } from './communities/communities.input.js';
import { askOf, BringsQuery, BringsSheets } from './contributions/brings.sheets.js';
import { ContributionLists } from './contributions/contribution-lists.service.js';
import { programmeKind } from './contributions/contributions.input.js';
import { ProgrammesService } from './issuance/programmes.service.js';

/** Who brings what under a programme, by the name that the programme has (S51). */
@ApiExcludeController()
@Controller('c/:community/brings/programme/:code')
export class ProgrammeBringsPages {
  constructor(
    private readonly lists: ContributionLists,
    private readonly programmes: ProgrammesService,
    private readonly sheets: BringsSheets,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('code', as(programmeKind)) code: string,
    @Query() { after }: BringsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const list = await this.lists.ofProgramme(actor, communityId, code, askOf(after));
    const programme = await this.programmes.known(actor, communityId, code);
    const where = {
      communityId,
      heading: programme?.current?.terms.name ?? code,
      path: `programme/${code}`,
      back: programme === undefined ? '/groups' : `/c/${communityId}/programmes/${code}`,
    };
    await this.sheets.send(actor, where, list, request, reply);
  }
}
