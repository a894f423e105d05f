import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readLanguageFiles } from '../../src/languages/files.js';
import { factsOf, languages as alone, translations } from '../../src/languages/languages.js';
import { isForMembers } from '../../src/languages/for-members.js';
import { inputRefusals, stateRefusals } from '../../src/ledger/refusals.js';
import {
  additions,
  differences,
  emptyWords,
  lacking,
  mentionsIn,
  otherFigures,
  sentencesInPages,
  speechlessCodes,
  unknownKeys,
  unused,
  wordsOf,
} from './languages.js';
import { hardToRead } from './plain-dutch.js';
import { filesIn } from './sources.js';

const files = filesIn('src/languages', /^[a-z]{2}\.json$/).map(
  ({ path, text }) => [path.slice(14, -5), wordsOf(text)] as const,
);
const languages = new Map(files);
const nl = languages.get('nl')!;
const sources = filesIn('src', /(?<!\.spec)\.tsx?$/);
const pages = filesIn('src', /\.tsx$/);

/** The languages that were asked for; more may come. */
const asked = 'nl fr en ar bg es fa ps pt ro so sq ti tr uk'.split(' ');

/** Codes of rooms find their words here. */
const codeBeginnings = ['refusals.', 'problems.', 'errors.'];

/** One form of address for everybody: vous, as most of the French words did from the start. */
const familiar = /(?<!\p{L})(?:(?:tu|toi|ton|ta|tes|te)(?!\p{L})|t['’])/iu;

describe('the language files', () => {
  it.each(['fr', 'en'])('say the same in nl and %s', (name) => {
    expect(differences(nl, languages.get(name)!, ['nl.json', `${name}.json`])).toEqual([]);
  });

  it('are found as files, at least those that were asked for, and the three that stand alone are checked', () => {
    const found = [...alone, ...translations.map(({ code }) => code)];
    expect([...found].sort()).toEqual([...languages.keys()].sort());
    expect(asked.filter((code) => !languages.has(code))).toEqual([]);
    expect(translations.filter(({ checked }) => checked)).toEqual([]);
    expect(alone.filter((code) => !factsOf(code).checked)).toEqual([]);
  });

  it('grow by a file alone: no code names a language that comes later (U17)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samenmunt-languages-'));
    try {
      cpSync('src/languages', folder, { recursive: true });
      const tree = JSON.parse(readFileSync('src/languages/es.json', 'utf8')) as Record<string, object>;
      const own = { name: 'Nieuwtaal', locale: 'gl-ES', greeting: 'Ola, Nieuwtaal.', checked: false };
      const added = { ...tree, language: { ...tree.language, ...own } };
      writeFileSync(join(folder, 'xx.json'), JSON.stringify(added));
      const read = readLanguageFiles(pathToFileURL(`${folder}/`));
      expect([...read.keys()]).toEqual([...languages.keys(), 'xx'].sort());
      expect(read.get('xx')!.facts).toEqual({ code: 'xx', direction: 'ltr', ...own });
      expect(read.get('xx')!.sentences).toEqual(read.get('es')!.sentences);
      expect(read.get('xx')!.sentences.get('buttons.yes')).toBe(languages.get('es')!.get('buttons.yes'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(translations.map(({ code }) => code))('have every word that members meet in %s', (code) => {
    const { locale } = factsOf(code);
    const endings = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    expect(lacking(languages.get(code)!, nl, { name: `${code}.json`, endings, isForMembers })).toEqual([]);
  });

  it('have no other figures than 0 to 9', () => {
    expect(files.flatMap(([name, words]) => otherFigures(words, `${name}.json`))).toEqual([]);
  });

  it('add nothing that Dutch lacks', () => {
    expect(files.flatMap(([name, words]) => additions(words, nl, `${name}.json`))).toEqual([]);
  });

  it('leave nothing empty', () => {
    expect(files.flatMap(([name, words]) => emptyWords(words, `${name}.json`))).toEqual([]);
  });

  it('hold every key that the code asks for', () => {
    expect(unknownKeys(sources, nl)).toEqual([]);
  });

  it('hold no key that the code does not ask for', () => {
    expect(unused(nl, mentionsIn(sources))).toEqual([]);
  });

  it.each(['nl', 'fr', 'en'])('have words in %s for every refusal of the ledger', (name) => {
    const codes = [...inputRefusals, ...stateRefusals];
    expect(codes.filter((code) => !languages.get(name)!.has(`refusals.${code}`))).toEqual([]);
  });

  it('have words for every refusal of the rooms', () => {
    expect(speechlessCodes(sources, nl, codeBeginnings)).toEqual([]);
  });

  it('speak plain Dutch to members', () => {
    expect(hardToRead(nl)).toEqual([]);
  });

  it('say vous to everybody in French', () => {
    expect([...languages.get('fr')!].filter(([, text]) => familiar.test(text))).toEqual([]);
  });

  it('are the only place with words for people', () => {
    expect(sentencesInPages(pages)).toEqual([]);
  });
});

describe('the rules about words can fail:', () => {
  const words = wordsOf(
    '{ "pay": { "title": "Geef {amount}", "old": "" }, "day_one": "dag", "day_other": "dagen" }',
  );
  const source = (text: string) => [{ path: 'src/a.tsx', text }];

  it('differences', () => {
    const other = wordsOf(
      '{ "pay": { "title": "Give {sum}", "new": "x" }, "day_one": "day", "day_other": "days" }',
    );
    expect(differences(words, other, ['nl.json', 'en.json'])).toEqual([
      'en.json: pay.old is missing',
      'nl.json: pay.new is missing',
      'en.json: pay.title has other values in braces than in nl.json',
    ]);
    expect(emptyWords(words, 'nl.json')).toEqual(['nl.json: pay.old is empty']);
  });

  it('additions', () => {
    const nl = wordsOf('{ "give": "{name} geeft", "hour_one": "{n} uur", "hour_other": "{n} uur" }');
    const ar =
      '{ "hour_one": "one hour", "hour_two": "two hours", "hour_few": "{n} hours", "hour_other": "{n}" }';
    expect(additions(wordsOf(ar), nl, 'ar.json')).toEqual([]);
    const wrong = '{ "give": "gives", "hour_two": "{m} hours", "day_two": "two days", "hour": "hour" }';
    expect(additions(wordsOf(wrong), nl, 'ar.json')).toEqual([
      'ar.json: give: {name} is not as in nl.json',
      'ar.json: hour_two: {m} is not as in nl.json',
      'ar.json: day_two is not in nl.json',
      'ar.json: hour is not in nl.json',
    ]);
  });

  it('what a language lacks', () => {
    const nl = wordsOf(
      '{ "language": { "name": "x" }, "pay": { "a": "a", "b_one": "b", "b_other": "b" }, "cli": { "a": "a" } }',
    );
    const other = wordsOf('{ "pay": { "b_one": "b", "b_other": "\u0663" } }');
    const wish = {
      name: 'x.json',
      endings: ['one', 'few', 'other'],
      isForMembers: (key: string) => key.startsWith('pay'),
    };
    expect(lacking(other, nl, wish)).toEqual(['x.json: pay.a is missing', 'x.json: pay.b_few is missing']);
    expect(otherFigures(other, 'x.json')).toEqual(['x.json: pay.b_other has other figures than 0 to 9']);
  });

  it('keys', () => {
    expect(unknownKeys(source("t('pay.title'); t('day');\nwords.t('pay.tilte')"), words)).toEqual([
      'src/a.tsx:2: pay.tilte has no words',
    ]);
    expect(unused(words, mentionsIn(source("t('day', { count }); t(`pay.${x}`)")))).toEqual([]);
    expect(unused(words, mentionsIn(source("t('day', { count }); t('pay.title')")))).toEqual([
      'nl.json: pay.old is used nowhere',
    ]);
  });

  it('codes', () => {
    const text =
      "refused('title');\nrefused('no');\nx = { kind: 'refused', code: 'nor' };\nthrow new ProblemError('never');";
    expect(speechlessCodes(source(text), words, ['pay.'])).toEqual([
      'src/a.tsx:2: no has no words',
      'src/a.tsx:3: nor has no words',
      'src/a.tsx:4: never has no words',
    ]);
  });

  it('plain Dutch', () => {
    const hard = wordsOf(
      '{ "pay": { "a": "Je saldo is op.", "b": "een twee drie vier vijf zes zeven acht negen tien elf. Kort." }, "cli": { "a": "saldo" } }',
    );
    expect(hardToRead(hard)).toEqual([
      'nl.json: pay.a: "saldo" is not a word for members',
      expect.stringContaining('nl.json: pay.b: 11 words') as unknown,
    ]);
  });

  it('one form of address', () => {
    expect(
      ['Touchez votre carte.', 'Ta carte', "Nous t'avons oublié."].map((text) => familiar.test(text)),
    ).toEqual([false, true, true]);
  });

  it('sentences in pages', () => {
    const text = '<p title="Uw saldo">{t(key)} &nbsp; :</p>;\n<b>Betalen</b>;';
    expect(sentencesInPages(source(text))).toHaveLength(2);
    expect(sentencesInPages(source('<p class="Uw saldo">{t(key)}</p>'))).toEqual([]);
  });
});
