import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import type { TestTown } from './town.js';

const day = 86_400_000;

/**
 * A little of everything that can be booked: payments, one of several transfers, an exchange undone, a gift without
 * coin, holds that were posted, released, expired or are still open, terms that changed, refused answers, receipts.
 * The first of its days is folded and in the journal, the second not yet.
 */
export async function liveALittle(town: TestTown): Promise<void> {
  const [ada, bo] = [await town.person({ nickname: 'Ada' }), await town.person({ nickname: 'Bo' })];
  const group = await town.group('Garden', [ada.partyId]);
  await town.database.transaction((tx) =>
    town.books.setTerms(tx, 'STEWARD', 'rabot', bo.id, { floor: -700n, ceiling: 2000n }),
  );
  for (let round = 0; round < 2; round++) {
    const first = await town.book([{ from: ada.id, to: bo.id, amount: 100n }]);
    const second = await town.book([{ from: ada.id, to: bo.id, amount: 100n }]);
    await town.book([
      { from: bo.id, to: group.id, amount: 20n, programme: 'green' },
      { from: group.id, to: ada.id, amount: 10n },
    ]);
    const undo = { kind: 'reversal', reverses: first.id, reason: 'twice' } as const;
    const back = await town.book([{ from: bo.id, to: ada.id, amount: 100n }], undo);
    const parties = { giverId: ada.partyId, takerId: bo.partyId };
    const what = { mode: 'redistribution', subject: 'service', labour: 'care', minutes: 60 } as const;
    const gift = await town.book([], { kind: 'gift', ...parties, ...what });
    await holdAndEnd(town, ada.id, bo.id);
    await mustBeRefused(town.book([{ from: ada.id, to: bo.id, amount: 999_999n }]));
    await mustBeRefused(town.book([{ from: bo.id, to: ada.id, amount: 100n }], undo));
    for (const { token } of [first, second, back, gift]) await town.app.get(ReceiptsService).look(token);
    if (round === 0) await town.settle();
    town.clock.forward(day);
  }
}

async function holdAndEnd(town: TestTown, from: string, to: string): Promise<void> {
  const until = town.clock.now() + 60_000;
  const set = () => town.book([{ from, to, amount: 50n, holdUntil: until }], { kind: 'hold' });
  const [posted, released, expired] = [await set(), await set(), await set()];
  const end = (hold: { id: string }, amount: bigint) =>
    town.book([{ from, to, amount, endsHold: { exchangeId: hold.id, index: 0 } }], { kind: 'release' });
  await end(posted, 30n);
  await end(released, 0n);
  await set();
  town.clock.forward(61_000);
  await end(expired, 0n);
}

async function mustBeRefused(booking: Promise<unknown>): Promise<void> {
  const booked = await booking.then(
    () => true,
    () => false,
  );
  if (booked) throw new Error('this should have been refused');
}
