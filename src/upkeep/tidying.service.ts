import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { EnrolmentService } from '../members/enrolment.service.js';
import { LapsedHolds } from './holds.service.js';
import { LapsedDoors } from './lapsed-doors.service.js';
import { RoomRuns } from './room-runs.service.js';

/** Clears away what is over, finishes what a stop cut off, and lets the database put its own house in order. */
@Injectable()
export class Tidying {
  constructor(
    private readonly holds: LapsedHolds,
    private readonly enrolment: EnrolmentService,
    private readonly doors: LapsedDoors,
    private readonly rooms: RoomRuns,
    private readonly database: Database,
  ) {}

  async run(): Promise<void> {
    await this.holds.release();
    await this.enrolment.finishStarts();
    await this.doors.clear();
    await this.rooms.run();
    await this.database.tidy();
  }
}
