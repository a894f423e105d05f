import { it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { openBrowser as launch } from '../support/browser.js';
import { CodesService } from '../../src/payments/codes.service.js';
import { TestPayments } from '../support/payments.js';
it('shots', async () => {
  const test = await TestPayments.open('sqlite');
  const c = await test.aCommunity();
  const [a, b] = [await test.aPerson(c), await test.aPerson(c)];
  await test.app.listen(0, '127.0.0.1');
  const { port } = (test.app.getHttpServer() as { address(): { port: number } }).address();
  const { cookie } = await test.aSession(c, a.id);
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.setExtraHTTPHeaders({ cookie, 'accept-language': 'nl' });
  for (const [name, wish] of [['choose', {}], ['confirm', { amount: 150n, reason: 'meal' as const }], ['enough', { amount: 900n }]] as const) {
    const made = await test.get(CodesService).make(b.actor, c, { account: b.account, kind: 'standing', ...wish });
    if (made.kind === 'refused') throw new Error(made.code);
    await page.goto(`http://127.0.0.1:${port}/P/${made.url!.split('/').at(-1)}`);
    writeFileSync(`/tmp/${name}.png`, await page.screenshot({ fullPage: true }));
  }
  await browser.close();
  await test.close();
}, 120000);
