import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { BooksModule } from '../src/books/books.module.js';
import { BooksService } from '../src/books/books.service.js';
import { Verifier } from '../src/books/verify.js';
import { readConfig } from '../src/config.js';
import { Database } from '../src/database/database.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { newUuid } from '../src/database/ids.js';
import type { Order } from '../src/ledger/order.js';

/** The books alone on an empty database, with one community and some accounts. */
export async function booksWith(accounts: number, url?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'samenmunt-bench-'));
  const config = readConfig({
    DATABASE_URL: url ?? `sqlite:${join(folder, 'bench.sqlite')}`,
    SECRETS_DIR: folder,
  });
  @Module({ imports: [DatabaseModule.with(config), BooksModule] })
  class BenchModule {}
  const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
  const database = app.get(Database);
  const books = app.get(BooksService);
  const ids = await database.transaction(async (tx) => {
    await books.openLedger(tx, 'bench', 'Europe/Brussels');
    await books.openCurrency(tx, 'bench', {
      currency: 'UUR',
      scale: 2,
      perPayment: null,
      perDay: null,
      perAcceptorDay: null,
    });
    const one = {
      communityId: 'bench',
      currency: 'UUR',
      kind: 'member',
      partyId: null,
      partyKind: 'person',
      floor: null,
      ceiling: null,
    } as const;
    return books.openAccounts(tx, 'BENCH', new Array(accounts).fill(one));
  });
  const close = async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { app, books, database, ids, config, verifier: app.get(Verifier), close };
}

export function aPayment(ids: readonly string[], today: string): Order {
  const from = Math.floor(Math.random() * ids.length);
  const to = (from + 1 + Math.floor(Math.random() * (ids.length - 1))) % ids.length;
  return {
    id: newUuid(),
    communityId: 'bench',
    actorId: 'BENCH',
    exchange: {
      kind: 'payment',
      mode: 'reciprocity',
      subject: null,
      minutes: null,
      labour: null,
      reason: null,
      condition: 'none',
      conditionDate: null,
      giverId: null,
      takerId: null,
      factDate: today,
      reverses: null,
      helperId: null,
    },
    transfers: [
      {
        debitId: ids[from]!,
        creditId: ids[to]!,
        currency: 'UUR',
        amount: 25n,
        programme: null,
        holdUntil: null,
        endsHold: null,
      },
    ],
    guards: [],
  };
}
