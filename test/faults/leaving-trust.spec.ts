import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withRooms } from '../../src/cli/opening.js';
import { CardLimitsService } from '../../src/access/card-limits.service.js';
import { SecondYesLimits } from '../../src/communities/second-yes-limits.service.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { CardVisitsService } from '../../src/payments/card-visits.service.js';
import { SecondYesService } from '../../src/payments/second-yes.service.js';
import { TrustsService } from '../../src/payments/trusts.service.js';
import { TestCards, type Member } from '../support/cards.js';
import { aGroup, anOrderId, withoutBounds } from '../support/helping.js';
import { aServer, differences, dropAll, exported, imported, places } from '../support/leaving.js';

afterAll(dropAll);

const tables = [
  ...['card_visits', 'card_visit_bookings', 'trusts', 'trust_weeks', 'card_limits'],
  ...['second_yes_limits', 'second_yes_requests'],
];

describe.each([
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
] as const)('a community that leaves a server on %s for one on %s', (from, to) => {
  let test: TestCards;
  let lien: Member;
  let group: Awaited<ReturnType<typeof aGroup>>;
  let trust: string;
  let asked: string;
  let cook: Member;

  beforeAll(async () => {
    test = await TestCards.open(from);
    places.push(test.place);
    cook = await test.member();
    lien = await test.member();
    const bea = await test.member();
    await withoutBounds(test, cook);
    const { card, member } = await test.withCard('1359');
    const helper = test.actor(bea.id, 'helper', 'GROUP00000000001');
    const visit = await test.get(CardVisitsService).open(helper, 'rabot', card.token);
    if (visit.kind === 'refused') throw new Error(visit.code);
    const wish = { orderId: anOrderId(test), to: cook.account, amount: 100n, secret: '1359' };
    const { id } = visit.seen.visit;
    expect(await test.get(CardVisitsService).pay(helper, 'rabot', id, wish)).toMatchObject({
      kind: 'posted',
    });
    const given = await test.get(TrustsService).give(member.actor, 'rabot', {
      ...{ who: { personId: lien.id }, gives: 'may_pay', perWeek: { currency: 'UUR', amount: 300n } },
    });
    if (given.kind === 'refused') throw new Error(given.code);
    trust = given.seen.trust.id;
    const theirs = { orderId: anOrderId(test), to: cook.account, amount: 200n };
    expect(await test.get(TrustsService).pay(lien.actor, 'rabot', trust, theirs)).toMatchObject({
      kind: 'posted',
    });
    group = await aGroup(test);
    const [ann] = group.people;
    const limit = { partyId: group.id, currency: 'UUR', amount: 500n };
    expect(await test.get(SecondYesLimits).set(ann!.actor, 'rabot', limit)).toMatchObject({ kind: 'done' });
    asked = anOrderId(test);
    const payment = { orderId: asked, from: group.account, to: cook.account, amount: 600n };
    expect(await test.get(SecondYesService).pay(ann!.actor, 'rabot', payment)).toMatchObject({
      kind: 'needs_second',
    });
    const limits = { perPayment: 100n, perDay: 100n };
    await test.get(CardLimitsService).set(test.steward(), 'rabot', 'UUR', limits);
  });

  it('takes along who helped, who is trusted and what waits for a second yes, and all of it goes on', async () => {
    const rows = (database: Database) =>
      Promise.all(tables.map((name) => database.reader.all(`select * from ${name} order by 1, 2, 3`)));
    const before = await rows(test.get(Database));
    expect(before.map(({ length }) => length > 0)).toEqual(tables.map(() => true));
    await test.app.close();
    const there = await aServer(to);
    await imported(there, await exported(test.place, 'rabot'));
    await withRooms(
      there.config,
      async (rooms) => {
        expect(await rows(rooms.get(Database))).toEqual(before);
        const theirs = { orderId: anOrderId(test), to: cook.account, amount: 101n };
        const trusts = rooms.get(TrustsService);
        expect(await trusts.pay(lien.actor, 'rabot', trust, theirs)).toMatchObject({
          code: 'over_trust_limit',
        });
        const [, bob] = group.people;
        const seconds = rooms.get(SecondYesService);
        expect(await seconds.approve(bob!.actor, 'rabot', anOrderId(test), asked)).toMatchObject({
          kind: 'posted',
        });
      },
      new SetClock(test.clock.now()),
    );
    expect(await differences(there)).toEqual([]);
  });
});
