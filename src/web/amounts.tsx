import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { factsOf, inEach, localeOf, ownCode, words, type AnyLanguage } from '../languages/languages.js';
import { writeAmount, type Amount } from '../ledger/amount.js';
import { Coin, Pile, Sack, type CoinUnit, type Slice } from './coins.js';
import { Icon } from './icons.js';
import { numberInWords } from '../languages/numbers.js';

export type { CoinUnit } from './coins.js';

/** An amount with what is needed to show it. */
export interface ShownAmount {
  /** In smallest units; below zero is shown as "still to give", never with a minus sign, and drawn hollow (U15, U28). */
  readonly amount: Amount;
  /** Decimals of the currency, 0 to 6. */
  readonly scale: number;
  readonly unit: CoinUnit;
}

export interface AmountProps extends ShownAmount {
  readonly language: AnyLanguage;
  /** Shown as arrow, colour and word. */
  readonly direction?: 'in' | 'out';
  /** `line` for lists and tables: the figure without coins. */
  readonly size?: 'big' | 'line';
}

/** Coins to draw: sacks of 100, piles of 10, loose ones, a slice. Nothing but the figure above 999. */
export interface CoinCount {
  readonly sacks: number;
  readonly piles: number;
  readonly loose: number;
  readonly slice: Slice | null;
}

interface Split {
  readonly whole: bigint;
  readonly slice: Exclude<Slice, 'whole'> | null;
  /** The rest is no quarter, half or three quarters. */
  readonly uneven: boolean;
}

const sliceSigns = { quarter: '¼', half: '½', three_quarters: '¾' } as const;
const drawnMax = 999n;

/** Which coins are drawn for an amount: up to 20 loose, beyond that piles of 10 and loose ones (U15). */
export function coinsFor(amount: Amount, scale: number): CoinCount {
  const { whole, slice } = splitAmount(amount, scale);
  if (whole > drawnMax) return { sacks: 0, piles: 0, loose: 0, slice: null };
  const count = Number(whole);
  if (count <= 20) return { sacks: 0, piles: 0, loose: count, slice };
  return { sacks: Math.floor(count / 100), piles: Math.floor((count % 100) / 10), loose: count % 10, slice };
}

/** The figure for the eye: 1, 1½, ¾; with decimals only where no quarter fits. Never a minus sign. */
export function amountFigure(shown: ShownAmount, language: AnyLanguage): string {
  return figureIn(shown, localeOf(language));
}

/** The same in the digits of the reader's own script; undefined where those are the Latin ones (U16). */
export function ownFigure(shown: ShownAmount, language: AnyLanguage): string | undefined {
  const { code, digits } = factsOf(ownCode(language));
  return digits === undefined ? undefined : figureIn(shown, `${code}-u-nu-${digits}`);
}

/** Whether a page shows the digits of the reader's own script under the Latin ones: who wants them says so (U16). */
export const OwnDigits = createContext(false);

/** A page for whoever wants them. */
export function withOwnDigits(page: VNode): VNode {
  return <OwnDigits.Provider value>{page}</OwnDigits.Provider>;
}

function figureIn({ amount, scale }: ShownAmount, locale: string): string {
  const { whole, slice, uneven } = splitAmount(amount, scale);
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: scale });
  if (uneven) return format.format(writeAmount(absolute(amount), scale) as Intl.StringNumericLiteral);
  if (slice === null) return format.format(whole);
  return whole === 0n ? sliceSigns[slice] : format.format(whole) + sliceSigns[slice];
}

/** The amount as it is said: "twaalf uur", "een kwartier", "drie munten en een half". Figures beyond 99. */
export function amountInWords(shown: ShownAmount, language: AnyLanguage): string {
  return inEach(language, (alone) => inUnits(shown, alone, (n) => numberInWords(n, alone)));
}

/** The amount for inside a sentence: "12 uur", "een kwartier", "3 munten en een half". */
export function amountText(shown: ShownAmount, language: AnyLanguage): string {
  return inEach(language, (alone) => inUnits(shown, alone, () => undefined));
}

/** The same where there is little place: "12 uur", "¼ uur", "3½ munten". */
export function amountShort(shown: ShownAmount, language: AnyLanguage): string {
  // Isolated, for from right to left the figure and its quarter would change places (U16).
  return `\u2066${amountFigure(shown, language)}\u2069 ${unitWord(shown, language)}`;
}

/** The figure in big type, the coins, and with a direction the arrow and its word. */
export function AmountView(props: AmountProps): VNode {
  const { amount, scale, unit, language, direction, size = 'big' } = props;
  const { t } = words(language);
  const figure = amountFigure(props, language);
  const own = useContext(OwnDigits) ? ownFigure(props, language) : undefined;
  const owed = amount < 0n;
  const way = direction ?? (owed ? 'out' : undefined);
  const wayWord = way === undefined ? undefined : owed ? t('amounts.still_to_give') : t(`amounts.${way}`);
  return (
    <span class={`amount ${size}${way === undefined ? '' : ` ${way}`}${owed ? ' owed' : ''}`}>
      <span class="sr">{[wayWord, amountInWords(props, language)].filter(Boolean).join(' ')}</span>
      <span class="figure-line" aria-hidden="true">
        {way !== undefined && <Icon name={way === 'in' ? 'arrow_in' : 'arrow_out'} />}
        <bdi class={figureClass(figure)}>{figure}</bdi>
        <span class="unit">{unitWord(props, language)}</span>
        {wayWord !== undefined && <span class="way">{wayWord}</span>}
      </span>
      {own !== undefined && (
        <bdi class="own-figure" lang={ownCode(language)} aria-hidden="true">
          {own}
        </bdi>
      )}
      {size === 'big' && <Coins count={coinsFor(amount, scale)} unit={unit} />}
    </span>
  );
}

/** A figure of a town's size gets smaller type, so that it fits a small screen. */
function figureClass(figure: string): string {
  if (figure.length <= 5) return 'figure';
  return figure.length <= 9 ? 'figure long' : 'figure longest';
}

function Coins({ count, unit }: { count: CoinCount; unit: CoinUnit }): VNode | null {
  const { sacks, piles, loose, slice } = count;
  const tall = [...many(sacks, (i) => <Sack key={i} />), ...many(piles, (i) => <Pile key={sacks + i} />)];
  const flat = many(loose, (i) => <Coin key={i} unit={unit} />);
  if (slice !== null) flat.push(<Coin key={loose} unit={unit} slice={slice} />);
  if (tall.length + flat.length === 0) return null;
  return (
    <span class="coins" aria-hidden="true">
      {[...fives(tall), ...fives(flat)].map((row, i) => (
        <span class="coin-row" key={i}>
          {row}
        </span>
      ))}
    </span>
  );
}

/** Rows of five, so that a glance is enough to count them. */
function fives(drawings: readonly VNode[]): VNode[][] {
  return Array.from({ length: Math.ceil(drawings.length / 5) }, (_, row) =>
    drawings.slice(row * 5, row * 5 + 5),
  );
}

function inUnits(shown: ShownAmount, language: AnyLanguage, say: (n: number) => string | undefined): string {
  const { t } = words(language);
  const { whole, slice, uneven } = splitAmount(shown.amount, shown.scale);
  if (whole === 0n && slice !== null) return t(`amounts.${shown.unit}_${slice}`);
  const small = whole <= 99n && !uneven ? say(Number(whole)) : undefined;
  const number = small ?? amountFigure(uneven ? shown : { ...shown, amount: whole, scale: 0 }, language);
  const count = uneven || whole > 1_000_000n ? 2 : Number(whole);
  const spoken = t(`amounts.${shown.unit}`, { number, count });
  return slice === null ? spoken : t(`amounts.and_${slice}`, { whole: spoken });
}

/** Below one it is said as one ("½ munt"); between wholes each language has its own habit. */
function unitWord(shown: ShownAmount, language: AnyLanguage): string {
  const { whole, slice, uneven } = splitAmount(shown.amount, shown.scale);
  const broken = uneven || slice !== null;
  const count = whole === 0n && broken ? 1 : Number(whole > 1000n ? 1000n : whole) + (broken ? 0.5 : 0);
  return words(language).t(`units.${shown.unit}`, { count });
}

function splitAmount(amount: Amount, scale: number): Split {
  const one = 10n ** BigInt(scale);
  const size = absolute(amount);
  const [whole, rest] = [size / one, size % one];
  if (rest === 0n) return { whole, slice: null, uneven: false };
  if (rest * 4n === one) return { whole, slice: 'quarter', uneven: false };
  if (rest * 2n === one) return { whole, slice: 'half', uneven: false };
  if (rest * 4n === one * 3n) return { whole, slice: 'three_quarters', uneven: false };
  return { whole, slice: null, uneven: true };
}

function absolute(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}

function many(count: number, make: (i: number) => VNode): VNode[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
