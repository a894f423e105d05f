import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Reader = typeof import('zxing-wasm/reader');

let loading: Promise<Reader> | undefined;

/**
 * The texts of the QR codes in a photograph (ZXing), from the top left on, each once; none when it is no picture.
 * @param photo JPEG, PNG or whatever else a telephone takes
 * @param most how many codes at most are looked for
 */
export async function codesIn(photo: Buffer, most = 1): Promise<string[]> {
  loading ??= load();
  const { readBarcodes } = await loading;
  try {
    const found = await readBarcodes(new Uint8Array(photo), {
      formats: ['QRCode'],
      tryHarder: true,
      maxNumberOfSymbols: most,
    });
    return [...new Set(found.filter(({ isValid }) => isValid).map(({ text }) => text))];
  } catch {
    return [];
  }
}

/** Only once somebody sends a photograph: the reader takes some megabytes. */
async function load(): Promise<Reader> {
  const reader = await import('zxing-wasm/reader');
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  // Without its own bytes the reader would fetch them from another host.
  reader.prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer } });
  return reader;
}
