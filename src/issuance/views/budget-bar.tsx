import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { AmountView, amountText, type ShownAmount } from '../../web/amounts.js';
import { TableBox } from '../../web/parts.js';
import type { ProgrammeBalance } from '../sheet.service.js';

const parts = [
  'withGroups',
  'vouchersOpen',
  'riskFund',
  'redeemed',
  'paidOn',
  'expired',
  'promised',
  'notYetIssued',
] as const;

const width = 1000;

/** Where a budget is: one bar, and the same in a table that is its legend (U60). Each part has its own pattern too. */
export function BudgetBar(props: {
  readonly balance: ProgrammeBalance;
  readonly shown: (amount: bigint) => ShownAmount;
  readonly language: AnyLanguage;
}): VNode {
  const { balance, shown, language } = props;
  const { t } = words(language);
  const there = parts.filter((part) => balance[part] > 0n);
  const share = (amount: bigint) =>
    balance.budget === 0n ? 0 : Number((amount * BigInt(width)) / balance.budget);
  let at = 0;
  return (
    <>
      <svg
        class="budget-bar"
        viewBox={`0 0 ${width} 60`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t('programme.budget')}: ${amountText(shown(balance.budget), language)}`}
      >
        {there.map((part) => {
          const x = at;
          at += share(balance[part]);
          return (
            <rect key={part} class={`part ${part}`} x={x} y={0} width={share(balance[part])} height={60} />
          );
        })}
      </svg>
      <TableBox label={t('programme.where')}>
        <table>
          <tbody>
            {there.map((part) => (
              <tr key={part}>
                <th scope="row">
                  <svg class="key" viewBox="0 0 20 20" aria-hidden="true">
                    <rect class={`part ${part}`} width="20" height="20" />
                  </svg>{' '}
                  {t(`programme.parts.${part}`)}
                </th>
                <td class="number">
                  <AmountView {...shown(balance[part])} language={language} size="line" />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t('programme.budget')}</th>
              <td class="number">
                <AmountView {...shown(balance.budget)} language={language} size="line" />
              </td>
            </tr>
          </tbody>
        </table>
      </TableBox>
    </>
  );
}
