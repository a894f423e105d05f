import type { Words } from './languages.js';
import type { Breach } from './sources.js';

/** Texts for treasurers, programs and terminals; all others are read by members. */
const notForMembers = /^(treasurer|admin|api|cli)\./;

const mostWords = 10;

/** Words of offices and banks, that members do not use (U14, 5F). */
const hardWords: readonly RegExp[] = [
  /saldo/i,
  /transactie/i,
  /\bdebet/i,
  /crediter/i,
  /verzilver/i,
  /\baccounts?\b/i,
  /\bcredits?\b/i,
  /valuta/i,
  /gebruiker/i,
  /authentic/i,
  /verdien/i,
  /\bloon\b|\blonen\b/i,
  /vergoeding/i,
  /doelgroep/i,
  /kansarm/i,
  /cli[eë]nt/i,
];

/** Sentences for members that are too long or use a hard word. */
export function hardToRead(words: Words): Breach[] {
  return [...words]
    .filter(([key]) => !notForMembers.test(key))
    .flatMap(([key, text]) => {
      const long = sentences(text).filter((sentence) => countWords(sentence) > mostWords);
      const hard = hardWords.flatMap((word) => word.exec(text)?.[0] ?? []);
      return [
        ...long.map(
          (sentence) => `nl.json: ${key}: ${countWords(sentence)} words, at most ${mostWords}: "${sentence}"`,
        ),
        ...hard.map((word) => `nl.json: ${key}: "${word}" is not a word for members`),
      ];
    });
}

function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?:;])\s+|\n/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function countWords(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
