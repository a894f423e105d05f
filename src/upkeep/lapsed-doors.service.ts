import { Injectable } from '@nestjs/common';
import { LinksService } from '../access/links.service.js';
import { SessionsService } from '../access/sessions.service.js';
import { TriesService } from '../access/tries.service.js';

/** Clears away the ways in that are over: sessions, links and counted tries past their time. */
@Injectable()
export class LapsedDoors {
  constructor(
    private readonly sessions: SessionsService,
    private readonly links: LinksService,
    private readonly tries: TriesService,
  ) {}

  async clear(): Promise<void> {
    await this.sessions.tidy();
    await this.links.tidy();
    await this.tries.tidy();
  }
}
