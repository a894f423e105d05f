import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DrawingsService } from '../../src/communities/drawings.service.js';
import { openBrowser } from '../support/browser.js';
import { command, environmentOf, type Said } from '../support/command-line.js';
import { aPlace, type TestPlace } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { aPhoto } from '../support/photos.js';
import { readQr } from '../support/qr-readers.js';
import { TestVouchers, type TestBatch } from '../support/vouchers.js';

const publicUrl = 'https://munt.example';

describe('vouchers printed from the command line', () => {
  let place: TestPlace;
  let folder: string;
  let community: string;
  let some: TestBatch;
  let active: TestBatch;

  beforeAll(async () => {
    place = await aPlace('sqlite', { PUBLIC_URL: publicUrl });
    const town = await TestVouchers.in(await TestPayments.on(place));
    community = town.here;
    const terms = { reason: 'meal', validUntil: '2027-06-30', expiresTo: 'pot' } as const;
    some = await town.made({ count: 11, terms });
    active = await town.active({ count: 2 });
    await town.test.app.close();
    folder = mkdtempSync(join(tmpdir(), 'samenmunt-print-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await place.drop();
  });

  function print(batch: TestBatch, name: string, words: string[] = [], env = {}): Promise<Said> {
    const settings = { ...environmentOf(place), PUBLIC_URL: publicUrl, PATH: '', ...env };
    const out = ['--community', community, '--out', join(folder, name)];
    return command(settings, 'voucher', 'print', batch.batch.id, ...out, ...words);
  }

  it('are one file for whoever prints them, which asks nobody for anything', async () => {
    const said = await print(some, 'sheet.html');
    expect(said).toMatchObject({ code: 0, err: expect.stringContaining('vouchers on paper: 11') as unknown });
    const file = join(folder, 'sheet.html');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const html = readFileSync(file, 'utf8');
    expect(html).not.toMatch(/(?:src|href)="(?!#)|url\(|@import/);
    expect(html.match(/<section class="leaf">/g)).toHaveLength(2);
    for (const { serial, check } of some.printed) {
      expect(html).toContain(`<p class="codes">${serial}</p>`);
      expect(html).toContain(`<p class="codes">${check.slice(0, 3)} ${check.slice(3)}</p>`);
    }
    expect(html.trimEnd().endsWith('</body></html>')).toBe(true);
  });

  it('are read back by two readers from that file', async () => {
    await print(some, 'read.html');
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 794, height: 1123 }, deviceScaleFactor: 3 });
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      await page.goto(pathToFileURL(join(folder, 'read.html')).href);
      const texts: string[] = [];
      for (const code of await page.locator('.ticket .qr').all())
        texts.push(await readQr(await code.screenshot()));
      expect(texts).toEqual(some.printed.map(({ url }) => url));
    } finally {
      await browser.close();
    }
  }, 120_000);

  it('are letters when that is asked', async () => {
    expect((await print(some, 'letter.html', ['--letter', '3'])).code).toBe(0);
    const html = readFileSync(join(folder, 'letter.html'), 'utf8');
    expect(html.match(/<div class="letter-text" lang="nl-BE"[^>]*>Dag,/g)).toHaveLength(4);
    const wrong = await print(some, 'five.html', ['--letter', '5']);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('1 to 4') as unknown });
  });

  it('are a PDF where there is a browser, with one page for every sheet', async () => {
    const env = { CHROMIUM_PATH: process.env.TEST_CHROMIUM };
    const said = await print(some, 'sheet.pdf', ['--pdf'], env);
    expect(said).toMatchObject({ code: 0 });
    expect(statSync(join(folder, 'sheet.pdf')).mode & 0o777).toBe(0o600);
    const pdf = readFileSync(join(folder, 'sheet.pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 120_000);

  it('have the token in them that the community drew itself', async () => {
    const test = await TestPayments.on(place);
    const drawings = test.get(DrawingsService);
    for (const name of ['coin', 'meal'])
      expect(await drawings.draw(test.steward(community), community, name, aPhoto())).toMatchObject({
        kind: 'drawn',
      });
    await test.app.close();
    expect((await print(some, 'own.html')).code).toBe(0);
    const html = readFileSync(join(folder, 'own.html'), 'utf8');
    expect(html.match(/<image id="coin-own" href="data:image\/png;base64,/g)).toHaveLength(1);
    expect(html.match(/<img class="icon homemade" src="data:image\/png;base64,/g)).toHaveLength(11);
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:image\/png;)/);
    const env = { CHROMIUM_PATH: process.env.TEST_CHROMIUM };
    expect((await print(some, 'own.pdf', ['--pdf'], env)).code).toBe(0);
    expect(readFileSync(join(folder, 'own.pdf'), 'latin1')).toContain('/Subtype /Image');
  }, 120_000);

  it('are refused by name where there is no browser, and nothing is left behind', async () => {
    const none = await print(some, 'none.pdf', ['--pdf']);
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('no_browser') as unknown });
    const wrong = await print(some, 'none.pdf', ['--pdf'], { CHROMIUM_PATH: join(folder, 'nothing') });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('no_browser') as unknown });
    const broken = await print(some, 'none.pdf', ['--pdf'], { CHROMIUM_PATH: '/bin/false' });
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining('made no PDF') as unknown });
    expect(readdirSync(folder).filter((name) => /none|^\./.test(name))).toEqual([]);
  });

  it('are printed no more once they are active, nor what is no batch', async () => {
    const gone = await print(active, 'gone.html');
    expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('sheet_gone') as unknown });
    const nothing = { ...some, batch: { ...some.batch, id: 'NOTHING' } };
    expect(await print(nothing, 'gone.html')).toMatchObject({ code: 1 });
    expect(readdirSync(folder)).not.toContain('gone.html');
  });

  it('leave nothing half where the file cannot be written', async () => {
    mkdirSync(join(folder, 'taken.html'));
    const said = await print(some, 'taken.html');
    expect(said.code).toBe(1);
    expect(readdirSync(folder)).not.toContain('taken.html.part');
  });
});
