import { Injectable } from '@nestjs/common';
import { LinksService } from '../access/links.service.js';
import { SessionsService } from '../access/sessions.service.js';
import { TriesService } from '../access/tries.service.js';
import { Database } from '../database/database.js';
import { EnrolmentService } from '../members/enrolment.service.js';
import { LapsedHolds } from './holds.service.js';

/** Clears away what is over: holds, sessions, links and counted tries past their time; and the database's own log. */
@Injectable()
export class Tidying {
  constructor(
    private readonly sessions: SessionsService,
    private readonly links: LinksService,
    private readonly tries: TriesService,
    private readonly holds: LapsedHolds,
    private readonly enrolment: EnrolmentService,
    private readonly database: Database,
  ) {}

  async run(): Promise<void> {
    await this.holds.release();
    await this.enrolment.finishStarts();
    await this.sessions.tidy();
    await this.links.tidy();
    await this.tries.tidy();
    await this.database.tidy();
  }
}
