import type { Cell, Column, Day, Spreadsheet } from '../api/spreadsheet.js';
import { dayIn } from '../database/clock.js';
import { words, type Language } from '../languages/languages.js';
import type { VoucherList } from './voucher-lists.service.js';
import { stateOf, type Voucher } from './voucher.js';

const columns = {
  ...{ serial: 14, state: 14, amount: 12, currency: 10 },
  ...{ made: 12, active: 14, until: 14, changed: 14 },
} as const;

/** All vouchers of a batch for a spreadsheet, with headings in a language. Serials only: no tokens, no check codes. */
export function voucherSpreadsheet(list: VoucherList, language: Language): Spreadsheet {
  const { t } = words(language);
  return {
    file: `B${list.batch.no}`,
    title: t('programme.targets.vouchers'),
    columns: Object.entries(columns).map(([name, width]): Column => {
      return { name: t(`treasurer.voucher_columns.${name as keyof typeof columns}`), width };
    }),
    rows: rowsOf(list, language),
  };
}

async function* rowsOf(list: VoucherList, language: Language): AsyncGenerator<Cell[][]> {
  for await (const some of list.vouchers) yield some.map((each) => cellsOf(list, each, language));
}

function cellsOf({ batch, scale, timeZone }: VoucherList, voucher: Voucher, language: Language): Cell[] {
  const { t } = words(language);
  const day = (at: number): Day => ({ day: dayIn(at, timeZone) });
  const { activatedAt, terms } = batch;
  return [
    voucher.serial,
    t(`treasurer.voucher_states.${stateOf(voucher, batch)}`),
    { amount: voucher.amount, scale },
    batch.currency,
    day(batch.madeAt),
    activatedAt === null ? null : day(activatedAt),
    terms.validUntil === null ? null : { day: terms.validUntil },
    day(voucher.changedAt),
  ];
}
