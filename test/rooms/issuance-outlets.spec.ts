import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { newUuid } from '../../src/database/ids.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { IssueVouchers } from '../../src/issuance/issue-vouchers.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';

describe.each(dialects)('a programme whose currency can be spent nowhere, on %s', (dialect) => {
  let test: TestPayments;
  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  afterAll(() => test.close());

  const here = async (): Promise<TestProgrammes> => {
    const town = await TestProgrammes.in(test);
    await town.aProgramme();
    const institutions = test.get(InstitutionsService);
    const [shop] = await institutions.list(systemActor('test'), town.here, { outlets: true });
    await institutions.change(systemActor('test'), town.here, shop!.id, { outlet: false });
    return town;
  };
  const ask = (town: TestProgrammes, acceptNoOutlet?: true) =>
    test
      .get(IssuesService)
      .propose(
        town.maker,
        town.here,
        town.code,
        { id: newUuid(test.clock.now()), partyId: town.group.id, amount: 100n },
        { ...(acceptNoOutlet && { acceptNoOutlet }) },
      );

  it('warns before the first issue, and goes on once that is acknowledged', async () => {
    const town = await here();
    const issues = test.get(IssuesService);
    const list = [{ id: newUuid(test.clock.now()), partyId: town.group.id, amount: 100n }];
    const seen = await issues.preview(town.maker, town.here, town.code, list);
    expect(seen).toMatchObject({ lines: [], warnings: ['no_outlet'] });
    expect(await ask(town)).toMatchObject({ kind: 'refused', code: 'no_outlet' });
    expect(await issues.list(town.finance, town.here, town.code, '', 5)).toEqual([]);
    expect(await ask(town, true)).toMatchObject({ kind: 'proposed', warnings: ['no_outlet'] });
    // Who was told once is not told again.
    expect(await ask(town)).toMatchObject({ kind: 'proposed', warnings: [] });
  });

  it('has nothing to warn of with a place that takes it, and again when that place is gone', async () => {
    const town = await here();
    const institutions = test.get(InstitutionsService);
    const all = await institutions.list(systemActor('test'), town.here);
    const shop = all.find(({ name }) => name === 'De Korrel')!;
    await institutions.change(systemActor('test'), town.here, shop.id, { outlet: true });
    const preview = () =>
      test
        .get(IssuesService)
        .preview(town.maker, town.here, town.code, [
          { id: newUuid(test.clock.now()), partyId: town.group.id, amount: 100n },
        ]);
    expect(await preview()).toMatchObject({ warnings: [] });
    await institutions.leave(systemActor('test'), town.here, shop.id, 'pot');
    expect(await preview()).toMatchObject({ warnings: ['no_outlet'] });
  });

  it('makes no vouchers before that is acknowledged, unless they name who takes them', async () => {
    const town = await here();
    const propose = (terms = openTerms) =>
      test.get(IssueVouchers).propose(town.maker, town.here, town.code, {
        id: newUuid(test.clock.now()),
        ...{ each: 200n, count: 2, terms },
      });
    expect(await propose()).toMatchObject({ code: 'no_outlet' });
    const batches = await test.get(BatchesService).list(town.maker, town.here, town.town, 0, 5);
    expect(batches).toEqual([]);
    const named = { ...openTerms, acceptors: { kind: 'parties' as const, ids: [town.group.id] } };
    expect(await propose(named)).toMatchObject({ kind: 'proposed' });
  });

  it('says so on the form and on the issue, and lets it be sent all the same', async () => {
    const town = await here();
    await town.appoint(town.maker, 'issuer');
    const maker = await town.session(town.maker);
    const page = `/c/${town.here}/programmes/${town.code}/issue`;
    const warning = 'Deze munt kan nog nergens gebruikt worden.';
    expect((await maker.ask(page)).text).toContain(warning);
    const form = { id: newUuid(test.clock.now()), party: town.group.id, purpose: '', amount: '1' };
    const first = await maker.ask(page, form);
    expect([first.status, first.text.includes('value="accepted"')]).toEqual([422, true]);
    const again = await maker.ask(page, { ...form, outlet: 'accepted' });
    expect(again.status).toBe(303);
    expect((await maker.ask(again.location!)).text).toContain(warning);
  });
});
