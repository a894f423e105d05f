import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { MandatesService } from '../access/mandates.service.js';
import { Clock } from '../database/clock.js';
import { newUuid } from '../database/ids.js';
import { FoundingService } from '../initiatives/founding.service.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import { ApprovalsService } from '../issuance/approvals.service.js';
import { IssuesService } from '../issuance/issues.service.js';
import { freePurpose, type Programme } from '../issuance/programme.js';
import { ProgrammeAccounts } from '../issuance/programme-accounts.service.js';
import { ProgrammesService } from '../issuance/programmes.service.js';
import { SheetService, type ProgrammeBalance } from '../issuance/sheet.service.js';
import type { Amount } from '../ledger/amount.js';
import { EnrolmentService } from '../members/enrolment.service.js';
import { commandLine } from './opening.js';
import { acting } from './story-acting.js';
import { answered } from './trouble.js';

/** The code of the programme under which a replay issues. */
export const replayProgramme = 'replay';

/** What a replay has to issue. */
export interface ReplayPlan {
  readonly communityId: string;
  readonly currency: string;
  /** All that is to be issued. */
  readonly budget: Amount;
  /** YYYY-MM-DD, the first day of the file. */
  readonly from: string;
}

/** The office that issues, and the group that hands out. */
interface Office {
  readonly ownerId: string;
  readonly groupId: string;
  readonly maker: Actor;
  readonly approver: Actor;
}

/** Where what was issued waits until it is handed out, and where it goes when it is given back. */
export interface ReplayAccounts {
  readonly purse: string;
  readonly budget: string;
}

/**
 * The programme of a replay. No programme gives to persons (U75), so an office issues to a group, and the group hands
 * out to the members; what they give back returns to the budget.
 */
export class ReplayProgramme {
  private constructor(
    private readonly rooms: INestApplicationContext,
    private readonly programme: Programme,
    private readonly office: Office,
    readonly accounts: ReplayAccounts,
  ) {}

  /** Opens the office, the group and the programme, which one person of the office proposes and another approves. */
  static async open(rooms: INestApplicationContext, plan: ReplayPlan): Promise<ReplayProgramme> {
    const office = await openOffice(rooms, plan.communityId);
    const programme = await decide(rooms, office, plan);
    const service = rooms.get(ProgrammeAccounts);
    const purse = await service.purse(commandLine, programme, freePurpose, office.groupId);
    const budget = await service.budget(programme, freePurpose);
    if (purse === undefined || budget === undefined) throw new Error('the programme has no accounts');
    return new ReplayProgramme(rooms, programme, office, { purse, budget });
  }

  /** Issues to the group: proposed by one, approved by another, received by the group. */
  async issue(amount: Amount): Promise<void> {
    const { communityId, code } = this.programme;
    const { maker, approver, groupId: partyId } = this.office;
    const id = newUuid(this.rooms.get(Clock).now());
    const wish = { id, partyId, purpose: freePurpose, amount };
    // A file of members need not have a place where coins can be spent.
    const known = { acceptNoOutlet: true };
    answered(await this.rooms.get(IssuesService).propose(maker, communityId, code, wish, known));
    const approvals = this.rooms.get(ApprovalsService);
    answered(await approvals.approve(approver, communityId, id));
    const orderId = newUuid(this.rooms.get(Clock).now());
    answered(await approvals.confirm(commandLine, communityId, orderId, id));
  }

  /** Where its budget is now. */
  async balance(): Promise<ProgrammeBalance> {
    const { communityId, code } = this.programme;
    return (await this.rooms.get(SheetService).sheet(commandLine, communityId, code)).balance;
  }
}

async function openOffice(rooms: INestApplicationContext, communityId: string): Promise<Office> {
  const look = { picture: 'group', colour: 'grey' };
  const office = { ...look, kind: 'association', name: 'Programme office' } as const;
  const { institution } = answered(
    await rooms.get(InstitutionsService).enter(commandLine, communityId, office),
  );
  const group = { ...look, name: 'Distribution', aim: 'hands out what the programme issues' };
  const { initiative } = answered(await rooms.get(FoundingService).found(commandLine, communityId, group));
  const wishes = ['Maker', 'Approver'].map((nickname) => ({ language: 'en', nickname }));
  const { persons } = answered(await rooms.get(EnrolmentService).enrolMany(commandLine, communityId, wishes));
  const [maker, approver] = await Promise.all(
    (['issuer', 'approver'] as const).map(async (role, i) => {
      const mandate = { communityId, actorId: persons[i]!.id, role, partyId: institution.id, until: null };
      answered(await rooms.get(MandatesService).grant(commandLine, mandate));
      return acting(communityId, mandate.actorId, role, institution.id);
    }),
  );
  return { ownerId: institution.id, groupId: initiative.id, maker: maker!, approver: approver! };
}

async function decide(
  rooms: INestApplicationContext,
  { ownerId, groupId, maker, approver }: Office,
  { communityId, currency, budget, from }: ReplayPlan,
): Promise<Programme> {
  const programmes = rooms.get(ProgrammesService);
  const thisYear = new Date(rooms.get(Clock).now()).getUTCFullYear();
  answered(
    await programmes.propose(maker, communityId, {
      ...{ code: replayProgramme, ownerId, currency, name: 'Replay', decision: 'a file of members' },
      ...{ budget, from, until: `${thisYear + 1}-12-31`, recipients: [groupId], gives: ['currency'] },
    }),
  );
  return answered(await programmes.decide(approver, communityId, replayProgramme, 1, true)).programme;
}
