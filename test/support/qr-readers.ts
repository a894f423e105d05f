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

/** The points of a picture, four bytes each. */
interface Points {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The text of the QR code in a picture as jsQR reads it, null when it finds none. */
export function readWithJsQr(png: Buffer): string | null {
  return jsQrOf(PNG.sync.read(png));
}

function jsQrOf({ width, height, data }: Points): string | null {
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? null;
}

/** The text of the first QR code in a picture as ZXing reads it, null when it finds none. */
export async function readWithZxing(png: Buffer): Promise<string | null> {
  const [found] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] });
  return found?.isValid === true ? found.text : null;
}

async function zxingOf({ width, height, data }: Points): Promise<string | null> {
  const points = { width, height, data: new Uint8ClampedArray(data), colorSpace: 'srgb' } as ImageData;
  const [found] = await readBarcodes(points, { formats: ['QRCode'] });
  return found?.isValid === true ? found.text : null;
}

/**
 * The text of a QR code on which both readers agree.
 * @throws Error when one of them finds none, or another text
 */
export async function readQr(png: Buffer): Promise<string> {
  return agreed(readWithJsQr(png), await readWithZxing(png));
}

/** A part of a picture, in its own points. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The texts of the QR codes at these places of one picture, each as both readers agree on it.
 * @throws Error when they do not
 */
export async function readQrAt(png: Buffer, places: readonly Place[]): Promise<string[]> {
  const page = PNG.sync.read(png);
  const texts: string[] = [];
  for (const place of places) {
    const part = partOf(page, place);
    texts.push(agreed(jsQrOf(part), await zxingOf(part)));
  }
  return texts;
}

function partOf(page: Points, place: Place): Points {
  const [x, y] = [Math.round(place.x), Math.round(place.y)];
  const [width, height] = [Math.round(place.width), Math.round(place.height)];
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * page.width + x) * 4;
    data.set(page.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, data };
}

function agreed(first: string | null, second: string | null): string {
  if (first === null || first !== second)
    throw new Error(`The two readers do not agree on the QR code: ${JSON.stringify([first, second])}`);
  return first;
}
