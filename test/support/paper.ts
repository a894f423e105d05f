import type qrcodeModule from 'qrcode';

// Outside of Jest's sandbox, as in qr-readers.ts; and with its lines as they are, for looking for the filter that makes
// each of them smallest takes ten times as long as all the rest.
const rendererOpts: object = { filterType: 0 };
const outside = process.getBuiltinModule('node:module').createRequire(import.meta.url);
const qrcode = outside('qrcode') as typeof qrcodeModule;

/** A photograph of a paper with a code, straight and well lit. @returns PNG */
export function paper(text: string): Promise<Buffer> {
  return qrcode.toBuffer(text, { margin: 4, scale: 5, rendererOpts });
}
