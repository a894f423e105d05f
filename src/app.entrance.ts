import { Module } from '@nestjs/common';
import { OwnCodes } from './app.codes.js';
import { Founding } from './app.founders.js';
import { FoundingPages } from './app.founding.js';
import { LanguagePages } from './app.languages.js';
import { LinksByOthers } from './app.links.js';
import { PeoplePages } from './app.people.js';
import { OwnPurses } from './app.purses.js';
import { Roster } from './app.roster.js';
import { StartPages } from './app.start.js';
import { HomeFacts, OwnTasks, WaitingIssues } from './app.tasks.js';
import { TakingPages } from './app.taking.js';
import { SoundPages } from './app.sounds.js';
import { Visitors } from './app.visitors.js';
import { IssuanceModule } from './issuance/issuance.module.js';
import { MembersModule } from './members/members.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { StatementsModule } from './statements/statements.module.js';

/** The hall: the pages that lead to all rooms. */
@Module({
  imports: [IssuanceModule, MembersModule, PaymentsModule, ReceiptsModule, StatementsModule],
  controllers: [StartPages, TakingPages, FoundingPages, PeoplePages, LanguagePages, SoundPages],
  providers: [
    Founding,
    HomeFacts,
    LinksByOthers,
    OwnCodes,
    OwnPurses,
    OwnTasks,
    Roster,
    Visitors,
    WaitingIssues,
  ],
})
export class EntranceModule {}
