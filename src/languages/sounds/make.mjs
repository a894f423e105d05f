// Makes the clips that come with the service, with a synthetic voice, until people record their own:
//   node --import ./test/support/typescript.mjs src/languages/sounds/make.mjs
// It needs espeak-ng (its programs are GPL; what they say is free) and lame. Only clips whose words or way of making
// changed are made again; those nobody needs any more are removed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { clipsIn } = await import('../spoken.ts');

/** Belgium counts septante and nonante, which only that French voice knows. */
const voices = { nl: 'nl', fr: 'fr-be', en: 'en-gb' };
const wordsPerMinute = 140;
const version = execFileSync('espeak-ng', ['--version'], { encoding: 'utf8' }).match(/\d+\.\d+/)[0];
const work = mkdtempSync(join(tmpdir(), 'clips-'));

for (const [code, voice] of Object.entries(voices)) {
  const folder = fileURLToPath(new URL(`${code}/`, import.meta.url));
  const list = join(folder, 'clips.json');
  const before = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
  const voiceName = `espeak-ng ${version} ${voice}`;
  const after = {};
  for (const { name, text } of clipsIn(code)) {
    const file = join(folder, `${name}.mp3`);
    const made = before[name];
    if (made?.text !== text || made.voice !== voiceName || !existsSync(file)) say(text, voice, file);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    after[name] = { text, sha256, voice: voiceName, synthetic: true };
  }
  writeFileSync(list, `${JSON.stringify(after, null, 2)}\n`);
  const needless = readdirSync(folder).filter(
    (each) => each.endsWith('.mp3') && !(each.slice(0, -4) in after),
  );
  for (const each of needless) rmSync(join(folder, each));
}
rmSync(work, { recursive: true });

function say(text, voice, file) {
  const wave = join(work, 'clip.wav');
  execFileSync('espeak-ng', ['-v', voice, '-s', String(wordsPerMinute), '-z', '-w', wave, '--', text]);
  writeFileSync(wave, withoutSilence(readFileSync(wave)));
  execFileSync('lame', ['--quiet', '-t', '-m', 'm', '-b', '24', '--resample', '16', wave, file]);
}

/** Clips follow each other, so the pause around each is short: 30 ms before and 120 ms after. */
function withoutSilence(wave) {
  const [head, rate, quiet] = [44, 22_050, 250];
  const samples = new Int16Array(wave.buffer.slice(wave.byteOffset + head, wave.byteOffset + wave.length));
  const isLoud = (sample) => Math.abs(sample) > quiet;
  const from = Math.max(0, samples.findIndex(isLoud) - rate * 0.03);
  const until = Math.min(samples.length, samples.findLastIndex(isLoud) + rate * 0.12);
  const kept = Buffer.concat([
    wave.subarray(0, head),
    wave.subarray(head + 2 * Math.floor(from), head + 2 * Math.floor(until)),
  ]);
  kept.writeUInt32LE(kept.length - 8, 4);
  kept.writeUInt32LE(kept.length - head, head - 4);
  return kept;
}
