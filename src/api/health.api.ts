import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

/** For whatever starts and watches the server. */
@ApiExcludeController()
@Controller()
export class HealthApi {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. */
  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It can do its work: 200, or 503 with the checks that did not pass. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { ready, checks } = await this.readiness.look();
    if (!ready) void reply.status(503);
    return { status: ready ? 'ok' : 'not_ready', checks };
  }
}
