import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor, type Scope } from '../../src/access/actor.js';
import { Verifier } from '../../src/books/verify.js';
import { newUuid } from '../../src/database/ids.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import { RepeatRuns } from '../../src/issuance/repeat-runs.service.js';
import { RepeatsService, type NewRepeat, type ShownRepeat } from '../../src/issuance/repeats.service.js';
import { Tidying } from '../../src/upkeep/tidying.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { acting, TestProgrammes } from '../support/programmes.js';
import { Tamper } from '../support/tamper.js';

describe.each(dialects)('an issue that comes back every month, on %s', (dialect) => {
  let test: TestPayments;
  let town: TestProgrammes;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  beforeEach(async () => {
    begin();
    town = await TestProgrammes.in(test);
    await town.aProgramme(long);
  });
  // The clock never goes back, so each test has months of its own, in which no other repeat runs.
  afterEach(async () => {
    for (const code of [town.code, 'klein']) {
      const all = await repeats()
        .list(town.finance, town.here, code, '', 50)
        .catch(() => []);
      for (const { repeat } of all) await repeats().stop(town.maker, town.here, repeat.id);
    }
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const repeats = () => test.get(RepeatsService);
  const long = { until: '2099-12-31' };
  let first = new Date(0);
  /** Goes to the fifth of the next month, which is month 0 of what follows. */
  const begin = (): void => {
    const now = new Date(test.clock.now());
    first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
    onDay(0, 5);
  };
  const onDay = (months: number, day: number) =>
    test.clock.set(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, day, 9));
  const month = (number: number): string =>
    new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + number, 15)).toISOString().slice(0, 7);
  const wish = (changes: Partial<NewRepeat> = {}): NewRepeat => ({
    id: newUuid(test.clock.now()),
    ...{ partyId: town.group.id, amount: 1_000n, day: 10 },
    ...{ firstMonth: month(0), lastMonth: month(3) },
    ...changes,
  });
  const ask = (changes: Partial<NewRepeat> = {}) =>
    repeats().propose(town.maker, town.here, town.code, wish(changes));
  const proposed = async (changes: Partial<NewRepeat> = {}): Promise<string> => {
    const answer = await ask(changes);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.repeat.id;
  };
  const decide = (id: string, actor = town.approver, yes = true) =>
    repeats().decide(actor, town.here, id, yes);
  const running = async (changes: Partial<NewRepeat> = {}): Promise<string> => {
    const id = await proposed(changes);
    expect(await decide(id)).toMatchObject({ kind: 'decided', repeat: { state: 'approved' } });
    return id;
  };
  const run = () => test.get(RepeatRuns).run();
  const months = async (id: string) => {
    const all = await repeats().list(town.finance, town.here, town.code, '', 50);
    return all.find(({ repeat }) => repeat.id === id)!.months;
  };
  const issues = () => test.get(IssuesService).list(town.finance, town.here, town.code, '', 50);

  it('is approved once, promised month by month, and counts each time the group says that it came', async () => {
    const id = await running();
    expect(await run()).toEqual({ promised: 0, skipped: 0 });
    onDay(0, 10);
    await test.get(Tidying).run();
    expect(await town.balance()).toMatchObject({ promised: 1_000n, issued: 0n });
    const [first] = await issues();
    expect(first).toMatchObject({ repeatId: id, madeBy: town.maker.id, decidedBy: town.approver.id });
    expect(await town.confirm(first!.id)).toMatchObject({ kind: 'posted' });
    expect(await town.balance()).toMatchObject({ promised: 0n, issued: 1_000n, withGroups: 1_000n });
    expect(await run()).toEqual({ promised: 0, skipped: 0 });
    onDay(1, 10);
    expect(await run()).toEqual({ promised: 1, skipped: 0 });
    expect((await months(id)).map(({ month, skipped }) => [month, skipped])).toEqual([
      [month(0), null],
      [month(1), null],
    ]);
  });

  it('makes up for months that were missed one by one, and ends with its last', async () => {
    const id = await running();
    onDay(8, 1);
    expect(await run()).toEqual({ promised: 4, skipped: 0 });
    expect(await run()).toEqual({ promised: 0, skipped: 0 });
    expect((await months(id)).map(({ month }) => month)).toEqual([0, 1, 2, 3].map(month));
    const all = await issues();
    expect(new Set(all.map((each) => each.id)).size).toBe(4);
    expect(await town.balance()).toMatchObject({ promised: 4_000n });
  });

  it('is never approved by who made it: other role, other session, token, command line', async () => {
    const id = await proposed();
    const changed = acting({ ...town.group, actor: town.maker, id: town.maker.id }, 'approver', town.town);
    for (const actor of [changed, { ...changed, via: 'ANOTHER' }, { ...changed, kind: 'token' as const }])
      expect(await decide(id, actor)).toMatchObject({ code: 'maker_may_not_approve' });
    for (const actor of [town.maker, town.finance, test.steward(town.here), systemActor('command')])
      await expect(decide(id, actor)).rejects.toThrow('may not');
    onDay(1, 10);
    expect(await run()).toEqual({ promised: 0, skipped: 0 });
    const promise = (actor = systemActor('command')) => {
      const repeat = { id, communityId: town.here, decidedBy: town.approver.id };
      return test.get(ApprovalsService).promiseMonth(actor, repeat as never, id);
    };
    await expect(promise()).rejects.toThrow('may not');
    await expect(promise(town.approver)).rejects.toThrow('may not');
    expect(await town.balance()).toMatchObject({ promised: 0n });
  });

  it('is stopped in one act by either side; what was promised stays', async () => {
    for (const actor of [town.maker, town.approver]) {
      const id = await running();
      onDay(0, 10);
      await run();
      const before = await town.balance();
      expect(await repeats().stop(actor, town.here, id)).toMatchObject({ repeat: { state: 'stopped' } });
      expect(await repeats().stop(actor, town.here, id)).toMatchObject({ kind: 'stopped' });
      onDay(3, 11);
      expect(await run()).toEqual({ promised: 0, skipped: 0 });
      expect(await town.balance()).toEqual(before);
      begin();
    }
    const id = await running();
    await expect(repeats().stop(town.finance, town.here, id)).rejects.toThrow('may not');
    await expect(repeats().stop(town.group.actor, town.here, id)).rejects.toThrow('may not');
  });

  it('that is stopped while a month is under way promises it before the stop, or not at all', async () => {
    for (let round = 0; round < 5; round++) {
      begin();
      const id = await running({ amount: 10n });
      onDay(3, 11);
      await Promise.all([run(), repeats().stop(town.approver, town.here, id)]);
      const promised = await town.balance();
      await run();
      expect(await town.balance()).toEqual(promised);
      for (const { issueId, skipped } of await months(id)) {
        const issue = (await issues()).find((each) => each.id === issueId)!;
        expect([issue.kept, skipped]).toEqual(
          issue.kept === 'promised' ? ['promised', null] : ['refused', 'issue_decided'],
        );
      }
    }
  });

  it('that is stopped between making an issue and promising it promises nothing', async () => {
    const id = await running();
    onDay(1, 10);
    const approvals = test.get(ApprovalsService);
    const whole = approvals.promiseMonth.bind(approvals);
    approvals.promiseMonth = async (...asked) => {
      await repeats().stop(town.approver, town.here, id);
      return whole(...asked);
    };
    try {
      expect(await run()).toEqual({ promised: 0, skipped: 1 });
    } finally {
      approvals.promiseMonth = whole;
    }
    expect(await months(id)).toMatchObject([{ month: month(0), skipped: 'issue_decided' }]);
    expect(await town.balance()).toMatchObject({ promised: 0n });
    expect(await issues()).toMatchObject([{ kept: 'refused' }]);
  });

  it('skips a month that no longer fits, says why, and goes on with the next', async () => {
    await town.aProgramme({ ...long, budget: 2_500n, perParty: 2_400n }, 'klein');
    const id = newUuid(test.clock.now());
    const asked = { ...wish({ amount: 600n }), id };
    expect(await repeats().propose(town.maker, town.here, 'klein', asked)).toMatchObject({
      kind: 'proposed',
    });
    await decide(id);
    const other = await town.propose({ amount: 2_000n, partyId: town.town }, 'klein');
    await town.approve(other);
    onDay(0, 10);
    expect(await run()).toEqual({ promised: 0, skipped: 1 });
    const withdrawn = await test
      .get(ApprovalsService)
      .withdraw(town.maker, town.here, newUuid(test.clock.now()), other);
    expect(withdrawn).toMatchObject({ kind: 'posted' });
    onDay(1, 10);
    expect(await run()).toEqual({ promised: 1, skipped: 0 });
    const mine = await town.propose({ amount: 1_300n }, 'klein');
    expect(await town.approve(mine)).toMatchObject({ kind: 'posted' });
    onDay(2, 10);
    expect(await run()).toEqual({ promised: 0, skipped: 1 });
    const all = await repeats().list(town.finance, town.here, 'klein', '', 5);
    expect(all[0]!.months.map(({ skipped }) => skipped)).toEqual(['not_enough', null, 'over_party_limit']);
    await test.theBooksBalance();
  });

  it('says by name what cannot be', async () => {
    const ann = await test.aPerson(town.here);
    expect(await ask({ partyId: ann.id })).toMatchObject({ code: 'issue_not_to_persons' });
    expect(await ask({ partyId: 'NEVER00000000000' })).toMatchObject({ code: 'no_such_party' });
    expect(await ask({ firstMonth: month(-1) })).toMatchObject({ code: 'repeat_period_wrong' });
    expect(await ask({ lastMonth: '2100-01' })).toMatchObject({ code: 'repeat_period_wrong' });
    expect(await ask({ firstMonth: month(4) })).toMatchObject({ code: 'repeat_period_wrong' });
    expect(await ask({ amount: 25_001n })).toMatchObject({ code: 'repeat_over_budget' });
    expect(await ask({ amount: 25_000n })).toMatchObject({ kind: 'proposed' });
    const same = wish();
    await repeats().propose(town.maker, town.here, town.code, same);
    expect(await repeats().propose(town.maker, town.here, town.code, same)).toMatchObject({
      kind: 'proposed',
    });
    const changed = { ...same, amount: 999n };
    expect(await repeats().propose(town.maker, town.here, town.code, changed)).toMatchObject({
      code: 'exists_with_different_content',
    });
    await expect(repeats().propose(town.approver, town.here, town.code, wish())).rejects.toThrow('may not');
    const id = await proposed();
    await decide(id, town.approver, false);
    expect(await decide(id)).toMatchObject({ code: 'repeat_decided' });
    expect(await repeats().stop(town.maker, town.here, id)).toMatchObject({ code: 'repeat_over' });
  });

  it('promises each month once, however many run at once', async () => {
    const id = await running();
    onDay(3, 11);
    await Promise.all(Array.from({ length: 8 }, run));
    expect((await months(id)).map(({ skipped }) => skipped)).toEqual([null, null, null, null]);
    expect(await town.balance()).toMatchObject({ promised: 4_000n });
    expect(await issues()).toHaveLength(4);
  });

  // A file of SQLite has one process.
  for (const server of dialect === 'postgres' ? [dialect] : []) {
    it(`promises each month once between two processes on one database of ${server}`, async () => {
      const other = await TestPayments.on(test.place);
      try {
        const id = await running();
        onDay(3, 11);
        other.clock.set(test.clock.now() + 1_000);
        const runs = [test, other, test, other].map((each) => each.get(RepeatRuns).run());
        await Promise.all(runs);
        expect((await months(id)).map(({ skipped }) => skipped)).toEqual([null, null, null, null]);
        expect(await town.balance()).toMatchObject({ promised: 4_000n });
        expect(await issues()).toHaveLength(4);
      } finally {
        await other.stop();
      }
    });
  }

  it('goes on where a run was cut off between making an issue and promising it', async () => {
    const id = await running();
    onDay(0, 10);
    const promise = test.get(ApprovalsService);
    const whole = promise.promiseMonth.bind(promise);
    promise.promiseMonth = () => Promise.reject(new Error('cut off'));
    await expect(run()).rejects.toThrow('cut off');
    promise.promiseMonth = whole;
    expect(await town.balance()).toMatchObject({ promised: 0n });
    expect(await run()).toEqual({ promised: 1, skipped: 0 });
    expect(await months(id)).toHaveLength(1);
  });

  it('is found by the proof when a month is not as its repeat says', async () => {
    await running();
    onDay(0, 10);
    await run();
    const prove = async () => (await test.get(Verifier).full()).differences;
    expect(await prove()).toEqual([]);
    const tamper = await Tamper.on(test.place.config, ['issue_repeats', 'issue_repeat_months']);
    try {
      const mine = async (table: string) =>
        (await tamper.rows(table)).filter((row) => row.community_id === town.here);
      const named = async (table: string, changed: Record<string, bigint | string>) => {
        const found = await tamper.while(table, (await mine(table))[0]!, changed, prove);
        return found.map((each) => `${each.table} ${each.field}`);
      };
      expect(await named('issue_repeats', { amount: 7n })).toEqual(['issue_repeat_months issue_id']);
      expect(await named('issue_repeat_months', { skipped: 'x' })).toEqual(['issue_repeat_months skipped']);
    } finally {
      await tamper.close();
    }
  });

  it('is asked for, approved, listed and stopped through the API, and shown to those inside only', async () => {
    await town.appoint(town.maker, 'issuer');
    await town.appoint(town.approver, 'approver');
    const maker = await test.aToken(town.here, town.maker.id, ['programmes:write', 'programmes:read']);
    const scopes: Scope[] = ['programmes:decide', 'programmes:write'];
    const approver = await test.aToken(town.here, town.approver.id, scopes);
    const home = `/api/v1/communities/${town.here}`;
    const { partyId: party, amount, ...rest } = wish();
    const body = { ...rest, party, amount: Number(amount) };
    const path = `${home}/programmes/${town.code}/repeats`;
    const asked = await test.call('POST', path, { as: maker, body });
    expect(asked).toMatchObject({ status: 201, body: { state: 'proposed', warnings: [] } });
    const one = `${home}/repeats/${rest.id}`;
    const decision = { body: { approve: true } };
    expect(await test.call('POST', `${one}/decision`, { as: maker, ...decision })).toMatchObject({
      status: 403,
    });
    expect(await test.call('POST', `${one}/decision`, { as: approver, ...decision })).toMatchObject({
      status: 201,
      body: { state: 'approved', decidedBy: town.approver.id },
    });
    onDay(0, 10);
    await run();
    const stranger = await test.aToken(town.here, town.group.treasurer.id, ['programmes:read']);
    expect(await test.call('GET', path, { as: stranger })).toMatchObject({ status: 403 });
    expect(await test.call('GET', path, { as: maker })).toMatchObject({
      status: 200,
      body: { items: [{ id: rest.id, months: [{ month: month(0), skipped: null }] }] },
    });
    expect(await test.call('POST', `${one}/stop`, { as: approver })).toMatchObject({
      status: 200,
      body: { state: 'stopped' },
    });
  });

  it('is asked for with one field more of the form, and approved and stopped on the page of the programme', async () => {
    await town.appoint(town.maker, 'issuer');
    await town.appoint(town.approver, 'approver');
    const [maker, approver, group] = await Promise.all(
      [town.maker, town.approver, town.group.treasurer].map((who) => town.session(who)),
    );
    const page = `/c/${town.here}/programmes/${town.code}`;
    const form = { id: newUuid(test.clock.now()), party: town.group.id, purpose: '', amount: '12,5' };
    const late = { ...form, until: '2100-01-31' };
    expect(await maker!.ask(`${page}/issue`, late)).toMatchObject({ status: 422 });
    const sent = await maker!.ask(`${page}/issue`, { ...form, until: `${month(2)}-05` });
    expect(sent).toMatchObject({ status: 303, location: page });
    const [{ repeat }] = (await repeats().list(town.finance, town.here, town.code, '', 5)) as [ShownRepeat];
    expect(repeat).toMatchObject({ day: 5, firstMonth: month(0), lastMonth: month(2), amount: 1_250n });
    const step = `${page}/repeats/${repeat.id}`;
    expect((await maker!.ask(page)).text).not.toContain(`${step}/decision`);
    const waits = `href="${page}"`;
    expect((await approver!.ask('/')).text.split(waits)).toHaveLength(3);
    expect((await maker!.ask('/')).text.split(waits)).toHaveLength(2);
    expect((await approver!.ask(page)).text).toContain(`${step}/decision`);
    expect(await approver!.ask(`${step}/decision`, { answer: 'yes' })).toMatchObject({ status: 303 });
    expect(await run()).toEqual({ promised: 1, skipped: 0 });
    expect((await group!.ask(page)).text).not.toContain('/repeats/');
    const { text } = await maker!.ask(page);
    expect([text.includes(`${step}/stop`), text.includes('twaalf munten en een half')]).toEqual([true, true]);
    expect(await maker!.ask(`${step}/stop`, { answer: 'yes' })).toMatchObject({ status: 303 });
    expect((await maker!.ask(page)).text).not.toContain(`${step}/stop`);
  });
});
