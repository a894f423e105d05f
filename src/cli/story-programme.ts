import type { INestApplicationContext } from '@nestjs/common';
import { MandatesService } from '../access/mandates.service.js';
import { BooksService } from '../books/books.service.js';
import { newUuid } from '../database/ids.js';
import { ApprovalsService } from '../issuance/approvals.service.js';
import { IssuesService } from '../issuance/issues.service.js';
import { ProgrammesService } from '../issuance/programmes.service.js';
import { PaymentsService } from '../payments/payments.service.js';
import { commandLine } from './opening.js';
import { acting } from './story-acting.js';
import { answered } from './trouble.js';

/** The programme of the story. */
export const storyProgramme = 'samen-koken';

/** Who takes part in it: two civil servants of a town, and whoever keeps the purse of a group. */
export interface Cast {
  readonly communityId: string;
  readonly town: string;
  readonly maker: string;
  readonly approver: string;
  readonly group: string;
  readonly treasurer: string;
  /** An account that the group thanks. */
  readonly thanked: string;
  readonly now: () => number;
}

/** Gives the civil servants their mandates; kept for ever, as any other. */
export async function appoint(rooms: INestApplicationContext, cast: Cast): Promise<void> {
  const { communityId, town: partyId } = cast;
  const service = rooms.get(MandatesService);
  for (const [actorId, role] of [
    [cast.maker, 'issuer'],
    [cast.approver, 'approver'],
  ] as const)
    answered(await service.grant(commandLine, { communityId, actorId, role, partyId, until: null }));
}

/**
 * A town decides, one civil servant makes a programme and an issue, a colleague approves both, the group says that it
 * came and thanks somebody with a part of it.
 * @returns the exchange by which it came
 */
export async function tellProgramme(rooms: INestApplicationContext, cast: Cast): Promise<string> {
  const { communityId, town } = cast;
  const [maker, approver] = [
    acting(communityId, cast.maker, 'issuer', town),
    acting(communityId, cast.approver, 'approver', town),
  ];
  const year = new Date(cast.now()).getUTCFullYear();
  const programmes = rooms.get(ProgrammesService);
  answered(
    await programmes.propose(maker, communityId, {
      ...{ code: storyProgramme, ownerId: town, currency: 'UUR', name: 'Samen koken' },
      ...{ decision: `GR ${year}/114`, budgetKey: '0909-00/6492000', planAction: 'AC-112' },
      ...{ budget: 20_000n, from: `${year}-01-01`, until: `${year}-12-31`, recipients: null },
      purposes: [{ code: 'koken', name: 'Koken en eten', budget: 12_000n }],
      earnRules: ['mee koken, afwassen, tafels zetten'],
      spendRules: ['een lokaal voor een middag', 'brood bij de bakker'],
    }),
  );
  answered(await programmes.decide(approver, communityId, storyProgramme, 1, true));
  const issues = rooms.get(IssuesService);
  const approvals = rooms.get(ApprovalsService);
  const issue = async (amount: bigint) => {
    const wish = { id: newUuid(cast.now()), partyId: cast.group, purpose: 'koken', amount };
    return answered(await issues.propose(maker, communityId, storyProgramme, wish)).issue.id;
  };
  const first = await issue(2_000n);
  answered(await approvals.approve(approver, communityId, first));
  const treasurer = acting(communityId, cast.treasurer, 'treasurer', cast.group);
  const came = newUuid(cast.now());
  answered(await approvals.confirm(treasurer, communityId, came, first));
  answered(await approvals.approve(approver, communityId, await issue(1_000n)));
  await issue(500n);
  const accounts = await rooms.get(BooksService).accountsOf(communityId, cast.group);
  const purse = accounts.find(({ kind }) => kind === 'purpose')!;
  const thanks = { from: purse.id, to: cast.thanked, amount: 300n, reason: 'meal', kind: 'thanks' } as const;
  const orderId = newUuid(cast.now());
  answered(await rooms.get(PaymentsService).pay(treasurer, communityId, { orderId, ...thanks }));
  return came;
}
