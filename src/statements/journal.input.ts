import { AmountField, CodeField, DayField, IdField, InstantField } from '../api/fields.js';
import { ListField, NestedField, TextField, UuidField, WholeField } from '../api/fields.js';
import { PageOf } from '../api/paging.js';
import { CurrencyCodeField } from '../communities/communities.input.js';
import { accountKinds } from '../ledger/account.js';
import { exchangeKinds, modes, transfersMax } from '../ledger/order.js';
import type { JournalLine } from './journal.service.js';

export class JournalSideView {
  @CodeField(accountKinds, { name: 'AccountKind' })
  kind!: string;

  @IdField({ nullable: true, about: 'Null for persons and households.' })
  accountId!: string | null;
}

export class JournalTransferView {
  @WholeField({ max: 999 })
  index!: number;

  @NestedField(() => JournalSideView)
  from!: JournalSideView;

  @NestedField(() => JournalSideView)
  to!: JournalSideView;

  @CurrencyCodeField()
  currency!: string;

  @AmountField()
  amount!: bigint;

  @TextField({ max: 60, nullable: true })
  programme!: string | null;
}

export class JournalLineView {
  @WholeField({ min: 1, about: 'Its place in the journal, without gaps.' })
  position!: bigint;

  @UuidField()
  exchangeId!: string;

  @CodeField(exchangeKinds, { name: 'ExchangeKind' })
  kind!: string;

  @CodeField(modes, { name: 'Mode' })
  mode!: string;

  @InstantField()
  bookedAt!: string;

  @DayField()
  bookedDate!: string;

  @DayField()
  factDate!: string;

  @WholeField({ nullable: true, about: 'The position of the exchange that this one undoes.' })
  reverses!: bigint | null;

  @ListField(() => JournalTransferView, { max: transfersMax })
  transfers!: JournalLine['transfers'];

  static of(line: JournalLine): JournalLineView {
    return { ...line, bookedAt: new Date(line.bookedAt).toISOString() };
  }
}

export class JournalPage extends PageOf(JournalLineView) {}
