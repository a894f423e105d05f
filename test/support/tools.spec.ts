import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import QRCode from 'qrcode';
import { openBrowser, openPhone } from './browser.js';
import { freshPostgres, ownPostgres } from './postgres.js';
import { readQr, readWithJsQr, readWithZxing } from './qr-readers.js';

async function ask(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('the databases for tests', () => {
  it('are empty, apart, and gone after', async () => {
    const [one, other] = await Promise.all([freshPostgres(), freshPostgres()]);
    await ask(one.url, 'create table mark (id int)');
    await expect(ask(other.url, 'select * from mark')).rejects.toThrow('does not exist');
    await Promise.all([one.drop(), other.drop()]);
    await expect(ask(one.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('can be copied from a prepared one', async () => {
    const prepared = await freshPostgres();
    await ask(prepared.url, 'create table mark (id int)');
    const copy = await freshPostgres({ template: new URL(prepared.url).pathname.slice(1) });
    expect((await ask(copy.url, 'select * from mark')).rowCount).toBe(0);
    await Promise.all([copy.drop(), prepared.drop()]);
  });

  it('keep what was committed when their server is killed', async () => {
    const server = await ownPostgres();
    try {
      await ask(server.url, 'create table mark as select 7 as id');
      await server.kill();
      await expect(ask(server.url, 'select 1')).rejects.toThrow();
      await server.start();
      expect((await ask(server.url, 'select id from mark')).rows).toEqual([{ id: 7 }]);
    } finally {
      await server.remove();
    }
  });
});

describe('the browser and the readers of QR codes', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function screenshot(html: string): Promise<Buffer> {
    const phone = await openPhone(browser);
    const page = await phone.newPage();
    await page.setContent(html);
    const png = await page.screenshot();
    await phone.close();
    return png;
  }

  it('read back what a small telephone shows', async () => {
    const text = 'HTTP://SAMENMUNT.EXAMPLE/C/0123456789ABCDEFGHJKMNPQRS';
    const svg = await QRCode.toString(text, { type: 'svg' });
    expect(await readQr(await screenshot(`<div style="width: 300px">${svg}</div>`))).toBe(text);
  });

  it('find nothing where nothing is', async () => {
    const png = await screenshot('<p>no code</p>');
    expect(readWithJsQr(png)).toBeNull();
    expect(await readWithZxing(png)).toBeNull();
    await expect(readQr(png)).rejects.toThrow('do not agree');
  });
});
