import { Module } from '@nestjs/common';
import { AccessibilityPages } from './app.accessible.js';
import { ActingPages } from './app.acting.js';
import { Actings } from './app.actings.js';
import { AttendancePages } from './app.attendance.js';
import { AttendanceLists } from './app.attendlists.js';
import { Besides } from './app.besides.js';
import { DrawingPages } from './app.drawings.js';
import { OwnCodes } from './app.codes.js';
import { OwnExchangesPages } from './app.exchanges.js';
import { Founding } from './app.founders.js';
import { FoundingPages } from './app.founding.js';
import { NewGroupPages } from './app.grouping.js';
import { GroupPages } from './app.groups.js';
import { HelpPages } from './app.help.js';
import { HelpingPages } from './app.helping.js';
import { GroupPursePages } from './app.grouppurse.js';
import { GroupPeoplePages } from './app.inviting.js';
import { JoiningPages } from './app.joining.js';
import { LanguagePages } from './app.languages.js';
import { LinksByOthers } from './app.links.js';
import { Appointments } from './app.appointments.js';
import { AppointingPages } from './app.appointing.js';
import { PeoplePages } from './app.people.js';
import { PersonPages } from './app.person.js';
import { LostCardPages } from './app.lost.js';
import { HubPages } from './app.hub.js';
import { HubHome } from './app.hubhome.js';
import { HubOwnPages } from './app.hubown.js';
import { HubPayPages } from './app.hubpay.js';
import { HubVoucherPages } from './app.hubvoucher.js';
import { Hubs } from './app.hubs.js';
import { Kiosks } from './app.kiosks.js';
import { KitPages } from './app.kit.js';
import { Kits } from './app.kits.js';
import { PickUpPages } from './app.pickup.js';
import { PickUps } from './app.pickups.js';
import { PracticePages } from './app.practice.js';
import { PriceSigns } from './app.prices.js';
import { PricePages } from './app.pricing.js';
import { LeavingPages } from './app.leaving.js';
import { Leavers } from './app.leavers.js';
import { OpenPlaces } from './app.openplaces.js';
import { OwnPages } from './app.own.js';
import { OwnLeavingPages } from './app.ownleaving.js';
import { OwnShownPages } from './app.ownshown.js';
import { OwnTrustPages } from './app.owntrust.js';
import { OwnWrongPages } from './app.ownwrong.js';
import { ScannedPayees } from './app.payees.js';
import { Privacy } from './app.privacy.js';
import { ProgrammeBringsPages } from './app.programmebrings.js';
import { TrustingPages } from './app.trusting.js';
import { MakingPages } from './app.making.js';
import { OwnBatches } from './app.ownbatches.js';
import { BoundsPages } from './app.bounds.js';
import { CardHolders } from './app.holders.js';
import { OwnedFacts } from './app.owned.js';
import { PursePages } from './app.purse.js';
import { PurseLooks } from './app.purselooks.js';
import { OwnPurses } from './app.purses.js';
import { Roster } from './app.roster.js';
import { StartPages } from './app.start.js';
import { HomeFacts, OwnTasks, WaitingIssues } from './app.tasks.js';
import { SpendingPages } from './app.spending.js';
import { Spendings } from './app.spends.js';
import { TakingPages } from './app.taking.js';
import { SoundPages } from './app.sounds.js';
import { YearPages } from './app.yearly.js';
import { OwnYears } from './app.years.js';
import { Visitors } from './app.visitors.js';
import { VisitOpens } from './app.opens.js';
import { VisitPages } from './app.visits.js';
import { VisitOwnPages } from './app.visitown.js';
import { VisitsHere } from './app.visithere.js';
import { OwnThings } from './app.things.js';
import { ContributionsModule } from './contributions/contributions.module.js';
import { IssuanceModule } from './issuance/issuance.module.js';
import { MembersModule } from './members/members.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { StatementsModule } from './statements/statements.module.js';
import { VouchersModule } from './vouchers/vouchers.module.js';

/** The hall: the pages that lead to all rooms. */
@Module({
  imports: [
    ContributionsModule,
    IssuanceModule,
    MembersModule,
    PaymentsModule,
    ReceiptsModule,
    StatementsModule,
    VouchersModule,
  ],
  controllers: [
    StartPages,
    PursePages,
    TakingPages,
    FoundingPages,
    PeoplePages,
    PersonPages,
    AppointingPages,
    LanguagePages,
    SoundPages,
    DrawingPages,
    GroupPages,
    NewGroupPages,
    GroupPeoplePages,
    GroupPursePages,
    OwnExchangesPages,
    HelpPages,
    HelpingPages,
    JoiningPages,
    LostCardPages,
    VisitPages,
    VisitOwnPages,
    SpendingPages,
    OwnPages,
    TrustingPages,
    AccessibilityPages,
    ActingPages,
    AttendancePages,
    MakingPages,
    BoundsPages,
    LeavingPages,
    YearPages,
    PricePages,
    KitPages,
    HubPages,
    HubPayPages,
    HubOwnPages,
    HubVoucherPages,
    OwnShownPages,
    OwnWrongPages,
    OwnLeavingPages,
    OwnTrustPages,
    PickUpPages,
    PracticePages,
    ProgrammeBringsPages,
  ],
  providers: [
    Actings,
    Appointments,
    AttendanceLists,
    OwnBatches,
    Besides,
    CardHolders,
    OwnedFacts,
    Founding,
    HomeFacts,
    HubHome,
    Hubs,
    Kiosks,
    Kits,
    Leavers,
    LinksByOthers,
    OpenPlaces,
    OwnCodes,
    OwnPurses,
    PurseLooks,
    OwnTasks,
    OwnThings,
    OwnYears,
    PickUps,
    PriceSigns,
    Privacy,
    Roster,
    ScannedPayees,
    Spendings,
    Visitors,
    VisitOpens,
    VisitsHere,
    WaitingIssues,
  ],
})
export class EntranceModule {}
