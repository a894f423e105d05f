import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { LaidOut } from '../vouchers/layout.service.js';
import { sheetHtml, type Leaf } from '../vouchers/views/sheet.js';
import { eachWith } from '../web/drawings.js';
import { pdfOf } from './pdf.js';
import { progress, Refused, warn, type Terminal } from './terminal.js';

/** Who holds such a file holds the codes: nobody else on the machine may read it. */
const ownerOnly = 0o600;

/** What is printed of a batch. */
export interface Printing {
  readonly laid: LaidOut;
  readonly leaf: Leaf;
  /** What the community drew itself, by name, as PNG. */
  readonly drawings: ReadonlyMap<string, Buffer>;
}

/**
 * Writes what is printed of a batch into one file that needs no server. Page after page, so that a large batch needs
 * no more memory than a small one; until the last page it has another name, so that nothing half is printed.
 * @throws what writing throws
 */
export async function writeSheet(terminal: Terminal, printing: Printing, file: string): Promise<void> {
  const { laid, leaf, drawings } = printing;
  const inside = new Map(
    [...drawings].map(([name, png]) => [name, `data:image/png;base64,${png.toString('base64')}`]),
  );
  const half = `${file}.part`;
  const bar = progress(terminal, 'vouchers on paper', laid.vouchers.length);
  const parts = sheetHtml({ ...laid, leaf, next: null, alone: true }, (count) => bar.add(count));
  try {
    // The mode counts for a new file only.
    await rm(half, { force: true });
    await pipeline(Readable.from(eachWith(parts, inside)), createWriteStream(half, { mode: ownerOnly }));
    await rename(half, file);
  } finally {
    bar.done();
    await rm(half, { force: true });
  }
}

/**
 * The same as PDF, by a browser. The document it prints is gone afterwards.
 * @param chromium as `findChromium` gives it
 * @throws Refused when the browser makes none
 */
export async function writePdf(
  terminal: Terminal,
  printing: Printing,
  file: string,
  chromium: string,
): Promise<void> {
  // Beside the file, for a browser from a package of its own may not see the system's temporary folder.
  const folder = await mkdtemp(join(dirname(resolve(file)), '.samenmunt-'));
  try {
    const html = join(folder, 'sheet.html');
    const pdf = join(folder, 'sheet.pdf');
    await writeSheet(terminal, printing, html);
    warn(terminal, 'the browser makes the PDF; of thousands of vouchers that takes some minutes');
    await writeFile(pdf, await print(chromium, folder, html), { mode: ownerOnly });
    await rename(pdf, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function print(chromium: string, folder: string, html: string): Promise<Buffer> {
  const flags = [
    ...['--headless', '--disable-gpu', '--no-first-run', '--disable-extensions', '--disable-sync'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
    `--user-data-dir=${join(folder, 'profile')}`,
    // As root a browser does not start with its sandbox; what it opens is a page of ours without scripts.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  try {
    return await pdfOf(chromium, flags, pathToFileURL(html).href);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refused(`${chromium} made no PDF (${why}): print the HTML file instead`);
  }
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/**
 * A browser that prints: the one in CHROMIUM_PATH, else the first well-known name on PATH.
 * @throws Refused `no_browser` when there is none
 */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const given = env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') {
    if (existsSync(given)) return given;
    throw new Refused(`CHROMIUM_PATH is ${given}, and there is no such file (no_browser)`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Refused('no Chromium was found: install one, or say in CHROMIUM_PATH where it is (no_browser)');
}
