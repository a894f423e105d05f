import { existsSync, readFileSync } from 'node:fs';
import type { LanguageCode } from './codes.js';
import { clipsIn, soundsFolder } from './spoken.js';

/** How a clip was made, as `sounds/XX/clips.json` says it by name. */
export interface Making {
  /** What is said in it; a clip whose words have changed since is not played. */
  readonly text: string;
  readonly sha256: string;
  readonly voice: string;
  readonly synthetic: boolean;
}

/** A clip that comes with the service. */
export interface DeliveredClip {
  readonly file: URL;
  /** Of its content: a new one has a new address. */
  readonly hash: string;
}

const known = new Map<LanguageCode, ReadonlyMap<string, DeliveredClip>>();

/** The clips that come with the service in a language, by name. Only names are read here, no sound. */
export function deliveredClips(code: LanguageCode): ReadonlyMap<string, DeliveredClip> {
  let clips = known.get(code);
  if (clips === undefined) known.set(code, (clips = readClips(code)));
  return clips;
}

/** How each clip of a language was made, by name; nothing for a language without any. */
export function makingsOf(code: LanguageCode): Readonly<Record<string, Making>> {
  const list = new URL(`${code}/clips.json`, soundsFolder);
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Record<string, Making>) : {};
}

/** Where the sound of a clip lies. */
export function clipFile(code: LanguageCode, name: string): URL {
  return new URL(`${code}/${name}.mp3`, soundsFolder);
}

function readClips(code: LanguageCode): ReadonlyMap<string, DeliveredClip> {
  const makings = makingsOf(code);
  const clips = new Map<string, DeliveredClip>();
  for (const { name, text } of clipsIn(code)) {
    const making = makings[name];
    if (making?.text !== text) continue;
    clips.set(name, { file: clipFile(code, name), hash: making.sha256.slice(0, 16) });
  }
  return clips;
}
