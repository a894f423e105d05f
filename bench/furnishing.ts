// A process of the benchmark that fills a database with vouchers and those who take them.
import { writeFileSync } from 'node:fs';
import { readConfig } from '../src/config.js';
import { buildApp } from '../src/server.js';
import { answerMessages } from './processes.js';
import { settle } from './town.js';
import { openVouchers, type Furniture, type VoucherTown } from './voucher-town.js';

/** @param file where what the load needs is written */
async function furnish({ wish, file }: { wish: Furniture; file: string }): Promise<VoucherTown['giver']> {
  const app = await buildApp({ ...readConfig(), logLevel: 'silent' });
  try {
    const town = await settle(app, { members: wish.members, groups: 0 }, file);
    const more = await openVouchers(app, wish.batches, wish.codes);
    writeFileSync(file, JSON.stringify({ ...town, ...more }));
    return more.giver;
  } finally {
    await app.close();
  }
}

answerMessages({ furnish });
process.on('disconnect', () => process.exit(0));
