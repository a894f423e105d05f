import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const folder = new URL('../fixtures/photos/', import.meta.url);

/**
 * A token drawn on paper, 260 by 220 points: a round with a red quarter at the left above, a green one at the right, a
 * yellow one below it, a blue one at the left below, white in the middle.
 * @param name `token` is written all at once with markers between, `token-stepped` sharper step by step
 */
export function aPhoto(name: 'token' | 'token-stepped' = 'token'): Buffer {
  return readFileSync(new URL(`${name}.jpg`, folder));
}

/** The same as a telephone writes it: with how it was held, where that was, and whose it is. */
export function withExif(jpeg: Buffer, turned: number): Buffer {
  const text = Buffer.from('Telefoon van Fatima\0');
  const tiff = Buffer.alloc(8 + 2 + 3 * 12 + 4 + 2 + 12 + 4 + text.length);
  tiff.write('MM\0*\0\0\0\x08', 'latin1');
  tiff.writeUInt16BE(3, 8);
  const entry = (at: number, tag: number, kind: number, count: number): number => {
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(kind, at + 2);
    tiff.writeUInt32BE(count, at + 4);
    return at + 8;
  };
  const places = 8 + 2 + 3 * 12 + 4;
  tiff.writeUInt32BE(places + 18, entry(10, 0x010f, 2, text.length));
  tiff.writeUInt16BE(turned, entry(22, 0x0112, 3, 1));
  tiff.writeUInt32BE(places, entry(34, 0x8825, 4, 1));
  tiff.writeUInt16BE(1, places);
  tiff.write('N\0\0\0', entry(places + 2, 1, 2, 2), 'latin1');
  text.copy(tiff, places + 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** A PNG of one colour, with a text in it. */
export function aPng(width: number, height: number, text = 'Gent 51.05'): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(name), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const line = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, 120)]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${text}`)),
    // One that says that it is larger than it is has to be refused by what it says.
    chunk(
      'IDAT',
      deflateSync(height > 4000 ? line : Buffer.concat(Array.from({ length: height }, () => line))),
    ),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A form with a photograph, as a browser sends it. */
export function aPhotoForm(
  fields: Readonly<Record<string, string>>,
  photo?: Buffer,
): { payload: Buffer; type: string } {
  const mark = '----form4321';
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${mark}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${mark}\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const parts = photo === undefined ? [] : [Buffer.from(head), photo, Buffer.from('\r\n')];
  const payload = Buffer.concat([Buffer.from(texts.join('')), ...parts, Buffer.from(`--${mark}--\r\n`)]);
  return { payload, type: `multipart/form-data; boundary=${mark}` };
}
