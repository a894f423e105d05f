import { describe, expect, it } from '@jest/globals';
import { allSentences, everyLanguage, words, type LanguageCode } from '../../src/languages/languages.js';
import { clipsIn, clipsOf, clipText } from '../../src/languages/spoken.js';
import { amountText } from '../../src/web/amounts.js';
import { fillEars, type ClipAddress, type Ear } from '../../src/web/ear.js';
import { Page, renderPage } from '../../src/web/page.js';

const hours = (amount: bigint) => ({ amount, scale: 2, unit: 'hour' }) as const;
const coins = (amount: bigint) => ({ amount, scale: 2, unit: 'coin' }) as const;

/** What is heard, as words. */
function heard(text: string, code: LanguageCode = 'nl', faces: Ear['faces'] = []): string | undefined {
  const said = clipsOf(text, code, faces)?.map((name) => clipText(code, name));
  return said?.join(' ');
}

describe('what is said', () => {
  it.each([
    [hours(0n), 'nul uur'],
    [hours(25n), 'een kwartier'],
    [hours(50n), 'een half uur'],
    [hours(100n), 'één uur'],
    [hours(250n), 'twee uur en een half'],
    [coins(75n), 'drie kwart munt'],
    [coins(100n), 'één munt'],
    [coins(2125n), 'eenentwintig munten en een kwart'],
    [coins(9900n), 'negenennegentig munten'],
    [coins(-300n), 'drie munten'],
  ])('is composed for the amount %o', (shown, said) => {
    expect(heard(amountText(shown, 'nl'))).toBe(said);
  });

  it('is composed in French and English, and by the plurals of other languages', () => {
    expect(heard(amountText(hours(150n), 'fr'), 'fr')).toBe('une heure et demie');
    expect(heard(amountText(hours(8100n), 'fr'), 'fr')).toBe('quatre-vingt-une heures');
    expect(heard(amountText(coins(300n), 'en'), 'en')).toBe('three coins');
    expect(clipsOf(amountText(coins(300n), 'ar'), 'ar')).toContain('number.3');
    expect(clipsOf(amountText(coins(200n), 'ar'), 'ar')).toHaveLength(1);
  });

  it.each([coins(10_000n), coins(137n), hours(100_000n)])('is nothing for %o', (shown) => {
    expect(clipsOf(amountText(shown, 'nl'), 'nl')).toBeUndefined();
  });

  it('is a sentence with its amount, and the picture of whoever has a name', () => {
    const { t } = words('nl');
    const sentence = t('pay.you_give', { amount: amountText(hours(350n), 'nl'), name: 'Fatima' });
    expect(heard(sentence, 'nl', [{ name: 'Fatima', picture: 'fox' }])).toBe(
      'Je geeft drie uur en een half aan vos',
    );
    expect(clipsOf(sentence, 'nl')).toBeUndefined();
    expect(heard(t('start.hello_name', { name: 'egel' }))).toBe('Hallo! egel');
  });

  it('is several sentences one after the other, also without a full stop between them', () => {
    const { t } = words('nl');
    expect(clipsOf(`${t('not_enough.sentence')} ${t('not_enough.kind')}`, 'nl')).toEqual([
      'not_enough.sentence',
      'not_enough.kind',
    ]);
    const [question, more] = ['payments.who', 'payments.who_more'] as const;
    expect(clipsOf(`${t(question).replace('?', '')} ${t(more)}`, 'nl')).toEqual([question, more]);
    expect(clipsOf(`${t(question)} Bakkerij Jansen`, 'nl')).toBeUndefined();
  });

  it('takes no amount from a name', () => {
    const { t } = words('nl');
    const sentence = t('pay.you_give', { amount: '2 uur', name: '9 uur aan egel' });
    const said = heard(sentence, 'nl', [{ name: '9 uur aan egel', picture: 'fox' }]);
    expect(said).toBe('Je geeft twee uur aan vos');
  });

  it('takes no longer for a text that can be read in many ways', () => {
    const begun = performance.now();
    expect(clipsOf(`${'Hallo Ja! '.repeat(40)}Q`, 'nl')).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it.each(everyLanguage)('reads in %s what its own words make, with amounts', (code) => {
    const { t } = words(code);
    for (const key of [
      'pay.question',
      'not_enough.kind',
      'errors.server_more',
      'receive.show_code',
    ] as const) {
      expect([key, clipsOf(`${t(key)} ${t('start.question')}`, code)?.length]).toEqual([key, 2]);
    }
    const units: Record<string, bigint[]> = {};
    for (const amount of [25n, 50n, 75n, 100n, 200n, 300n, 525n, 1150n, 2175n, 9900n]) {
      for (const shown of [hours(amount), coins(amount)]) {
        if (clipsOf(amountText(shown, code), code) === undefined) (units[shown.unit] ??= []).push(amount);
      }
    }
    expect(units).toEqual({});
  });

  it.each(['nl', 'fr', 'en'] as const)('can be said in %s for every sentence of the list', (code) => {
    const names = clipsIn(code).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(clipsIn(code).filter(({ text }) => !/[\p{L}\d]/u.test(text))).toEqual([]);
    expect(names.filter((name) => name.startsWith('number.')).length).toBeGreaterThanOrEqual(98);
    for (const key of ['pay.question', 'errors.server_more', 'verify.real']) {
      expect(clipsOf(allSentences(code).get(key)!, code)).toEqual([key]);
    }
  });
});

describe('the ear of a page', () => {
  const all: ClipAddress = (code, name) => `/${code}/${name}`;
  const page = (ear: Ear, language: 'nl' | 'nl+ar' = 'nl'): string =>
    renderPage(<Page language={language} title="x" ear={ear} />);
  const button = (html: string): string => /<button[^>]*class="corner ear"[^>]*>/.exec(html)![0];

  it('names its clips, and hides until a script shows it', () => {
    const ear = button(
      fillEars(page({ sentence: 'Klopt dit?', amount: '2 uur', choices: ['Ja', 'Nee'] }), all),
    );
    expect(ear).toContain('hidden');
    expect(ear).toContain(
      'data-clips="/nl/pay.question /nl/number.2 /nl/amounts.hour_one.2 /nl/buttons.yes /nl/buttons.no"',
    );
    expect(ear).not.toMatch(/data-(say|more)/);
    expect(ear).toContain('data-language="nl"');
  });

  it('has none when one is missing, and leaves out choices of which one is missing', () => {
    const html = page({ sentence: 'Klopt dit?', choices: ['Ja', 'Nee'] });
    const without = (gone: string): string =>
      button(fillEars(html, (code, name) => (name === gone ? undefined : all(code, name))));
    expect(without('pay.question')).not.toMatch(/data-(clips|say|more)/);
    expect(without('buttons.no')).toContain('data-clips="/nl/pay.question"');
    const unsaid = button(fillEars(page({ sentence: 'Bakkerij Jansen', choices: ['Ja'] }), all));
    expect(unsaid).not.toMatch(/data-(clips|say|more)/);
  });

  it('says what is short where a name has no clip', () => {
    const ear: Ear = { sentence: 'Je geeft 2 uur aan Bakkerij.', short: ['Klopt dit?', '2 uur'] };
    expect(button(fillEars(page(ear), all))).toContain('data-clips="/nl/pay.question /nl/number.2');
  });

  it('speaks the own language where two stand beside each other, never Dutch in its place', () => {
    const { t } = words('nl+ar');
    const both = button(fillEars(page({ sentence: t('pay.question') }, 'nl+ar'), all));
    expect(both).toContain('data-clips="/ar/pay.question"');
    expect(both).toContain(`data-sentence="${words('ar').t('pay.question')}"`);
    const dutchOnly = button(page({ sentence: t('people.title') }, 'nl+ar'));
    expect(dutchOnly).not.toMatch(/data-(say|sentence)/);
  });

  it('is not made by what people write', () => {
    const name = '" data-say="nl pay.question" x="';
    const html = fillEars(page({ sentence: `Hallo ${name}!`, faces: [{ name, picture: 'fox' }] }), all);
    expect(html).not.toContain(' data-say="');
    expect(html).toContain('data-clips="/nl/start.hello /nl/pictures.fox"');
  });
});
