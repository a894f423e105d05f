import { Injectable } from '@nestjs/common';
import { LinksService } from '../access/links.service.js';
import { SessionsService } from '../access/sessions.service.js';
import { TriesService } from '../access/tries.service.js';
import { LapsedHolds } from './holds.service.js';

/** Clears away what is over: holds, sessions, links and counted tries past their time. */
@Injectable()
export class Tidying {
  constructor(
    private readonly sessions: SessionsService,
    private readonly links: LinksService,
    private readonly tries: TriesService,
    private readonly holds: LapsedHolds,
  ) {}

  async run(): Promise<void> {
    await this.holds.release();
    await this.sessions.tidy();
    await this.links.tidy();
    await this.tries.tidy();
  }
}
