import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { ProgrammesService } from '../../src/issuance/programmes.service.js';
import { LapsedHolds } from '../../src/upkeep/holds.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';

const day = 86_400_000;

describe.each(dialects)('the most that one party may get under a programme, on %s', (dialect) => {
  let test: TestPayments;
  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const codes = (answers: ReadonlyArray<{ kind: string; code?: string }>): string[] =>
    answers.map((answer) => answer.code ?? answer.kind).sort();

  it('holds when two are approved at the same moment, and however many', async () => {
    const town = await TestProgrammes.in(test);
    await town.aProgramme({ perParty: 100n });
    const two = [await town.propose({ amount: 60n }), await town.propose({ amount: 60n })];
    const answers = await Promise.all(two.map((id) => town.approve(id)));
    expect(codes(answers)).toEqual(['over_party_limit', 'posted']);
    const others = await Promise.all(Array.from({ length: 12 }, () => town.propose({ amount: 10n })));
    const more = await Promise.all(others.map((id) => town.approve(id)));
    expect(codes(more).filter((code) => code === 'posted')).toHaveLength(4);
    expect(await town.balance()).toMatchObject({ promised: 100n });
    // Another party has its own.
    const theirs = await town.propose({ amount: 100n, partyId: town.town });
    expect(await town.approve(theirs)).toMatchObject({ kind: 'posted' });
  });

  it('keeps no no for ever: what did not fit is approved when it fits', async () => {
    const town = await TestProgrammes.in(test);
    await town.aProgramme({ perParty: 100n, budget: 120n });
    const two = [await town.propose({ amount: 60n }), await town.propose({ amount: 60n })];
    const answers = await Promise.all(two.map((id) => town.approve(id)));
    const late = two[answers.findIndex(({ kind }) => kind === 'refused')]!;
    const programmes = test.get(ProgrammesService);
    await programmes.change(town.maker, town.here, town.code, { perParty: 120n });
    await programmes.decide(town.approver, town.here, town.code, 2, true);
    test.clock.forward(day);
    expect(await town.approve(late)).toMatchObject({ kind: 'posted', repeated: false });
    // The same with a budget that was raised meanwhile.
    await programmes.change(town.maker, town.here, town.code, { perParty: null });
    await programmes.decide(town.approver, town.here, town.code, 3, true);
    const over = await town.propose({ amount: 30n });
    expect(await town.approve(over)).toMatchObject({ code: 'not_enough' });
    await programmes.change(town.maker, town.here, town.code, { budget: 150n });
    await programmes.decide(town.approver, town.here, town.code, 4, true);
    test.clock.forward(day);
    const first = await town.approve(over);
    expect(first).toMatchObject({ kind: 'posted', repeated: false });
    test.clock.forward(day);
    expect(await town.approve(over)).toEqual({ ...first, repeated: true });
    expect(await town.balance()).toMatchObject({ promised: 150n, notYetIssued: 0n });
  });

  it('is that of the version in force at the moment of the booking', async () => {
    const town = await TestProgrammes.in(test);
    await town.aProgramme({ perParty: 100n });
    await town.issue(50n);
    const programmes = test.get(ProgrammesService);
    const ids = [await town.propose({ amount: 50n }), await town.propose({ amount: 40n })];
    await programmes.change(town.maker, town.here, town.code, { perParty: 90n });
    await programmes.decide(town.approver, town.here, town.code, 2, true);
    expect(codes(await Promise.all(ids.map((id) => town.approve(id))))).toEqual([
      'over_party_limit',
      'posted',
    ]);
    expect(await town.balance()).toMatchObject({ promised: 40n, issued: 50n });
  });

  it('counts what was received and what is still promised, not what lapsed or was withdrawn', async () => {
    const town = await TestProgrammes.in(test);
    await town.aProgramme({ perParty: 100n, promiseDays: 2 });
    await town.issue(30n);
    await town.approve(await town.propose({ amount: 70n }));
    const full = await town.propose({ amount: 1n });
    expect(await town.approve(full)).toMatchObject({ code: 'over_party_limit' });
    test.clock.forward(3 * day);
    const free = await town.propose({ amount: 70n });
    expect(await town.approve(free)).toMatchObject({ kind: 'posted' });
    await test.get(LapsedHolds).release();
    expect(await town.balance()).toMatchObject({ promised: 70n, issued: 30n });
  });

  // A file of SQLite has one process.
  const onServers = dialect === 'postgres' ? [dialect] : [];
  for (const server of onServers) {
    it(`holds between two processes on one database of ${server}`, async () => {
      const other = await TestPayments.on(test.place);
      try {
        other.clock.set(test.clock.now());
        for (let round = 0; round < 8; round++) {
          const town = await TestProgrammes.in(test);
          await town.aProgramme({ perParty: 100n });
          const ids = await Promise.all(Array.from({ length: 6 }, () => town.propose({ amount: 30n })));
          const answers = await Promise.all(
            ids.map((id, i) =>
              (i % 2 === 0 ? test : other).get(ApprovalsService).approve(town.approver, town.here, id),
            ),
          );
          expect(codes(answers)).toEqual([
            ...['over_party_limit', 'over_party_limit', 'over_party_limit'],
            ...['posted', 'posted', 'posted'],
          ]);
        }
      } finally {
        await other.stop();
      }
    });
  }
});
