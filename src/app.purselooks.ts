import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { CurrenciesService } from './communities/currencies.service.js';
import type { CurrencyProfile } from './communities/currency.js';
import { Faces } from './communities/faces.js';
import { personalKinds } from './communities/party.js';
import { GroupPursesService, type GroupPurse } from './initiatives/group-purses.service.js';
import { balance, type Account } from './ledger/account.js';
import type { ShownAmount } from './web/amounts.js';

/** An account with what is needed to show it. */
export interface ShownPurse {
  readonly account: Account;
  readonly currency: CurrencyProfile;
  readonly has: ShownAmount;
  /** Of a group or shop; null for a person's or household's own. */
  readonly name: string | null;
  /** Whoever only checks the books looks, and asks nobody for anything. */
  readonly isOnlyChecked?: boolean;
  /** What a group keeps it for, where it gave it a name. */
  readonly apart?: GroupPurse;
}

/** What stands beside an account on a page: the coin, whose it is, and what a group keeps it for. */
@Injectable()
export class PurseLooks {
  constructor(
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
    private readonly groups: GroupPursesService,
  ) {}

  /** In the order of the accounts. */
  async shown(communityId: string, accounts: readonly Account[]): Promise<ShownPurse[]> {
    const currencies = new Map((await this.currencies.all(communityId)).map((each) => [each.code, each]));
    const parties = accounts.flatMap(({ partyId }) => (partyId === null ? [] : [partyId]));
    const faces = await this.faces.of(communityId, parties);
    return accounts.flatMap((account) => {
      const currency = currencies.get(account.currency);
      if (currency === undefined) return [];
      const isPersonal = personalKinds.has(account.partyKind);
      const face = account.partyId === null ? undefined : faces.get(account.partyId);
      const has = { amount: balance(account), scale: currency.scale, unit: currency.token };
      return [{ account, currency, has, name: isPersonal ? null : (face?.name ?? null) }];
    });
  }

  /** Where giving to everybody's pot is done; null where there is none. */
  async potPath({ account: { communityId, currency } }: ShownPurse): Promise<string | null> {
    const pot = (await this.currencies.communityAccounts(communityId, currency)).get('pot');
    return pot === undefined ? null : `/c/${communityId}/give/${pot}`;
  }

  /** What the groups among the owners call what they keep for a purpose, by account. */
  async apart(actor: Actor, purses: readonly ShownPurse[]): Promise<ReadonlyMap<string, GroupPurse>> {
    const { communityId } = actor;
    const groups = purses.flatMap(({ account: { kind, partyId, partyKind } }) =>
      kind === 'purpose' && partyId !== null && partyKind === 'initiative' ? [partyId] : [],
    );
    if (communityId === null || groups.length === 0) return new Map();
    const known = await this.groups.knownOf(actor, communityId, [...new Set(groups)]);
    return new Map(known.map((each) => [each.accountId, each]));
  }
}
