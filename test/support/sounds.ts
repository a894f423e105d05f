/** A sound of silence, as a browser's recorder sends it. @param ms how long it takes, 16,000 samples a second */
export function aWave(ms = 100, more: readonly Buffer[] = []): Buffer {
  const samples = Buffer.alloc(Math.round(ms * 16) * 2);
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const format = Buffer.from([1, 0, 1, 0, 0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0]);
  const body = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), ...more, chunk('data', samples)]);
  return chunk('RIFF', body);
}

/** What a device writes into a file of its own about a person or a place. */
export function aNote(text: string): Buffer {
  const head = Buffer.from('LIST\0\0\0\0', 'latin1');
  head.writeUInt32LE(text.length, 4);
  return Buffer.concat([head, Buffer.from(text, 'latin1'), Buffer.alloc(text.length % 2)]);
}

/** One box of an MP4 file. */
export function aBox(name: string, ...inside: readonly Buffer[]): Buffer {
  const body = Buffer.concat(inside);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** An MP4 file of one track. @param kind `soun` or `vide` */
export function anMp4(kind: 'soun' | 'vide', note = 'Gent 51.05'): Buffer {
  const handler = aBox('hdlr', Buffer.alloc(8), Buffer.from(kind), Buffer.alloc(13));
  const track = aBox('trak', aBox('mdia', handler));
  return Buffer.concat([
    aBox('ftyp', Buffer.from('M4A \0\0\0\0')),
    aBox('moov', track, aBox('udta', Buffer.from(note))),
    aBox('mdat', Buffer.alloc(20)),
  ]);
}

/** A form with a file, as a browser sends it. */
export function aFileForm(
  fields: Readonly<Record<string, string>>,
  file?: Buffer,
): { payload: Buffer; type: string } {
  const mark = '----form1234';
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${mark}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${mark}\r\ncontent-disposition: form-data; name="sound"; filename="a.wav"\r\ncontent-type: audio/wav\r\n\r\n`;
  const parts = file === undefined ? [] : [Buffer.from(head), file, Buffer.from('\r\n')];
  const payload = Buffer.concat([Buffer.from(texts.join('')), ...parts, Buffer.from(`--${mark}--\r\n`)]);
  return { payload, type: `multipart/form-data; boundary=${mark}` };
}
