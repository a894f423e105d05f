import { describe, expect, it } from '@jest/globals';
import {
  allSentences,
  dir,
  isWordKey,
  languages,
  pickLanguage,
  words,
  type AnyLanguage,
} from '../../src/languages/languages.js';
import { accountKinds } from '../../src/ledger/account.js';
import { conditions, exchangeKinds, labourKinds, modes, reasons, subjects } from '../../src/ledger/order.js';
import { inputRefusals, stateRefusals } from '../../src/ledger/refusals.js';
import { memberColours, memberPictures } from '../../src/web/pictures.js';

/** Parts that treasurers, civil servants and programs read; the rest is for members and stays at A2. */
const notForMembers = new Set(['treasurer', 'set_up', 'problems', 'modes', 'labour', 'accountKinds']);
const banned =
  /\b(saldo|transactie|account|rekening|credits?|debet|crediteren|verzilveren|valuta|gebruiker|authenticatie|verdienen|loon|vergoeding|doelgroep|kansarm|cliënt)/i;

const forMembers = (key: string): boolean => !notForMembers.has(key.split('.')[0]!);
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();

describe('the words', () => {
  const dutch = allSentences('nl');

  it.each(languages.filter((language) => language !== 'nl'))(
    'are the same keys with the same values in %s',
    (language) => {
      const other = allSentences(language);
      expect([...other.keys()].sort()).toEqual([...dutch.keys()].sort());
      for (const [key, sentence] of other) {
        expect({ key, values: placeholders(sentence) }).toEqual({
          key,
          values: placeholders(dutch.get(key)!),
        });
        expect({ key, empty: sentence.trim() === '' }).toEqual({ key, empty: false });
      }
    },
  );

  it('are there in Arabic for the pages on which reading from right to left is tried', () => {
    const arabic = allSentences('ar');
    const tried = new Set(['site', 'buttons', 'start', 'pay', 'not_enough', 'amounts', 'units', 'pictures']);
    expect([...dutch.keys()].filter((key) => tried.has(key.split('.')[0]!) && !arabic.has(key))).toEqual([]);
    expect([...arabic.keys()].filter((key) => !dutch.has(key) && !/_(two|few)$/.test(key))).toEqual([]);
  });

  it('exist for every code of the books, every picture and every colour', () => {
    const codes = {
      refusals: [...inputRefusals, ...stateRefusals],
      kinds: exchangeKinds,
      modes,
      subjects,
      labour: labourKinds,
      conditions,
      reasons,
      accountKinds,
      pictures: memberPictures,
      colours: memberColours,
    };
    const missing = Object.entries(codes).flatMap(([part, all]) =>
      all.map((code) => `${part}.${code}`).filter((key) => !isWordKey(key)),
    );
    expect(missing).toEqual([]);
  });

  it('are short and plain in Dutch for members: ten words a sentence, no words of the bank (U14)', () => {
    const member = [...dutch].filter(([key]) => forMembers(key));
    const long = member.flatMap(([key, text]) =>
      text
        .split(/(?<=[.!?:])\s+/)
        .filter((sentence) => sentence.split(/\s+/).length > 10)
        .map((sentence) => `${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
    expect(member.filter(([, text]) => banned.test(text))).toEqual([]);
  });

  it('have no long dashes and no loose spaces', () => {
    for (const language of [...languages, 'ar'] as AnyLanguage[]) {
      const wrong = [...allSentences(language)].filter(([, text]) =>
        /[\u2013\u2014]|\s\s|^\s|\s$/.test(text),
      );
      expect(wrong).toEqual([]);
    }
  });
});

describe('t', () => {
  it('fills in values and chooses the plural', () => {
    expect(words('nl').t('pay.you_give', { amount: '2 uur', name: 'Jef' })).toBe('Je geeft 2 uur aan Jef.');
    expect(words('nl').t('receipt.minutes', { count: 1 })).toBe('1 minuut');
    expect(words('nl').t('receipt.minutes', { count: 0 })).toBe('0 minuten');
    expect(words('fr').t('receipt.minutes', { count: 0 })).toBe('0 minute');
    expect(words('ar').t('amounts.hour', { count: 3, number: 3 })).toBe('\u20683\u2069 ساعات');
  });

  it('throws when a value is missing rather than showing half a sentence', () => {
    expect(() => words('nl').t('pay.you_give', { name: 'Jef' })).toThrow('amount');
  });

  it('leaves what a value contains alone, also when it looks like a placeholder', () => {
    expect(words('nl').t('pay.you_give', { amount: '{name} $&', name: 'Jef' })).toBe(
      'Je geeft {name} $& aan Jef.',
    );
  });

  it('takes marks that turn the direction out of names and sets names from right to left apart', () => {
    expect(words('nl').t('start.hello_name', { name: '\u202eJef\u2069' })).toBe('Hallo Jef!');
    expect(words('nl').t('start.hello_name', { name: 'أمينة' })).toBe('Hallo \u2068أمينة\u2069!');
  });

  it('says in Dutch what Arabic lacks', () => {
    expect(words('ar').t('treasurer.title')).toBe('Kas');
  });
});

describe('pickLanguage', () => {
  it.each([
    ['fr-BE,fr;q=0.9,nl;q=0.8', undefined, 'fr'],
    ['de, nl;q=0.4, en;q=0.7', undefined, 'en'],
    ['fr;q=0, en;q=0.1', undefined, 'en'],
    ['fr', 'language=nl', 'nl'],
    ['fr', 'a=b; language=nl; own_language=en', 'nl'],
    ['fr', 'own_language=en; c=d', 'en'],
    ['fr', 'language=xx; own_language=en', 'en'],
    ['fr', 'language=xx', 'fr'],
    ['ar', undefined, 'nl'],
    ['*', undefined, 'nl'],
    [';;;q=q,,', undefined, 'nl'],
    [undefined, undefined, 'nl'],
  ])('answers %s with the cookies %s: %s', (header, cookie, expected) => {
    expect(pickLanguage({ 'accept-language': header, cookie })).toBe(expected);
  });

  it('turns only Arabic round', () => {
    expect([...languages, 'ar' as const].map(dir)).toEqual(['ltr', 'ltr', 'ltr', 'rtl']);
  });
});
