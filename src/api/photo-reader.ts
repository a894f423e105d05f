import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// Runs in a thread of its own: reads the codes of one photograph, says their texts, and ends.
const { photo, most } = workerData as { photo: Uint8Array; most: number };
const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// Without its own bytes the reader would fetch them from another host.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer } });
const found = await readBarcodes(photo, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: most });
parentPort!.postMessage(found.filter(({ isValid }) => isValid).map(({ text }) => text));
