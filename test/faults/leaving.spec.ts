import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { withRooms } from '../../src/cli/opening.js';
import { Story } from '../../src/cli/story.js';
import { Faces } from '../../src/communities/faces.js';
import { DrawingsService } from '../../src/communities/drawings.service.js';
import { SoundsService } from '../../src/communities/sounds.service.js';
import { SetClock } from '../../src/database/clock.js';
import { BooksService } from '../../src/books/books.service.js';
import { Database } from '../../src/database/database.js';
import { CodesService, type ShownCode } from '../../src/payments/codes.service.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { SheetsService } from '../../src/vouchers/sheets.service.js';
import { WebhookSecrets } from '../../src/webhooks/webhook-secrets.js';
import { WebhooksService } from '../../src/webhooks/webhooks.service.js';
import { type TestPlace } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestVouchers, type TestBatch } from '../support/vouchers.js';
import { aPhoto } from '../support/photos.js';
import { aWave } from '../support/sounds.js';
import {
  actor,
  places,
  aServer,
  tellMore,
  undo,
  exported,
  imported,
  standing,
  differences,
  everythingIn,
  linesIn,
  dropAll,
} from '../support/leaving.js';

afterAll(dropAll);

/** A neighbouring community of the same process books in the same batches. */
async function bookTogether(town: TestVouchers): Promise<string> {
  const neighbours = await TestVouchers.in(town.test);
  const both = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? neighbours : town));
  const orders = await Promise.all(both.map((each) => each.funding(each.giver.account, 100n)));
  // Handed over together they go into one batch.
  const answers = await town.get(BooksService).postAll(
    orders.map((order) => ({ order })),
    false,
  );
  expect(answers.map(({ kind }) => kind)).toEqual(orders.map(() => 'posted'));
  const shared = await town
    .get(Database)
    .reader.all(
      `select writer_id, batch from summary_deltas group by writer_id, batch having min(community_id) <> max(community_id)`,
    );
  expect(shared.length).toBeGreaterThan(0);
  return neighbours.here;
}

describe.each([
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
] as const)('two communities on a server on %s, of which one goes to a server on %s', (from, to) => {
  let home: TestPlace;
  let other: TestVouchers;
  let active: TestBatch;
  let printed: TestBatch;
  let jws: string;
  let folder: string;
  let blank: string;
  let card: string;
  let code: ShownCode;
  let hook: string;
  let voice: string;
  let coin: string;
  let neighbours: string;

  beforeAll(async () => {
    other = await TestVouchers.open(from);
    home = other.test.place;
    places.push(home);
    active = await other.active();
    printed = await other.printed();
    expect(await other.redeem(active.printed[0]!)).toMatchObject({ kind: 'posted' });
    const made = await other.get(CardStockService).make(actor, other.here, 3);
    if (made.kind === 'refused') throw new Error(made.code);
    const [given, next, left] = made.blanks;
    const cards = other.get(CardsService);
    for (const answer of [
      await cards.enrol(actor, other.here, next!.id, { partyId: other.ann.id, secret: '4071' }),
      await cards.replace(actor, other.here, next!.id, given!.id),
    ])
      expect(answer).toMatchObject({ kind: 'done' });
    [blank, card] = [left!.url, given!.url];
    const standingCode = { account: other.shop.account, kind: 'standing', amount: 50n } as const;
    const asked = await other.get(CodesService).make(actor, other.here, standingCode);
    if (asked.kind === 'refused') throw new Error(asked.code);
    code = (await other.get(CodesService).show(actor, other.here, asked.code.id))!;
    const spoken = { communityId: other.here, language: 'nl', clip: 'buttons.yes' };
    const kept = await other.get(SoundsService).record(actor, spoken, aWave());
    if (kept.kind === 'refused') throw new Error(kept.code);
    voice = kept.hash;
    const token = await other.get(DrawingsService).draw(actor, other.here, 'coin', aPhoto());
    if (token.kind === 'refused') throw new Error(token.code);
    coin = token.hash;
    const drawn = other.get(WebhookSecrets).draw(other.here, 'HOOK');
    hook = drawn.secret;
    await aWebhook('HOOK', drawn.wrapped);
    await aWebhook('LOST', Buffer.alloc(60));
    neighbours = await bookTogether(other);
    await other.test.stop();
    const clock = new SetClock(Date.now());
    jws = await withRooms(home.config, (rooms) => tellMore(rooms, clock), clock);
    folder = await exported(home, 'rabot');
  });

  function aWebhook(id: string, secret: Buffer): Promise<number> {
    return other.get(Database).transaction((tx) =>
      tx.run(
        `insert into webhooks (community_id, webhook_id, url, secret, kinds, made_by, made_at, position, next_at)
         values (?, ?, 'https://example.org/', ?, '', 'TEST', 1, 0, 1)`,
        [other.here, id, secret],
      ),
    );
  }

  it('leaves with what is its own, readable, and with nothing of the other', async () => {
    const text = everythingIn(folder);
    expect(text).not.toContain(other.here);
    for (const id of [other.ann.id, other.ann.account, other.shop.id, other.shop.account])
      expect(text).not.toContain(id);
    expect(linesIn(folder, 'person_data').map(({ data }) => (data as { nickname: string }).nickname)).toEqual(
      expect.arrayContaining(['Amina', 'Jef', 'Luc']),
    );
    expect(text).not.toContain('"Tom"');
    expect(readdirSync(folder)).not.toContain('sessions.jsonl');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'persons.jsonl')).mode & 0o777).toBe(0o600);
    const theirs = everythingIn(await exported(home, other.here));
    expect(theirs).not.toContain('rabot');
    expect(theirs).not.toContain('Amina');
  });

  it('arrives with the same journal, balances and proof, and comes back so', async () => {
    const before = await standing(home, 'rabot');
    const there = await aServer(to);
    const said = await imported(there, folder);
    expect(said.out).toMatch(/imported books are proved: \d+ exchanges, no differences/);
    expect(await standing(there, 'rabot')).toEqual(before);
    expect(before.journal.length).toBeGreaterThan(2000);
    expect(await differences(there)).toEqual([]);

    await withRooms(there.config, async (rooms) => {
      const story = await Story.read(rooms);
      const name = async (who: 'amina' | 'tom') =>
        (await rooms.get(Faces).one('rabot', story.party(who)))?.name;
      expect([await name('amina'), await name('tom')]).toEqual(['Amina', null]);
      const verdict = await rooms.get(ReceiptsService).verify(jws);
      expect(verdict).toMatchObject({ signature: true, known: true, state: 'undone' });
      const [next] = await rooms.get(ExchangesReading).journal('rabot', 1n, 1);
      await undo(rooms, next!.exchange.id);
      expect((await rooms.get(ReceiptsService).look(next!.exchange.receiptToken))!.state).toBe('undone');
    });
    const after = await standing(there, 'rabot');
    expect(after.journal.startsWith(before.journal)).toBe(true);

    const back = await aServer(from);
    await imported(back, await exported(there, 'rabot'));
    expect(await standing(back, 'rabot')).toEqual(after);
    expect(await differences(back)).toEqual([]);
    const verdict = await withRooms(back.config, (rooms) => rooms.get(ReceiptsService).verify(jws));
    expect(verdict).toMatchObject({ signature: true, known: true });
  });

  it('arrives with books in order, though others were booked in the same batches', async () => {
    const there = await aServer(to);
    const said = await imported(there, await exported(home, neighbours));
    expect(said.out).toMatch(/imported books are proved: 2\d exchanges, no differences/);
    expect(await standing(there, neighbours)).toEqual(await standing(home, neighbours));
    expect(await differences(there)).toEqual([]);
  });

  it('arrives with voices, and vouchers, blanks and codes on paper that still work, and without the secrets of cards', async () => {
    const there = await aServer(to);
    const away = await exported(home, other.here, 'vouchers');
    await imported(there, away);
    const test = await TestPayments.on(there);
    const town = other.on(test);
    expect(await town.redeem(active.printed[0]!)).toMatchObject({ code: 'voucher_already_used' });
    expect(await town.redeem(active.printed[1]!)).toMatchObject({ kind: 'posted' });
    const [, , third] = active.printed;
    const byHand = { shown: { serial: third!.serial, check: third!.check } };
    expect(await town.redeem(third!, byHand)).toMatchObject({ kind: 'posted' });
    const sheet = await test.get(SheetsService).print(town.giver.actor, town.here, printed.batch.id);
    expect(sheet).toMatchObject({ kind: 'sheet', vouchers: printed.printed });
    expect(await town.activate(printed)).toMatchObject({ kind: 'posted' });
    expect(await town.redeem(printed.printed[0]!)).toMatchObject({ kind: 'posted' });

    const stock = await test.get(CardStockService).sheet(actor, town.here, '', 10);
    expect(stock.map(({ url }) => url)).toEqual([blank]);
    const device = { id: 'SHOP', via: 'test' };
    const shown = { token: card.split('/').at(-1)! };
    const opening = test.get(CardOpeningService);
    expect(await opening.open(shown, null, device)).toMatchObject({ kind: 'opened' });
    expect(await opening.open(shown, '4071', device)).toMatchObject({ code: 'secret_wrong' });
    expect(await test.get(CodesService).show(actor, town.here, code.code.id)).toEqual(code);
    const hooks = await test.get(WebhooksService).list(actor, town.here);
    expect(hooks.map(({ id, state, pausedWhy }) => [id, state, pausedWhy])).toEqual([
      ['HOOK', 'paused', 'by_hand'],
      ['LOST', 'paused', 'by_hand'],
    ]);
    const kept = await test.get(Database).reader.one(`select secret from webhooks where webhook_id = 'HOOK'`);
    const secrets = test.get(WebhookSecrets);
    expect(secrets.open(town.here, 'HOOK', kept!.secret as Buffer)).toBe(hook);
    const heard = await test.get(SoundsService).hear(town.here, 'nl', 'buttons.yes', voice);
    expect(heard?.bytes).toEqual(aWave());
    const drawings = test.get(DrawingsService);
    expect((await drawings.drawings())(town.here)).toEqual(new Map([['coin', coin]]));
    expect((await drawings.pictures(town.here)).get('coin')?.length).toBeGreaterThan(1000);
    // Beside the server that runs here.
    const beside = await exported(there, town.here, 'beside');
    const states = linesIn(beside, 'vouchers').map(({ state }) => state);
    expect(states.filter((state) => state === 'redeemed')).toHaveLength(4);
    await town.close();
  });
});
