import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

const memoryMb = 256;
/** No photograph of a table takes so long; what takes longer is none. */
const timeMostMs = 8_000;
/** So many photographs wait for their turn; of more nothing is read, and whoever sent them tries again. */
const waitingMost = 8;

let before: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Has a photograph read by a file of ours, in a thread beside the one that serves, one at a time: reading is slow, and a
 * picture may be made to break the reader.
 * @param reader the file, without its ending, for the same is run compiled or not: it gets `workerData` and posts one
 * message
 * @param otherwise the answer when it breaks, takes too long, or too many wait already
 */
export async function inThread<T>(reader: URL, workerData: object, otherwise: T): Promise<T> {
  if (waiting >= waitingMost) return otherwise;
  waiting++;
  const mine = before.then(() => run(reader, workerData, otherwise)).finally(() => waiting--);
  before = mine;
  return mine;
}

async function run<T>(reader: URL, workerData: object, otherwise: T): Promise<T> {
  const file = new URL(`${reader.href}${extname(import.meta.url)}`);
  const thread = new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve) => {
      late = setTimeout(() => resolve(otherwise), timeMostMs);
      thread.once('message', resolve);
      thread.once('error', () => resolve(otherwise));
      thread.once('exit', () => resolve(otherwise));
    });
  } finally {
    clearTimeout(late);
    await thread.terminate();
  }
}
