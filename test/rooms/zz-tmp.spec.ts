import { it } from '@jest/globals';
import { BooksService } from '../../src/books/books.service.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { documentText } from '../../src/api/openapi.js';
import { BulkService } from '../../src/payments/bulk.service.js';
import { TestPayments, personActor } from '../support/payments.js';
import { auditTable, auditRow } from '../../src/access/audit.js';
import { plainExchange, plainTransfer } from '../../src/payments/payment.js';
import { writeFileSync } from 'node:fs';

it('speed', async () => {
  const test = await TestPayments.open('sqlite');
  writeFileSync('/tmp/openapi.json', documentText(test.app));
  const c = await test.aCommunity();
  const [cur] = await test.get(CurrenciesService).all(c);
  await test.get(Database).transaction((tx) => test.get(BooksService).setLimits(tx, c, { currency: cur!.code, perPayment: null, perDay: null, perAcceptorDay: null }));
  const owner = await test.aPerson(c);
  const ids = await test.get(Database).transaction((tx) => test.get(BooksService).openAccounts(tx, 'T', Array.from({ length: 10000 }, () => ({ communityId: c, currency: cur!.code, kind: 'member' as const, partyId: owner.id, partyKind: 'person', floor: null, ceiling: null }))));
  const token = await test.aToken(c, owner.id, ['payments:write', 'exchanges:write']);
  const pick = () => ids[Math.floor(Math.random() * ids.length)]!;
  const make = () => Array.from({ length: 1000 }, () => { const from = pick(); let to = pick(); while (to === from) to = pick(); return { id: newUuid(), from, to, amount: 1 }; });
  const time = async (name: string, n: number, work: () => Promise<unknown>) => {
    const took: number[] = [];
    for (let i = 0; i < n; i++) { const t = performance.now(); await work(); took.push(performance.now() - t); }
    took.sort((a, b) => a - b);
    console.log(name, 'median us/order', Math.round(took[Math.floor(n / 2)]!));
  };
  const http = async () => {
    const r = await test.call('POST', `/api/v1/communities/${c}/exchanges/bulk`, { as: token, body: { orders: make() } });
    if (r.status !== 200 || !(r.body.answers as unknown as { outcome: string }[]).every((a) => a.outcome === 'posted')) throw new Error(JSON.stringify(r.body).slice(0, 300));
  };
  const actor = personActor(c, owner.id);
  const service = () => test.get(BulkService).pay(actor, c, make().map((o) => ({ ...o, amount: 1n })), false);
  const books = () => test.get(BooksService).postAll(make().map((o) => ({
    order: { id: o.id, communityId: c, actorId: owner.id, exchange: plainExchange('payment', 'reciprocity', '2026-01-05'), transfers: [plainTransfer({ id: o.from, currency: cur!.code } as never, o.to, 1n)], guards: [] },
    appends: [{ table: auditTable, row: auditRow(actor, 'pay_from', 'exchange', o.id, c, test.clock.now()) }],
  })), false);
  for (let r = 0; r < 3; r++) {
    await time('http   ', 15, http);
    await time('service', 15, service);
    await time('books  ', 15, books);
    await time('make   ', 15, async () => make());
  }
  const single = async () => {
    await Promise.all(Array.from({ length: 64 }, async () => {
      const [o] = [{ from: pick(), to: ids[0]! }];
      if (o.from === o.to) return;
      await test.call('POST', `/api/v1/communities/${c}/payments`, { as: token, key: newUuid(), body: { from: o.from, to: o.to, amount: 1 } });
    }));
  };
  await time('64 single payments (us per payment / 64*1000)', 20, single);
  await test.close();
}, 120000);
