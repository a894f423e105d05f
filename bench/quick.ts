import { booksWith, aPayment } from './place.js';
const url = process.argv[2];
for (const n of [10000, 2]) {
  const b = await booksWith(n, url);
  const today = new Date(Date.now() - 3600e3).toISOString().slice(0, 10);
  for (let round = 0; round < 3; round++) {
    let done = 0;
    const until = Date.now() + 3000;
    const t0 = process.cpuUsage();
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        while (Date.now() < until) {
          const a = await b.books.post({ order: aPayment(b.ids, today) });
          if (a.kind !== 'posted') throw new Error(JSON.stringify(a));
          done++;
        }
      }),
    );
    const cpu = process.cpuUsage(t0);
    console.log(
      n,
      'accounts',
      Math.round(done / 3),
      '/s',
      Math.round((cpu.user + cpu.system) / done),
      'us/order',
    );
  }
  await b.close();
}
