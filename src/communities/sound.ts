export const soundTypes = ['audio/wav', 'audio/mpeg', 'audio/ogg', 'audio/webm', 'audio/mp4'] as const;
export type SoundType = (typeof soundTypes)[number];

/** A recorded sentence takes a few seconds; this is a quarter of a minute without any packing. */
export const soundMax = 500_000;

export interface Sound {
  readonly type: SoundType;
  readonly bytes: Buffer;
}

/**
 * What a file with a sound is, by its own first bytes and never by its name, without what a device wrote into it about
 * people, places and days as far as its form tells where that is (WAV, MP3, MP4).
 * @returns undefined for what is no sound, holds moving pictures, or cannot be followed to its end
 */
export function readSound(bytes: Buffer): Sound | undefined {
  const of = (type: SoundType, kept: Buffer | undefined): Sound | undefined =>
    kept === undefined || kept.length === 0 ? undefined : { type, bytes: kept };
  const begins = (text: string, at = 0): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (begins('RIFF') && begins('WAVE', 8)) return of('audio/wav', plainWave(bytes));
  if (begins('OggS')) return of('audio/ogg', isOggSound(bytes) ? bytes : undefined);
  if (begins('\x1a\x45\xdf\xa3')) return of('audio/webm', isWebmSound(bytes) ? bytes : undefined);
  if (begins('ftyp', 4)) return of('audio/mp4', plainMp4(bytes));
  return of('audio/mpeg', plainMp3(bytes));
}

/** The two chunks that a player needs: how it is written, and the sound. */
function plainWave(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4);
    const end = Math.min(at + 8 + size, bytes.length);
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'fmt ' || name === 'data') kept.push(bytes.subarray(at, end));
    at = end + (size % 2);
  }
  if (kept.length !== 2) return undefined;
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  head.writeUInt32LE(4 + kept[0]!.length + kept[1]!.length, 4);
  return Buffer.concat([head, ...kept]);
}

/** Without the tags before and after it (ID3). */
function plainMp3(bytes: Buffer): Buffer | undefined {
  let from = 0;
  if (bytes.toString('latin1', 0, 3) === 'ID3' && bytes.length > 10) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
    from = 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127);
  }
  const hasTagBehind = bytes.toString('latin1', bytes.length - 128, bytes.length - 125) === 'TAG';
  const sound = bytes.subarray(from, hasTagBehind ? bytes.length - 128 : bytes.length);
  const [first = 0, second = 0, third = 0] = sound;
  // A frame begins with eleven ones, then its version and the third layer, then a rate that exists.
  const isFrame = first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08 && third >> 4 !== 15;
  return isFrame && sound.length > 100 ? Buffer.from(sound) : undefined;
}

function isOggSound(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 200);
  return /OpusHead|\x01vorbis|Speex {3}|\x7fFLAC/.test(head);
}

function isWebmSound(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 4096);
  return /webm|matroska/.test(head) && /A_(?:OPUS|VORBIS)/.test(head) && !/V_[A-Z0-9]/.test(head);
}

const inside: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia']);
const aboutPeople: ReadonlySet<string> = new Set(['udta', 'meta', 'uuid']);

/** What is said of where and by whom it was made is written over, at the same length: places in the file stay right. */
function plainMp4(bytes: Buffer): Buffer | undefined {
  const copy = Buffer.from(bytes);
  let isSound = false;
  const walk = (from: number, until: number): boolean => {
    for (let at = from; at < until;) {
      const size = at + 8 <= until ? copy.readUInt32BE(at) : 0;
      if (size < 8 || at + size > until) return false;
      const name = copy.toString('latin1', at + 4, at + 8);
      if (aboutPeople.has(name)) copy.fill(0, at + 8, at + size).write('free', at + 4, 'latin1');
      if (name === 'hdlr' && size >= 20) {
        const kind = copy.toString('latin1', at + 16, at + 20);
        if (kind === 'vide') return false;
        isSound ||= kind === 'soun';
      }
      if (inside.has(name) && !walk(at + 8, at + size)) return false;
      at += size;
    }
    return true;
  };
  return walk(0, copy.length) && isSound ? copy : undefined;
}
