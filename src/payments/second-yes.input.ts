import { AmountField, CodeField, IdField, InstantField, ListField, UuidField } from '../api/fields.js';
import { reasons } from '../ledger/order.js';
import { secondYesStates, stateOfSecondYes, type SecondYesRequest } from './second-yes.js';

export class SecondYesQuery {
  @IdField({ about: 'The group or institution.' })
  party!: string;
}

/** A payment that waits, or waited, for the yes of another treasurer. */
export class SecondYesView {
  @UuidField({ about: 'The id of the order as the first treasurer sent it.' })
  needsSecond!: string;

  @IdField()
  party!: string;

  @IdField()
  from!: string;

  @IdField()
  to!: string;

  @AmountField()
  amount!: bigint;

  @CodeField(reasons, { nullable: true, name: 'Reason' })
  reason!: string | null;

  @IdField({ about: 'Who asked, and so cannot say the second yes.' })
  madeBy!: string;

  @CodeField(secondYesStates, { name: 'SecondYesState' })
  state!: string;

  @InstantField()
  expiresAt!: string;

  @UuidField({ nullable: true, about: 'By which it was paid.' })
  exchange!: string | null;

  static of(request: SecondYesRequest, now: number): SecondYesView {
    const { id, partyId, accountId, toAccountId, amount, wish, madeBy, exchangeId } = request;
    return {
      ...{ needsSecond: id, party: partyId, from: accountId, to: toAccountId, amount, madeBy },
      reason: wish.reason ?? null,
      state: stateOfSecondYes(request, now),
      expiresAt: new Date(request.expiresAt).toISOString(),
      exchange: exchangeId,
    };
  }
}

export class SecondYesList {
  @ListField(() => SecondYesView, { max: 200 })
  items!: SecondYesView[];
}
