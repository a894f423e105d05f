import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.guard.js';
import { CodeWaits } from './code-waits.service.js';

const statuses = { yes: 200, not_yet: 204, over: 410 } as const;

/** What a page with a code asks every few seconds, without its session. */
@ApiExcludeController()
@Controller('came')
export class CodeWaitsPages {
  constructor(private readonly waits: CodeWaits) {}

  @Public()
  @Get(':note')
  async came(@Param('note') note: string, @Res() reply: FastifyReply): Promise<void> {
    const came = await this.waits.came(note);
    void reply
      .status(statuses[came])
      .header('content-type', 'text/plain; charset=utf-8')
      .send(came === 'yes' ? 'yes' : '');
  }
}
