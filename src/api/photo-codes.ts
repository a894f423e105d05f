import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** The reader beside this file, compiled or not. */
const reader = new URL(`./photo-reader${extname(import.meta.url)}`, import.meta.url);

const memoryMb = 256;
/** No photograph of a table takes so long; what takes longer is none. */
const timeMostMs = 8_000;
/** So many photographs wait for their turn; of more nothing is read, and whoever sent them tries again. */
const waitingMost = 8;

let before: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * The texts of the QR codes in a photograph (ZXing), each once; none when it is no picture, or too much at once. Reading
 * is slow and a picture may be made to break the reader, so it is done beside the thread that serves, one at a time.
 * @param photo JPEG, PNG or whatever else a telephone takes
 * @param most how many codes at most are looked for
 */
export async function codesIn(photo: Buffer, most = 1): Promise<string[]> {
  if (waiting >= waitingMost) return [];
  waiting++;
  const mine = before.then(() => read(photo, most)).finally(() => waiting--);
  before = mine;
  return mine;
}

async function read(photo: Buffer, most: number): Promise<string[]> {
  const limits = { maxOldGenerationSizeMb: memoryMb };
  const thread = new Worker(reader, {
    workerData: { photo: new Uint8Array(photo), most },
    resourceLimits: limits,
  });
  let late: NodeJS.Timeout | undefined;
  try {
    const texts = await new Promise<readonly string[]>((resolve) => {
      late = setTimeout(() => resolve([]), timeMostMs);
      thread.once('message', resolve);
      thread.once('error', () => resolve([]));
      thread.once('exit', () => resolve([]));
    });
    return [...new Set(texts)];
  } finally {
    clearTimeout(late);
    await thread.terminate();
  }
}
