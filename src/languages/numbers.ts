import type { AnyLanguage, Language } from './codes.js';

type Ninety = (n: number) => string;

const nlSmall =
  'nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien'.split(
    ' ',
  );
const nlTens = [
  '',
  '',
  'twintig',
  'dertig',
  'veertig',
  'vijftig',
  'zestig',
  'zeventig',
  'tachtig',
  'negentig',
];
const frSmall =
  'zéro une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  );
// Belgium counts septante and nonante.
const frTens = [
  '',
  '',
  'vingt',
  'trente',
  'quarante',
  'cinquante',
  'soixante',
  'septante',
  'quatre-vingt',
  'nonante',
];
const enSmall =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const enTens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const spoken: Readonly<Record<Language, Ninety>> = { nl: inDutch, fr: inFrench, en: inEnglish };

/**
 * A number from 0 to 99 as it is said before a unit of time or coin (in French both are feminine).
 * @returns undefined where there are no words: outside 0 to 99, or in a language without them
 */
export function numberInWords(n: number, language: AnyLanguage): string | undefined {
  if (!Number.isInteger(n) || n < 0 || n > 99 || !Object.hasOwn(spoken, language)) return undefined;
  return spoken[language as Language](n);
}

function inDutch(n: number): string {
  if (n < 20) return nlSmall[n]!;
  const [ten, one] = [nlTens[Math.floor(n / 10)]!, n % 10];
  if (one === 0) return ten;
  const first = one === 1 ? 'een' : nlSmall[one]!;
  return `${first}${first.endsWith('e') ? 'ën' : 'en'}${ten}`;
}

function inFrench(n: number): string {
  if (n < 20) return frSmall[n]!;
  const [ten, one] = [frTens[Math.floor(n / 10)]!, n % 10];
  if (one === 0) return n === 80 ? 'quatre-vingts' : ten;
  return one === 1 && n !== 81 ? `${ten} et une` : `${ten}-${frSmall[one]!}`;
}

function inEnglish(n: number): string {
  if (n < 20) return enSmall[n]!;
  const [ten, one] = [enTens[Math.floor(n / 10)]!, n % 10];
  return one === 0 ? ten : `${ten}-${enSmall[one]!}`;
}
