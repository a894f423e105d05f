import { parentPort } from 'node:worker_threads';
import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';

// This runs in a thread of its own and is started by its address, also before it is compiled: it imports nothing of
// ours, and only what can be left out where types are left out.

export type WrittenCell = string | number | Pick<CellObject, 'value' | 'format' | 'fontWeight'> | null;

/** Rows that come to the others, or the end, with what the sheet is called and how wide its columns are. */
export type WriterOrder =
  { readonly rows: WrittenCell[][] } | { readonly title: string; readonly widths: readonly number[] };

const all: Row[] = [];

async function finish(title: string, widths: readonly number[]): Promise<void> {
  const options = { sheet: title, stickyRowsCount: 1, columns: widths.map((width) => ({ width })) };
  parentPort!.postMessage(await writeExcelFile(all, options).toBuffer());
}

parentPort!.on('message', (order: WriterOrder) => {
  if ('rows' in order) for (const row of order.rows) all.push(row);
  // What goes wrong ends the thread, and so reaches whoever waits for the file.
  else void finish(order.title, order.widths);
});
