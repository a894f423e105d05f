import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { bulkMax } from '../api/frame.js';
import { as } from '../api/input.pipe.js';
import { ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { BulkAnswerView, BulkInput, BulkView } from './bulk.input.js';
import { BulkService } from './bulk.service.js';

@Controller('api/v1/communities/:community/exchanges/bulk')
export class BulkApi {
  constructor(
    private readonly bulk: BulkService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Pays up to 1,000 orders, each with its own answer; with `atomic` all of them or none. */
  @Post()
  @HttpCode(200)
  @RouteConfig({ bodyLimit: bulkMax })
  @ApiOkResponse({ type: BulkView })
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { orders, atomic = false }: BulkInput,
  ): Promise<BulkView> {
    mustDiffer(orders);
    const answers = await this.bulk.pay(actor, communityId, orders, atomic);
    const { publicUrl } = this.config;
    return { answers: answers.map((answer, i) => BulkAnswerView.of(orders[i]!.id, answer, publicUrl)) };
  }
}

/** @throws ProblemError at the first id that stands there twice */
function mustDiffer(orders: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const [i, { id }] of orders.entries()) {
    if (seen.has(id)) {
      throw new ProblemError('invalid_input', {
        errors: [{ pointer: `/orders/${i}/id`, code: 'not_an_id' }],
      });
    }
    seen.add(id);
  }
}
