import { timingSafeEqual, createHash } from 'node:crypto';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Metrics } from './metrics.js';
import { ProblemError } from './problem.js';

/** The token that opens /metrics from elsewhere, or null for none. */
export const METRICS_TOKEN = Symbol('metrics token');

/** Figures for Prometheus: from the machine itself, or with the token. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsApi {
  constructor(
    private readonly metrics: Metrics,
    @Inject(METRICS_TOKEN) private readonly token: string | null,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!isFromHere(request) && !this.hasToken(request)) throw new ProblemError('not_found');
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }

  private hasToken(request: FastifyRequest): boolean {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return this.token !== null && given !== undefined && timingSafeEqual(digest(given), digest(this.token));
  }
}

/** From the machine itself, and not handed on by a proxy that runs on it. */
function isFromHere({ headers, socket }: FastifyRequest): boolean {
  if (
    headers['x-forwarded-for'] !== undefined ||
    headers.forwarded !== undefined ||
    headers.via !== undefined
  ) {
    return false;
  }
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
