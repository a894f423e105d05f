import type { Cell, Column, Money, Spreadsheet } from '../api/spreadsheet.js';
import { words, type Language, type Words } from '../languages/languages.js';
import type { StatementHead, StatementLine, WholeStatement } from './statement.js';

const columns = {
  ...{ number: 9, booked: 12, fact: 12, in: 12, out: 12, amount: 12, currency: 10, minutes: 9, other: 28 },
  ...{ kind: 14, purpose: 20, programme: 20, labour: 18, reason: 16, corrects: 16, before: 14, after: 14 },
} as const;

/** All lines of a statement for a spreadsheet, with headings in a language. */
export function statementSpreadsheet({ head, lines }: WholeStatement, language: Language): Spreadsheet {
  const said = words(language);
  return {
    file: `${head.from}_${head.to}`,
    title: said.t('treasurer.statement'),
    columns: Object.entries(columns).map(([name, width]): Column => {
      return { name: said.t(`treasurer.columns.${name as keyof typeof columns}`), width };
    }),
    rows: rowsOf(head, lines, said),
  };
}

async function* rowsOf(
  head: StatementHead,
  chunks: WholeStatement['lines'],
  said: Words,
): AsyncGenerator<Cell[][]> {
  for await (const lines of chunks) yield lines.map((line) => cellsOf(head, line, said));
}

function cellsOf(head: StatementHead, line: StatementLine, { t }: Words): Cell[] {
  const money = (amount: bigint): Money => ({ amount, scale: head.scale });
  const { amount, other, labour, reason } = line;
  return [
    line.number,
    { day: line.bookedDate },
    { day: line.factDate },
    amount > 0n ? money(amount) : null,
    amount < 0n ? money(-amount) : null,
    money(amount),
    head.currency,
    line.minutes,
    other.name ?? t(`accountKinds.${other.kind}`),
    t(`kinds.${line.kind}`),
    line.purpose,
    line.programme,
    labour === null ? null : t(`labour.${labour}`),
    reason === null ? null : t(`reasons.${reason}`),
    line.corrects,
    money(line.balanceBefore),
    money(line.balanceAfter),
  ];
}
