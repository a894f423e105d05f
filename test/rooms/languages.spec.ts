import { describe, expect, it } from '@jest/globals';
import {
  allSentences,
  isWordKey,
  languages,
  chooseLanguage,
  coverageOf,
  everyLanguage,
  factsOf,
  pickLanguage,
  translations,
  words,
  type LanguageOffer,
} from '../../src/languages/languages.js';
import { markPairs, pairOf, plainPairs, sideOf } from '../../src/languages/pairs.js';
import { accountKinds } from '../../src/ledger/account.js';
import { conditions, exchangeKinds, labourKinds, modes, reasons, subjects } from '../../src/ledger/order.js';
import { inputRefusals, stateRefusals } from '../../src/ledger/refusals.js';
import { amountInWords, amountText } from '../../src/web/amounts.js';
import { dayWords, momentWords } from '../../src/web/dates.js';
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

  it.each(everyLanguage)('greet in %s, by a name, with Latin figures and the calendar of here', (code) => {
    const { name, greeting, locale, direction } = factsOf(code);
    expect([name, greeting].filter((text) => text.trim() === '')).toEqual([]);
    expect(direction).toBe(['ar', 'fa', 'ps'].includes(code) ? 'rtl' : 'ltr');
    expect(new Intl.NumberFormat(locale).resolvedOptions().numberingSystem).toBe('latn');
    expect(dayWords('2026-11-22', code)).toMatch(/22.*2026|2026.*22/);
  });

  it.each(translations.map(({ code }) => code))('are all there for members in %s', (code) => {
    const { known, all } = coverageOf(code);
    expect(known).toBe(all);
    expect(all).toBeGreaterThan(300);
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
    for (const language of everyLanguage) {
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
});

describe('chooseLanguage', () => {
  const on: LanguageOffer = { translations: ['ar', 'uk'], first: null };
  const dutchFirst: LanguageOffer = { translations: ['ar'], first: 'nl' };
  it.each([
    ['ar', undefined, on, 'nl+ar'],
    ['ar', undefined, { translations: ['uk'], first: null }, 'nl'],
    ['fr', 'language=ar', on, 'nl+ar'],
    ['fr', 'language=ti', on, 'fr'],
    ['fr', 'language=ti; own_language=uk', on, 'nl+uk'],
    ['en', 'language=nl+fr', on, 'nl+fr'],
    ['en', 'language=nl+nl', on, 'nl'],
    ['en', 'language=nl+ar', on, 'nl+ar'],
    ['en', 'language=fr+ar', on, 'en'],
    ['en', undefined, dutchFirst, 'nl+en'],
    ['nl', undefined, dutchFirst, 'nl'],
    ['de', undefined, dutchFirst, 'nl'],
    ['ar', undefined, dutchFirst, 'nl+ar'],
    ['ar', undefined, { translations: ['ar'], first: 'fr' }, 'fr+ar'],
    ['nl', undefined, { translations: [], first: 'fr' }, 'fr+nl'],
  ] as const)('answers %s with the cookies %s where %j is offered: %s', (header, cookie, offer, expected) => {
    expect(chooseLanguage({ 'accept-language': header, cookie }, offer)).toBe(expected);
  });

  it('never lets an unchecked language stand alone', () => {
    const offer: LanguageOffer = { translations: translations.map(({ code }) => code), first: null };
    for (const { code } of translations) {
      for (const headers of [{ cookie: `language=${code}` }, { 'accept-language': code }]) {
        expect(chooseLanguage(headers, offer)).toBe(`nl+${code}`);
        expect(pickLanguage(headers)).toBe('nl');
      }
    }
  });
});

describe('two languages beside each other', () => {
  const direction = (code: string): 'ltr' | 'rtl' => (code === 'ar' ? 'rtl' : 'ltr');
  const { t } = words('nl+ar');
  const shown = (text: string): string => markPairs(`<p>${text}</p>`, direction);

  it('say Dutch first and then the own language, each with its name and direction', () => {
    expect(shown(t('buttons.yes'))).toBe(
      '<p><span lang="nl" dir="ltr" class="dutch">Ja</span> <span lang="ar" dir="rtl" class="own">نعم</span></p>',
    );
  });

  it('say in Dutch, marked as Dutch, what the other lacks', () => {
    expect(shown(t('treasurer.title'))).toBe('<p><span lang="nl" dir="ltr" class="dutch">Kas</span></p>');
  });

  it('keep the sides of what is filled in apart', () => {
    const amount = amountText({ amount: 300n, scale: 2, unit: 'hour' }, 'nl+ar');
    const said = t('pay.you_give', { amount, name: 'Jef' });
    expect(sideOf(said, 'first')).toBe('Je geeft 3 uur aan Jef.');
    expect(sideOf(said, 'own')).toContain('ساعات');
    expect(sideOf(said, 'own')).not.toMatch(/uur/);
    const spoken = amountInWords({ amount: 200n, scale: 2, unit: 'hour' }, 'nl+fr');
    expect([sideOf(spoken, 'first'), sideOf(spoken, 'own')]).toEqual(['twee uur', 'deux heures']);
  });

  it('choose each its own plural', () => {
    const said = words('nl+uk').t('receipt.minutes', { count: 3 });
    expect([sideOf(said, 'first'), sideOf(said, 'own')]).toEqual(['3 minuten', '3 хвилини']);
    const many = words('nl+uk').t('receipt.minutes', { count: 25 });
    expect(sideOf(many, 'own')).toBe('25 хвилин');
  });

  it('say days and moments in both, in the same calendar', () => {
    const day = dayWords('2026-11-22', 'nl+fa');
    expect(sideOf(day, 'first')).toBe('zondag 22 november 2026');
    expect(sideOf(day, 'own')).toMatch(/22.*2026|2026.*22/);
    const moment = momentWords(Date.UTC(2026, 10, 22, 13, 5), 'nl+ps', 'Europe/Brussels');
    expect(sideOf(moment, 'own')).toMatch(/14:05/);
  });

  it('are plain where no markup can be: attributes, titles, options', () => {
    const html = `<title>${t('buttons.yes')} - ${t('buttons.no')}</title><a title="${t('buttons.yes')}">${t('buttons.no')}</a>`;
    expect(markPairs(html, direction)).toBe(
      '<title>Ja \u00b7 نعم - Nee \u00b7 لا</title><a title="Ja \u00b7 نعم">' +
        '<span lang="nl" dir="ltr" class="dutch">Nee</span> <span lang="ar" dir="rtl" class="own">لا</span></a>',
    );
    expect(plainPairs(t('buttons.yes'))).toBe('Ja \u00b7 نعم');
  });

  it('are read in one language and then in the other where they follow each other', () => {
    const span = (code: string, text: string): string =>
      `<span lang="${code}" dir="${direction(code)}" class="${code === 'nl' ? 'dutch' : 'own'}">${text}</span>`;
    const list = `${t('buttons.yes')}, ${t('buttons.no')}, ${t('buttons.yes')}`;
    expect(shown(list)).toBe(`<p>${span('nl', 'Ja, Nee, Ja')} ${span('ar', 'نعم، لا، نعم')}</p>`);
    const sentences = `${t('sign_in.hint')} ${t('sign_in.no_link')}`;
    expect(shown(sentences)).toMatch(/binnen\. Je hebt een link nodig\.<\/span> <span lang="ar"/);
    // Dutch that has no translation is never hidden among what has one.
    const mixed = `${t('treasurer.title')} ${t('buttons.yes')}`;
    expect(shown(mixed)).toBe(`<p>${span('nl', 'Kas')} ${span('nl', 'Ja')} ${span('ar', 'نعم')}</p>`);
    expect(shown(`${t('buttons.yes')}: ${t('buttons.no')}`).match(/class="own"/g)).toHaveLength(2);
  });

  it('leave their Dutch side in a page of one language, such as the name of a helper who reads two', () => {
    expect(words('nl').t('start.hello_name', { name: t('buttons.yes') })).toBe('Hallo Ja!');
  });

  it('cannot be made by a name, and leave none of their marks behind', () => {
    const hostile = '\u0002nl+ar\u001fJa\u001fNee\u0003';
    expect(words('nl').t('start.hello_name', { name: hostile })).toBe('Hallo nl+arJaNee!');
    const html = shown(t('start.hello_name', { name: `\u0003${hostile}\u0002` }));
    expect(html).not.toMatch(/[\u0002\u0003\u001f]/);
    expect(html.match(/<span/g)).toHaveLength(2);
    expect(markPairs('<p>\u0002 half \u001f a \u0003 pair</p>', direction)).toBe('<p> half  a  pair</p>');
    expect(sideOf(pairOf('nl+ar', hostile, 'x'), 'first')).toBe('nl+arJaNee');
  });
});
