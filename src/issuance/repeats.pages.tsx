import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { codeKind, uuidKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { AnswerForm } from './issuance.forms.js';
import { programmeCodeKind } from './programmes.input.js';
import { RepeatsService } from './repeats.service.js';

const stepKind = codeKind(['decision', 'stop']);

/** What is done with a repeat on the page of its programme. */
@ApiExcludeController()
@Controller('c/:community/programmes/:programme/repeats/:repeat')
export class RepeatsPages {
  constructor(private readonly repeats: RepeatsService) {}

  @Post(':step')
  async step(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Param('repeat', as(uuidKind)) id: string,
    @Param('step', as(stepKind)) step: 'decision' | 'stop',
    @Body() { answer }: AnswerForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (step === 'decision')
      answerOrThrow(await this.repeats.decide(actor, communityId, id, answer === 'yes'));
    else if (answer === 'yes') answerOrThrow(await this.repeats.stop(actor, communityId, id));
    void reply.redirect(`/c/${communityId}/programmes/${code}`, 303);
  }
}
