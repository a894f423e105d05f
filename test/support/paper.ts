import type qrcodeModule from 'qrcode';

// Outside of Jest's sandbox, as in qr-readers.ts, writing a PNG takes a tenth of the time.
const outside = process.getBuiltinModule('node:module').createRequire(import.meta.url);
const qrcode = outside('qrcode') as typeof qrcodeModule;

/** A photograph of a paper with a code, straight and well lit. @returns PNG */
export function paper(text: string): Promise<Buffer> {
  return qrcode.toBuffer(text, { margin: 4, scale: 5 });
}
