import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type jsQrModule from 'jsqr';
import type pngModule from 'pngjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);
// Pictures are read outside of Jest's sandbox, in which every Math.abs of a reader of PNG costs ten times as much.
const outside = process.getBuiltinModule('node:module').createRequire(import.meta.url);
const jsQR = outside('jsqr') as typeof jsQrModule.default;
const { PNG } = outside('pngjs') as typeof pngModule;

// Without its own bytes the reader would fetch them from another host.
prepareZXingModule({ overrides: { wasmBinary: wasmBytes('zxing-wasm/reader/zxing_reader.wasm') } });

function wasmBytes(name: string): ArrayBuffer {
  return new Uint8Array(readFileSync(require.resolve(name))).buffer;
}

/** The text of the QR code in a picture as jsQR reads it, null when it finds none. */
export function readWithJsQr(png: Buffer): string | null {
  const { width, height, data } = PNG.sync.read(png);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? null;
}

/** The text of the first QR code in a picture as ZXing reads it, null when it finds none. */
export async function readWithZxing(png: Buffer): Promise<string | null> {
  const [found] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] });
  return found?.isValid === true ? found.text : null;
}

/**
 * The text of a QR code on which both readers agree.
 * @throws Error when one of them finds none, or another text
 */
export async function readQr(png: Buffer): Promise<string> {
  const texts = [readWithJsQr(png), await readWithZxing(png)];
  const [first, second] = texts;
  if (first === null || first === undefined || first !== second) {
    throw new Error(`The two readers do not agree on the QR code: ${JSON.stringify(texts)}`);
  }
  return first;
}
