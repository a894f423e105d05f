import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isLanguageCode, type LanguageCode } from '../../src/languages/languages.js';
import { clipFile, makingsOf, type Making } from '../../src/languages/sounds.js';
import { clipsIn, soundsFolder, type Clip } from '../../src/languages/spoken.js';

const tongues = readdirSync(soundsFolder).filter((name): name is LanguageCode => isLanguageCode(name));
const again = 'make it again with src/languages/sounds/make.mjs';

/** Clips that are missing, say what the words were before, or that nobody needs any more. */
function outdated(clips: readonly Clip[], makings: Readonly<Record<string, Making>>, code: string): string[] {
  const needed = new Set(clips.map(({ name }) => name));
  return [
    ...clips
      .filter(({ name, text }) => makings[name]?.text !== text)
      .map(({ name, text }) => `${code}/${name}.mp3 must say "${text}": ${again}`),
    ...Object.keys(makings)
      .filter((name) => !needed.has(name))
      .map((name) => `${code}/${name}.mp3 is of no words any more: ${again}`),
  ];
}

describe('the clips that come with the service', () => {
  it('are there in Dutch, French and English', () => {
    expect(tongues.sort()).toEqual(['en', 'fr', 'nl']);
  });

  it.each(tongues)('say the words of today in %s', (code) => {
    expect(outdated(clipsIn(code), makingsOf(code), code)).toEqual([]);
  });

  it.each(tongues)('are the files that were made in %s, and are marked as synthetic', (code) => {
    for (const [name, { sha256, synthetic, voice }] of Object.entries(makingsOf(code))) {
      const file = clipFile(code, name);
      expect(existsSync(file)).toBe(true);
      expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sha256);
      expect([synthetic, voice]).toEqual([true, expect.stringContaining('espeak-ng') as unknown]);
    }
  });

  it('are small: all of them together stay under 6 MB', () => {
    const sizes = tongues.flatMap((code) => {
      const folder = new URL(`${code}/`, soundsFolder);
      return readdirSync(folder).map((name) => statSync(new URL(name, folder)).size);
    });
    expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(6 * 1024 * 1024);
  });

  it('are named when they are old: the rule can fail', () => {
    const makings = { a: { text: 'Ja', sha256: '', voice: '', synthetic: true }, gone: {} as Making };
    expect(outdated([{ name: 'a', text: 'Jawel' }], makings, 'nl')).toEqual([
      `nl/a.mp3 must say "Jawel": ${again}`,
      `nl/gone.mp3 is of no words any more: ${again}`,
    ]);
  });
});
