import { systemActor } from '../../src/access/actor.js';
import { acting } from '../../src/cli/story-acting.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { ContributionsService } from '../../src/contributions/contributions.service.js';
import { newUuid } from '../../src/database/ids.js';
import { GroupPursesService } from '../../src/initiatives/group-purses.service.js';
import { InitiativesService } from '../../src/initiatives/initiatives.service.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import { ProgrammesService } from '../../src/issuance/programmes.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService } from '../../src/vouchers/sheets.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { JourneyTown, type Party } from './journey-town.js';

const command = systemActor('test');

/** Breaks out of an attribute and of a text, and leaves a mark that can be found. */
export const evil = (field: string): string => `"'><b data-evil>${field}</b><script>evil=1</script>`;
/** The same for a name that may not be long. */
export const evilNickname = `"'></bdi><b data-evil>`;

/**
 * What stands on some page in words of somebody. What a group is for, what a shop offers and what a unit is called are
 * told to programs only.
 */
export const evilFields = [
  ...['community', 'group', 'place', 'apart', 'title', 'shop', 'hours', 'address'],
  ...['programme', 'decision', 'key', 'plan', 'purpose', 'rule', 'note'],
] as const;

export interface HostileTown {
  readonly town: JourneyTown;
  readonly soup: Party;
  readonly eater: Party;
  readonly cook: Party;
  readonly maker: Party;
  readonly approver: Party;
  /** For the parameters of addresses. */
  readonly values: Readonly<Record<string, string>>;
}

/** A town where somebody wrote a script into every field that a page shows. */
export async function hostileTown(): Promise<HostileTown> {
  const town = await JourneyTown.open('sqlite');
  const { communityId } = town;
  must(await town.get(CommunitiesService).change(command, communityId, { name: evil('community') }));
  const unit = { one: evilNickname, many: evilNickname };
  must(await town.get(CurrenciesService).change(command, communityId, 'UUR', { names: { nl: unit } }));
  const eater = await town.person({ nickname: evilNickname });
  const cook = await town.steward({ nickname: `${evilNickname}2` });
  const soup = await town.group(evil('group'), [cook.id], 'open');
  const treasurer = acting(communityId, cook.id, 'treasurer', soup.id);
  const told = { place: evil('place'), aim: evil('aim') };
  must(await town.get(InitiativesService).change(treasurer, communityId, soup.id, told));
  const civil = await town.programme(soup, cook, eater);
  const { maker, approver } = civil;
  const issue = await hostileProgramme(town, { soup, maker, approver });
  const outlet = await hostileOutlet(town);
  await hostileContribution(town, { outlet, soup, treasurer });
  const keeper = { communityId, actorId: cook.id, role: 'treasurer', partyId: outlet, until: null } as const;
  must(await town.get(MandatesService).grant(command, keeper));
  const code = await town.code(soup, { amount: 25n });
  const receipt = await paid(town, eater, soup);
  const apart = { kind: 'purpose', currency: 'UUR', name: evil('apart'), picture: 'key' } as const;
  must(await town.get(GroupPursesService).open(treasurer, communityId, soup.id, apart));
  const values = {
    community: communityId,
    account: soup.account,
    party: soup.id,
    person: eater.id,
    group: soup.id,
    programme: 'kwaad',
    code: 'kwaad',
    issue,
    'p token': last(code),
    'r name': receipt,
    'v token': await hostileVoucher(town, { soup, treasurer }),
  };
  return { town, soup, eater, cook, maker, approver, values };
}

async function hostileProgramme(
  town: JourneyTown,
  { soup, maker, approver }: { soup: Party; maker: Party; approver: Party },
): Promise<string> {
  const { communityId } = town;
  const owner = (await townHall(town)).id;
  const asking = acting(communityId, maker.id, 'issuer', owner);
  const saying = acting(communityId, approver.id, 'approver', owner);
  const year = new Date(town.clock.now()).getUTCFullYear();
  must(
    await town.get(ProgrammesService).propose(asking, communityId, {
      ...{ code: 'kwaad', ownerId: owner, currency: 'UUR', name: evil('programme') },
      ...{ decision: evil('decision'), decisionUri: 'javascript:evil=1', budgetKey: evil('key') },
      ...{ planAction: evil('plan'), budget: 9_000n, recipients: null },
      ...{ from: `${year}-01-01`, until: `${year}-12-31` },
      purposes: [{ code: 'doel', name: evil('purpose'), budget: 5_000n }],
      earnRules: [evil('rule')],
      spendRules: [evil('rule')],
      replacesRight: true,
      replacesNote: evil('note'),
    }),
  );
  must(await town.get(ProgrammesService).decide(saying, communityId, 'kwaad', 1, true));
  const id = newUuid(town.clock.now());
  const wish = { id, partyId: soup.id, purpose: 'doel', amount: 100n };
  must(await town.get(IssuesService).propose(asking, communityId, 'kwaad', wish));
  must(await town.get(ApprovalsService).approve(saying, communityId, id));
  return id;
}

async function townHall(town: JourneyTown): Promise<{ id: string }> {
  const [first] = await town.get(InstitutionsService).list(command, town.communityId);
  return first!;
}

/** A shop whose place, hours and offer are not to be trusted. */
async function hostileOutlet(town: JourneyTown): Promise<string> {
  const entered = await town.get(InstitutionsService).enter(command, town.communityId, {
    ...{ kind: 'shop', name: evil('shop'), picture: 'key', colour: 'grey', outlet: true },
    ...{ place: evil('address'), openingHours: evil('hours'), offer: evil('offer') },
  });
  must(entered);
  return (entered as { institution: { id: string } }).institution.id;
}

async function hostileContribution(
  town: JourneyTown,
  { outlet, soup, treasurer }: { outlet: string; soup: Party; treasurer: ReturnType<typeof acting> },
): Promise<void> {
  const { communityId } = town;
  const day = new Date(town.clock.now()).toISOString().slice(0, 10);
  const wish = {
    giver: outlet,
    taker: soup.id,
    side: 'taker',
    mode: 'redistribution',
    thing: 'space',
    title: evil('title'),
    from: day,
  } as const;
  must(await town.get(ContributionsService).say(treasurer, communityId, wish));
}

/** A voucher of a group whose name is not to be trusted. @returns its token */
async function hostileVoucher(
  town: JourneyTown,
  { soup, treasurer }: { soup: Party; treasurer: ReturnType<typeof acting> },
): Promise<string> {
  const { communityId } = town;
  const batches = town.get(BatchesService);
  const wish = { partyId: soup.id, sourceId: soup.account, amount: 25n, count: 1, terms: openTerms };
  const made = await batches.make(treasurer, communityId, wish);
  if (made.kind === 'refused') throw new Error(made.code);
  const { id } = made.batch;
  const sheet = await town.get(SheetsService).print(treasurer, communityId, id);
  if (sheet?.kind !== 'sheet') throw new Error('no sheet');
  must(await batches.printed(treasurer, communityId, id));
  must(await town.get(ActivationService).activate(treasurer, communityId, newUuid(town.clock.now()), id));
  return last(sheet.vouchers[0]!.url);
}

/** @returns the token of the receipt */
async function paid(town: JourneyTown, from: Party, to: Party): Promise<string> {
  const wish = { orderId: newUuid(town.clock.now()), from: from.account, to: to.account, amount: 100n };
  const answer = await town.get(PaymentsService).pay(acting('rabot', from.id), 'rabot', wish);
  if (answer.kind !== 'posted') throw new Error(answer.kind);
  return answer.receiptToken;
}

function last(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}

/** @throws Error when it was refused: what cannot be written cannot be tested */
function must(answer: { readonly kind: string; readonly code?: string }): void {
  if (answer.kind === 'refused') throw new Error(answer.code);
}
