import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TokensService } from '../../src/access/tokens.service.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import type { Account } from '../../src/ledger/account.js';
import { dialects } from '../support/databases.js';
import { command, TestTown } from '../support/town.js';

type Holder = Account & { partyId: string };

describe.each(dialects)('what one can do with it, on a receipt, on %s', (dialect) => {
  let town: TestTown;
  let ada: Holder;
  let bo: Holder;

  const bakery = {
    name: 'Bakkerij De Korrel',
    picture: 'apple',
    colour: 'yellow',
    place: 'Wondelgemstraat',
    openingHours: '7-18, zondag 7-13',
  };

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    [ada, bo] = [await town.person(), await town.person()];
    await town.database.transaction((tx) =>
      town.books.setTerms(tx, 'TESTER', 'rabot', ada.id, { floor: null, ceiling: null }),
    );
    const service = town.app.get(InstitutionsService);
    await service.enter(command, 'rabot', { ...bakery, kind: 'shop' });
    const library = { ...bakery, name: 'Bibliotheek De Krook', kind: 'library' } as const;
    await service.enter(command, 'rabot', library);
  });
  afterAll(() => town?.close());

  const pay = () => town.book([{ from: ada.id, to: bo.id, amount: 100n }]);
  const outlets = async (token: string, headers = {}): Promise<unknown> =>
    (await town.ask(`/api/v1/receipts/${token}`, headers)).json<{ outlets: unknown }>().outlets;

  it('its parties see the places where coins can be spent, with picture and hours', async () => {
    const { token } = await pay();
    for (const { partyId } of [ada, bo]) {
      const headers = await town.asPerson(partyId);
      expect(await outlets(token, headers)).toEqual([bakery]);
      const page = (await town.ask(`/r/${token}`, headers)).body;
      for (const said of ['Wat kan ik ermee doen?', 'Bakkerij De Korrel', 'zondag 7-13'])
        expect(page).toContain(said);
      expect(page).not.toContain('De Krook');
    }
  });

  it('strangers see none of it, and others of the community neither', async () => {
    const { token } = await pay();
    const other = await town.asPerson((await town.person()).partyId);
    for (const headers of [{}, other]) {
      expect(await outlets(token, headers)).toEqual([]);
      expect((await town.ask(`/r/${token}`, headers)).body).not.toContain('Korrel');
    }
  });

  it('a program that may not read who takes part gets the receipt without them', async () => {
    const { token } = await pay();
    const made = await town.app.get(TokensService).make(command, {
      owner: { kind: 'person', id: bo.partyId, communityId: 'rabot' },
      scopes: ['receipts:read'],
      expiresAt: town.clock.now() + 86_400_000,
      label: 'test',
    });
    if (made.kind === 'refused') throw new Error(made.code);
    const headers = { authorization: `Bearer ${made.token}` };
    expect(await outlets(token, headers)).toEqual([]);
    expect((await town.ask(`/api/v1/receipts/${token}`, headers)).statusCode).toBe(200);
  });

  it('nothing can be done with what was given back, nor with a gift without coin', async () => {
    const headers = await town.asPerson(bo.partyId);
    const { id, token } = await pay();
    await town.book([{ from: bo.id, to: ada.id, amount: 100n }], {
      ...{ kind: 'reversal', reverses: id, reason: 'twice' },
    });
    expect(await outlets(token, headers)).toEqual([]);
    const sides = { giverId: ada.partyId, takerId: bo.partyId };
    const gift = await town.book([], { kind: 'gift', ...sides });
    expect(await outlets(gift.token, headers)).toEqual([]);
  });
});
