import { it } from '@jest/globals';
import { createWriteStream, writeFileSync, copyFileSync } from 'node:fs';
import { once } from 'node:events';
import { command, TestTown } from '../support/town.js';
import { anOrder } from '../support/community.js';
import { JournalService } from '../../src/statements/journal.service.js';
import { CashboxService } from '../../src/statements/cashbox.service.js';
import { StatementsService } from '../../src/statements/statements.service.js';
import { TotalsService } from '../../src/statements/totals.service.js';
import { BooksService } from '../../src/books/books.service.js';

const n = Number(process.env.HAND_N ?? 1000);
const dialect = (process.env.HAND_DIALECT ?? 'sqlite') as 'sqlite';
it('hand', async () => {
  const town = await TestTown.open(dialect, 'time_circle', 3);
  const count = Number(process.env.HAND_ACCOUNTS ?? 50);
  const ids = await town.database.transaction((tx) => town.app.get(BooksService).openAccounts(tx, 'T', new Array(count).fill({ communityId: 'rabot', currency: 'UUR', kind: 'member', partyId: null, partyKind: 'person', floor: null, ceiling: null })));
  const group = await town.group('Soep');
  await town.database.transaction((tx) => town.books.setTerms(tx, 'T', 'rabot', group.id, { floor: null, ceiling: null }));
  await town.database.transaction((tx) => town.books.setLimits(tx, 'rabot', { currency: 'UUR', perPayment: null, perDay: null, perAcceptorDay: null }));
  const started = Date.now();
  for (let i = 0; i < n; i += 1000) {
    const orders = [];
    for (let j = 0; j < Math.min(1000, n - i); j++) {
      const k = i + j;
      const from = ids[(k * 7919) % count]!;
      let to = k % 10 === 0 ? group.id : ids[(k * 104729 + 1) % count]!;
      if (to === from) to = group.id;
      orders.push({ order: anOrder('rabot', [{ from, to, amount: BigInt(1 + (k % 997)) }], { exchange: { factDate: '2026-01-03' } }) });
    }
    await town.books.postAll(orders, false);
    town.clock.forward(Number(process.env.HAND_STEP ?? 31_800_000));
  }
  console.log('booked', n, Date.now() - started, 'ms');
  await town.settle();
  const file = createWriteStream('/tmp/hand/x.journal');
  let peak = 0;
  const t0 = Date.now();
  const e = await town.app.get(JournalService).export(command, 'rabot', async (text) => {
    peak = Math.max(peak, process.memoryUsage().rss);
    if (!file.write(text)) await once(file, 'drain');
  });
  file.end(); await once(file, 'finish');
  console.log('export', e, Date.now() - t0, 'ms, peak rss MB', Math.round(peak / 2 ** 20));
  for (const [name, what] of [
    ['cashbox', () => town.app.get(CashboxService).cashbox(command, 'rabot', group.id)],
    ['cashbox member', () => town.app.get(CashboxService).cashbox(command, 'rabot', ids[0]!)],
    ['statement', () => town.app.get(StatementsService).statement(command, 'rabot', group.id, { period: 'this_month' }, { limit: 50 })],
    ['totals', () => town.app.get(TotalsService).totals(command, 'rabot')],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < 31; i++) { const t = performance.now(); await what(); times.push(performance.now() - t); }
    console.log(name, 'first', times[0]!.toFixed(1), 'median', times.sort((a, b) => a - b)[15]!.toFixed(2), 'ms');
  }
  if (dialect === 'sqlite') { await town.database.reader.all('select 1'); }
  const x = await town.book([{ from: ids[0]!, to: group.id, amount: 1500n }]);
  writeFileSync('/tmp/hand/r.jws', (await town.ask(`/r/${x.token}.jws`)).body);
  writeFileSync('/tmp/hand/jwks.json', (await town.ask('/.well-known/jwks.json')).body);
  writeFileSync('/tmp/hand/r.html', (await town.ask(`/r/${x.token}`)).body);
  const p = await town.person({ nickname: 'Ada', picture: 'fox', colour: 'red' });
  const q = await town.person({ picture: 'bee', colour: 'blue' });
  const g = await town.group('Soepgroep', [p.partyId]);
  const y = await town.book([{ from: p.id, to: g.id, amount: 1500n }], { reason: 'meal', minutes: 90 });
  await town.book([{ from: q.id, to: g.id, amount: 2250n }], { reason: 'help' });
  const z = await town.book([{ from: g.id, to: q.id, amount: 500n }], { reason: 'goods' });
  await town.book([{ from: q.id, to: g.id, amount: 500n }], { kind: 'reversal', reverses: z.id, reason: 'twice' });
  const css = await town.ask(/href="(\/assets\/site[^"]+)"/.exec((await town.ask(`/r/${x.token}`)).body)![1]!);
  writeFileSync('/tmp/hand/site.css', css.body);
  const slip = await town.ask(/href="(\/assets\/slip[^"]+)"/.exec((await town.ask(`/r/${x.token}`)).body)![1]!);
  writeFileSync('/tmp/hand/slip.css', slip.body);
  const h = await town.asPerson(p.partyId);
  const local = (html: string) => html.replace(/\/assets\/site[^"]+/, 'site.css').replace(/\/assets\/slip[^"]+/, 'slip.css');
  writeFileSync('/tmp/hand/stranger.html', local((await town.ask(`/r/${y.token}`)).body));
  writeFileSync('/tmp/hand/party.html', local((await town.ask(`/r/${y.token}`, h)).body));
  writeFileSync('/tmp/hand/undone.html', local((await town.ask(`/r/${z.token}`, h)).body));
  writeFileSync('/tmp/hand/none.html', local((await town.ask(`/r/NO`)).body));
  writeFileSync('/tmp/hand/kas.html', local((await town.ask(`/c/rabot/kas/${g.id}`, h)).body));
  writeFileSync('/tmp/hand/all.html', local((await town.ask(`/c/rabot/kas/${g.id}/statement`, h)).body));
  let again = '';
  if (n <= 100000) { await town.app.get(JournalService).export(command, 'rabot', (text) => void (again += text)); writeFileSync('/tmp/hand/x.journal', again); }
  if (process.env.HAND_KEEP) { console.log(JSON.stringify(town.place.config.database)); const { execFileSync } = await import('node:child_process'); const d = town.place.config.database; console.log(execFileSync('node', ['test/hledger.mjs', '/tmp/hand/x.journal', d.kind === 'sqlite' ? 'sqlite:' + d.file : d.url, 'rabot'], { encoding: 'utf8' })); }
  if (dialect === 'sqlite') {
    copyFileSync((town.place.config.database as { file: string }).file, '/tmp/hand/x.sqlite');
    try { copyFileSync((town.place.config.database as { file: string }).file + '-wal', '/tmp/hand/x.sqlite-wal'); } catch {}
  }
  await town.close();
}, 1_800_000);
