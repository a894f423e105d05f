import type { CurrencyKind, CurrencyTerms } from './currency.js';

export const recipeNames = ['time_circle', 'thank_you', 'mixed'] as const;
export type RecipeName = (typeof recipeNames)[number];

export interface Recipe extends CurrencyTerms {
  /** The code of its currency unless another is asked for. */
  readonly code: string;
  readonly kind: CurrencyKind;
  readonly scale: number;
}

const hours = {
  nl: { one: 'uur', many: 'uren' },
  fr: { one: 'heure', many: 'heures' },
  en: { one: 'hour', many: 'hours' },
};

const coins = {
  nl: { one: 'munt', many: 'munten' },
  fr: { one: 'pièce', many: 'pièces' },
  en: { one: 'coin', many: 'coins' },
};

const off = { perAcceptorDay: null, demurrage: null, expiry: null };

/**
 * Three ways to begin that work without any setting. Amounts are hundredths of a unit, so that a quarter is 25, and
 * stay small: many people who cannot read do read one or two digits.
 */
export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  /** Mutual credit: whoever receives help may owe it for a while. One unit is one hour. */
  time_circle: {
    code: 'UUR',
    kind: 'time',
    scale: 2,
    names: hours,
    token: 'hour',
    step: 25n,
    memberFloor: -600n,
    memberCeiling: 3000n,
    groupFloor: -2000n,
    groupCeiling: 20000n,
    startAmount: 0n,
    perPayment: 1000n,
    perDay: 2000n,
    softWarning: { kind: 'share', percent: 10 },
    ...off,
  },
  /** Coins issued as thanks and spent at outlets. Nobody owes; a small start lets the first payment happen. */
  thank_you: {
    code: 'DANK',
    kind: 'points',
    scale: 2,
    names: coins,
    token: 'coin',
    step: 100n,
    memberFloor: 0n,
    memberCeiling: 4000n,
    groupFloor: 0n,
    groupCeiling: 40000n,
    startAmount: 300n,
    perPayment: 2000n,
    perDay: 4000n,
    softWarning: { kind: 'amounts', nearFloor: 100n, nearCeiling: 500n },
    ...off,
  },
  /** Both: a little credit between neighbours, and coins issued for what is done together. */
  mixed: {
    code: 'SAMEN',
    kind: 'time',
    scale: 2,
    names: hours,
    token: 'hour',
    step: 25n,
    memberFloor: -300n,
    memberCeiling: 4000n,
    groupFloor: 0n,
    groupCeiling: 40000n,
    startAmount: 100n,
    perPayment: 1000n,
    perDay: 2000n,
    softWarning: { kind: 'share', percent: 10 },
    ...off,
  },
};

/**
 * A recipe with its amounts written in another scale.
 * @param scale decimals, 0 to 6
 * @returns undefined when a quarter step or a limit cannot be written in so few decimals
 */
export function recipeAt(name: RecipeName, scale: number): Recipe | undefined {
  const recipe = recipes[name];
  if (scale === recipe.scale) return recipe;
  if (!Number.isInteger(scale) || scale < 0 || scale > 6) return undefined;
  let fits = true;
  const rescale = <A extends bigint | null>(amount: A): A => {
    if (amount === null) return amount;
    const scaled = amount * 10n ** BigInt(scale);
    fits &&= scaled % 100n === 0n;
    return (scaled / 100n) as A;
  };
  const { softWarning: warn } = recipe;
  const scaled: Recipe = {
    ...recipe,
    scale,
    step: rescale(recipe.step),
    memberFloor: rescale(recipe.memberFloor),
    memberCeiling: rescale(recipe.memberCeiling),
    groupFloor: rescale(recipe.groupFloor),
    groupCeiling: rescale(recipe.groupCeiling),
    startAmount: rescale(recipe.startAmount),
    perPayment: rescale(recipe.perPayment),
    perDay: rescale(recipe.perDay),
    perAcceptorDay: rescale(recipe.perAcceptorDay),
    softWarning:
      warn?.kind === 'amounts'
        ? { ...warn, nearFloor: rescale(warn.nearFloor), nearCeiling: rescale(warn.nearCeiling) }
        : warn,
  };
  return fits ? scaled : undefined;
}
