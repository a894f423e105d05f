import { Module } from '@nestjs/common';
import { BringsSheets } from './brings.sheets.js';
import { ContributionLists } from './contribution-lists.service.js';
import { ContributionSight } from './contribution-sight.service.js';
import { ContributionsApi } from './contributions.api.js';
import { ContributionsPages } from './contributions.pages.js';
import { ContributionsService } from './contributions.service.js';
import { TakenOverService } from './taken-over.service.js';

/** Who brings what, and under which condition. */
@Module({
  controllers: [ContributionsApi, ContributionsPages],
  providers: [BringsSheets, ContributionLists, ContributionSight, ContributionsService, TakenOverService],
  exports: [BringsSheets, ContributionLists, ContributionsService, TakenOverService],
})
export class ContributionsModule {}
