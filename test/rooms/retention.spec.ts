import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LinksService } from '../../src/access/links.service.js';
import { Retention } from '../../src/access/retention.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { SignInService } from '../../src/access/sign-in.service.js';
import { TriesService } from '../../src/access/tries.service.js';
import { newUuid } from '../../src/database/ids.js';
import { SpokenThanks } from '../../src/payments/spoken-thanks.service.js';
import { dialects } from '../support/databases.js';
import { aWave } from '../support/sounds.js';
import { command, TestTown } from '../support/town.js';

const dayMs = 86_400_000;

describe.each(dialects)('how long things are kept on %s', (dialect) => {
  let town: TestTown;
  let personId: string;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    personId = (await town.person()).partyId;
  });
  afterAll(async () => {
    await town.close();
  });

  /** What the table says of a kind, in days. */
  function daysOf(kind: string): number {
    const { until } = town.app
      .get(Retention)
      .table()
      .find((each) => each.kind === kind)!;
    return typeof until === 'string' ? Number.NaN : until.days;
  }

  const makers: Record<
    string,
    { table: string; make: () => Promise<unknown>; tidy: () => Promise<unknown> }
  > = {
    came_in: {
      table: 'sessions',
      make: () => {
        const sessions = town.app.get(SessionsService);
        const owner = { kind: 'person', id: personId, communityId: 'rabot' } as const;
        return town.database.transaction((tx) => sessions.open(tx, sessions.prepare(), owner, true));
      },
      tidy: () => town.app.get(SessionsService).tidy(),
    },
    links: {
      table: 'sign_in_links',
      make: () => town.app.get(SignInService).makeLink(command, { communityId: 'rabot', personId }),
      tidy: () => town.app.get(LinksService).tidy(),
    },
    tries: {
      table: 'tries',
      make: () => town.app.get(TriesService).failed(newUuid(), { failures: 5, windowMs: 1000, lockMs: 1000 }),
      tidy: () => town.app.get(TriesService).tidy(),
    },
    thanks: {
      table: 'person_sounds',
      make: async () => {
        const [giver, taker] = [await town.person(), await town.person()];
        const { id } = await town.book([{ from: giver.id, to: taker.id, amount: 100n }], { kind: 'payment' });
        return town.app.get(SpokenThanks).say(town.actor(giver.partyId), 'rabot', id, aWave());
      },
      tidy: () => town.app.get(SpokenThanks).tidy(),
    },
  };

  it.each(Object.keys(makers))('what the table says of %s is what is done', async (kind) => {
    const { table, make, tidy } = makers[kind]!;
    const rows = async (): Promise<number> =>
      Number((await town.database.reader.one(`select count(*) as n from ${table}`))!.n);
    const before = await rows();
    await make();
    expect(await rows()).toBe(before + 1);
    town.clock.forward((daysOf(kind) - 1) * dayMs);
    await tidy();
    expect(await rows()).toBe(before + 1);
    town.clock.forward(dayMs + 1);
    await tidy();
    expect(await rows()).toBe(before);
  });

  it('names every table that the service itself clears, and no other with days', () => {
    const withDays = town.app
      .get(Retention)
      .table()
      .filter(({ until }) => typeof until !== 'string')
      .map(({ kind }) => kind);
    // The language on a device is a cookie; the others are proved above.
    expect(withDays.sort()).toEqual([...Object.keys(makers), 'device'].sort());
  });
});
