import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { systemActor } from '../../src/access/actor.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssueVouchers } from '../../src/issuance/issue-vouchers.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import { ProgrammesService } from '../../src/issuance/programmes.service.js';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { HoldsService } from '../../src/payments/holds.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { LapsedHolds } from '../../src/upkeep/holds.service.js';
import type { Row } from '../../src/database/sql.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { acting, TestProgrammes } from '../support/programmes.js';
import { Tamper } from '../support/tamper.js';

const day = 86_400_000;

describe.each(dialects)('a programme, on %s', (dialect) => {
  let test: TestPayments;
  let town: TestProgrammes;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  beforeEach(async () => {
    town = await TestProgrammes.in(test);
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const programmes = () => test.get(ProgrammesService);
  const decide = (actor = town.approver, version = 1, yes = true) =>
    programmes().decide(actor, town.here, town.code, version, yes);
  const proposed = () =>
    programmes().propose(town.maker, town.here, {
      ...town.terms(),
      code: town.code,
      ownerId: town.town,
      currency: 'DANK',
    });

  it('asks four things and is open when somebody else has approved it', async () => {
    expect(await proposed()).toMatchObject({ kind: 'proposed', programme: { current: null } });
    expect(await decide()).toMatchObject({
      kind: 'decided',
      programme: { current: { version: 1, terms: { expiry: 'never', purposes: [], perIssue: null } } },
    });
    expect(await town.balance()).toMatchObject({ budget: 100_000n, notYetIssued: 100_000n, issued: 0n });
  });

  it('is never approved by who made it: second session, changed role, token, command line', async () => {
    await proposed();
    const changed = acting({ ...town.group, actor: town.maker, id: town.maker.id }, 'approver', town.town);
    for (const actor of [changed, { ...changed, via: 'ANOTHER' }, { ...changed, kind: 'token' as const }])
      expect(await decide(actor)).toMatchObject({ code: 'maker_may_not_approve' });
    await expect(decide(town.maker)).rejects.toThrow('may not');
    await expect(decide(systemActor('command'))).rejects.toThrow('may not');
    await expect(decide(test.steward(town.here))).rejects.toThrow('may not');
    expect(await decide()).toMatchObject({ kind: 'decided' });
  });

  it('says by name what is wrong with its terms', async () => {
    const asked = async (changes: object) =>
      programmes().propose(town.maker, town.here, {
        ...town.terms(changes),
        code: town.code,
        ownerId: town.town,
        currency: 'DANK',
      });
    const purpose = { code: 'soep', name: 'Soep', budget: 60_000n };
    expect(await asked({ until: '2025-12-31' })).toMatchObject({ code: 'period_wrong' });
    expect(await asked({ purposes: [purpose, purpose] })).toMatchObject({ code: 'purpose_twice' });
    expect(await asked({ purposes: [purpose, { ...purpose, code: 'b' }] })).toMatchObject({
      code: 'purposes_over_budget',
    });
    expect(await asked({ perIssue: 100_001n })).toMatchObject({ code: 'limit_over_budget' });
    const ann = await test.aPerson(town.here);
    expect(await asked({ recipients: [ann.id] })).toMatchObject({ code: 'not_to_persons' });
  });

  it('changes by dated versions, and never to less than was issued', async () => {
    await town.aProgramme();
    await town.issue(30_000n);
    const change = (changes: object) => programmes().change(town.maker, town.here, town.code, changes);
    expect(await change({ budget: 20_000n })).toMatchObject({ kind: 'proposed' });
    expect(await change({ budget: 50_000n })).toMatchObject({ code: 'version_waiting' });
    expect(await decide(town.approver, 2)).toMatchObject({ code: 'budget_below_issued' });
    expect(await decide(town.approver, 2, false)).toMatchObject({ kind: 'decided' });
    await change({ budget: 30_000n, until: '2027-06-30' });
    expect(await decide(town.approver, 3)).toMatchObject({
      programme: { current: { version: 3, terms: { until: '2027-06-30', decision: 'GR 2026/114' } } },
    });
    expect(await town.balance()).toMatchObject({ budget: 30_000n, notYetIssued: 0n });
    const all = await programmes().versions(town.finance, town.here, town.code);
    expect(all.map(({ state }) => state)).toEqual(['approved', 'refused', 'approved']);
  });

  it('can be read by everybody in the community once it is approved, its proposals only inside', async () => {
    const ann = await test.aPerson(town.here);
    await proposed();
    await expect(programmes().find(ann.actor, town.here, town.code)).rejects.toThrow('may not');
    await decide();
    expect(await programmes().find(ann.actor, town.here, town.code)).toMatchObject({ code: town.code });
    await programmes().change(town.maker, town.here, town.code, { name: 'Anders' });
    const as = await test.aToken(town.here, ann.id, ['programmes:read']);
    const seen = await test.call('GET', `/api/v1/communities/${town.here}/programmes/${town.code}`, { as });
    expect(seen).toMatchObject({ status: 200, body: { programme: { waiting: null }, state: 'open' } });
  });
});

describe.each(dialects)('an issue, on %s', (dialect) => {
  let test: TestPayments;
  let town: TestProgrammes;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  beforeEach(async () => {
    town = await TestProgrammes.in(test);
    await town.aProgramme();
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const purse = async (): Promise<string> => {
    const accounts = await test.get(BooksService).accountsOf(town.here, town.group.id);
    return accounts.find(({ kind }) => kind === 'purpose')!.id;
  };

  it('goes from proposed by promised to received, and only then counts', async () => {
    const id = await town.propose({ amount: 4_000n });
    expect(await town.balance()).toMatchObject({ promised: 0n, issued: 0n });
    expect(await town.approve(id)).toMatchObject({ kind: 'posted' });
    expect(await town.balance()).toMatchObject({ promised: 4_000n, issued: 0n, notYetIssued: 96_000n });
    expect(await town.confirm(id)).toMatchObject({ kind: 'posted' });
    expect(await town.balance()).toMatchObject({ promised: 0n, issued: 4_000n, withGroups: 4_000n });
    expect(await town.confirm(id)).toMatchObject({ code: 'issue_decided' });
  });

  it('is not approved by its maker by any road, nor by a steward or the command line', async () => {
    const id = await town.propose({ amount: 4_000n });
    const changed = acting({ ...town.group, actor: town.maker, id: town.maker.id }, 'approver', town.town);
    expect(await town.approve(id, changed)).toMatchObject({ code: 'maker_may_not_approve' });
    for (const actor of [town.maker, town.finance, test.steward(town.here), systemActor('command')])
      await expect(town.approve(id, actor)).rejects.toThrow('may not');
    const token = await test.aToken(town.here, town.maker.id, ['programmes:write', 'programmes:decide']);
    const path = `/api/v1/communities/${town.here}/issues/${id}/approval`;
    expect(await test.call('POST', path, { as: token })).toMatchObject({ status: 403 });
  });

  it('gives the same answer when it is approved again, and one booking for fifty at once', async () => {
    const id = await town.propose({ amount: 4_000n });
    const answers = await Promise.all(Array.from({ length: 50 }, () => town.approve(id)));
    const receipts = new Set(answers.map((answer) => 'receiptToken' in answer && answer.receiptToken));
    expect(receipts.size).toBe(1);
    expect(await town.balance()).toMatchObject({ promised: 4_000n });
    const order = newUuid(test.clock.now());
    const got = await Promise.all(
      Array.from({ length: 50 }, () => town.confirm(id, town.group.actor, order)),
    );
    expect(got.every(({ kind }) => kind === 'posted')).toBe(true);
    expect(await town.balance()).toMatchObject({ issued: 4_000n, withGroups: 4_000n });
  });

  it('cannot be promised or given beyond the budget, however many at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => town.propose({ amount: 10_000n })));
    const answers = await Promise.all(ids.map((id) => town.approve(id)));
    expect(answers.filter(({ kind }) => kind === 'posted')).toHaveLength(10);
    expect(answers.filter((answer) => 'code' in answer && answer.code === 'not_enough')).toHaveLength(2);
    expect(await town.balance()).toMatchObject({ notYetIssued: 0n, promised: 100_000n });
  });

  it('lapses when nobody says that it came, and can be withdrawn before; the amount is free again', async () => {
    const id = await town.propose({ amount: 4_000n });
    await town.approve(id);
    test.clock.forward(91 * day);
    expect(await town.confirm(id)).toMatchObject({ code: 'issue_lapsed' });
    await test.get(LapsedHolds).release();
    expect(await town.balance()).toMatchObject({ promised: 0n, notYetIssued: 100_000n });
    const other = await town.propose({ amount: 5_000n });
    await town.approve(other);
    const order = newUuid(test.clock.now());
    const answer = await test.get(ApprovalsService).withdraw(town.maker, town.here, order, other);
    expect(answer).toMatchObject({ kind: 'posted' });
    expect(await town.confirm(other)).toMatchObject({ code: 'issue_decided' });
    expect(await town.balance()).toMatchObject({ promised: 0n, issued: 0n });
  });

  it('is refused by name to a person, to who may not receive, and outside the period', async () => {
    const ann = await test.aPerson(town.here);
    const ask = async (wish: object, code = town.code) => {
      const id = newUuid(test.clock.now());
      const base = { id, partyId: town.group.id, amount: 100n };
      return test.get(IssuesService).propose(town.maker, town.here, code, { ...base, ...wish });
    };
    expect(await ask({ partyId: ann.id })).toMatchObject({ code: 'issue_not_to_persons' });
    expect(await ask({ partyId: 'NEVER00000000000' })).toMatchObject({ code: 'no_such_party' });
    expect(await ask({ purpose: 'soep' })).toMatchObject({ code: 'no_such_purpose' });
    await town.aProgramme({ recipients: [town.town], perIssue: 50n, perParty: 60n }, 'klein');
    expect(await ask({}, 'klein')).toMatchObject({ code: 'not_a_recipient' });
    expect(await ask({ partyId: town.town }, 'klein')).toMatchObject({ code: 'over_issue_limit' });
    const two = await Promise.all(
      [40n, 30n].map((amount) => town.propose({ amount, partyId: town.town }, 'klein')),
    );
    expect(await town.approve(two[0]!)).toMatchObject({ kind: 'posted' });
    expect(await town.approve(two[1]!)).toMatchObject({ code: 'over_party_limit' });
    await town.aProgramme({ from: '2030-01-01', until: '2030-12-31' }, 'later');
    const early = await town.propose({ amount: 10n }, 'later');
    expect(await town.approve(early)).toMatchObject({ code: 'programme_not_open' });
  });

  it('names every bad line of a list and proposes none of it', async () => {
    const ann = await test.aPerson(town.here);
    const wish = (partyId: string) => ({ id: newUuid(test.clock.now()), partyId, amount: 100n });
    const list = [wish(town.group.id), wish(ann.id), wish('NEVER00000000000')];
    const issues = test.get(IssuesService);
    const bad = [
      { line: 1, code: 'issue_not_to_persons' },
      { line: 2, code: 'no_such_party' },
    ];
    expect(await issues.preview(town.maker, town.here, town.code, list)).toMatchObject({
      lines: bad,
      total: 300n,
    });
    expect(await issues.proposeAll(town.maker, town.here, town.code, list)).toEqual({
      kind: 'bad_lines',
      lines: bad,
    });
    expect(await issues.list(town.finance, town.here, town.code, '', 10)).toEqual([]);
  });

  it('lies on a purse of its purpose, which cannot be overspent and keeps the name of the programme', async () => {
    await town.issue(400n);
    const bert = await test.aPerson(town.here);
    const pay = (amount: bigint) =>
      purse().then((from) =>
        test.get(PaymentsService).pay(town.group.actor, town.here, {
          orderId: newUuid(test.clock.now()),
          from,
          to: bert.account,
          amount,
        }),
      );
    expect(await pay(401n)).toMatchObject({ code: 'not_enough' });
    expect(await pay(100n)).toMatchObject({ kind: 'posted' });
    expect(await town.balance()).toMatchObject({ withGroups: 300n, paidOn: 100n, issued: 400n });
  });

  it('is not moved by hand: not the budget by a steward, not a promise by a treasurer, no undoing', async () => {
    const id = await town.propose({ amount: 4_000n });
    await town.approve(id);
    const hold = { exchangeId: id, index: 0 };
    const order = () => newUuid(test.clock.now());
    const holds = test.get(HoldsService);
    for (const amount of [4_000n, 0n]) {
      const answer =
        amount === 0n
          ? await holds.release(town.group.actor, town.here, order(), hold)
          : await holds.post(town.group.actor, town.here, order(), hold, amount);
      expect(answer).toMatchObject({ code: 'not_by_hand' });
    }
    await town.confirm(id);
    const [row] = await test
      .get(Database)
      .reader.all(
        `select account_id from programme_accounts where community_id = ? and kind = 'budget' limit 1`,
        [town.here],
      );
    const from = row!.account_id as string;
    const exchange = { orderId: order(), kind: 'issue' as const };
    const transfers = [{ from, to: await purse(), amount: 10n }];
    for (const actor of [test.steward(town.here), systemActor('command')]) {
      const answer = await test.get(ExchangesService).book(actor, town.here, { ...exchange, transfers });
      expect(answer.kind).toBe('refused');
    }
    const undo = { orderId: order(), exchangeId: id, reason: 'twice' as const };
    expect(await test.get(ReversalsService).reverse(test.steward(town.here), town.here, undo)).toMatchObject({
      kind: 'refused',
    });
  });

  it('is found by the proof when a budget, an issue, a purse or a name of a programme was changed', async () => {
    await town.issue(4_000n);
    const promised = await town.propose({ amount: 100n });
    await town.approve(promised);
    const prove = async () => (await test.get(Verifier).full()).differences;
    expect(await prove()).toEqual([]);
    const tables = ['programme_versions', 'issues', 'programme_accounts', 'transfers'];
    const tamper = await Tamper.on(test.place.config, tables);
    try {
      const named = async (table: string, which: Row, changed: Row) =>
        (await tamper.while(table, which, changed, prove)).map((each) => `${each.table} ${each.field}`);
      const mine = async (table: string): Promise<Row[]> =>
        (await tamper.rows(table)).filter((row) => row.community_id === town.here);
      const [version] = await mine('programme_versions');
      const terms = (version!.terms as string).replace('"budget":100000', '"budget":100001');
      expect(await named('programme_versions', version!, { terms })).toContain('programmes budget');
      const issues = await mine('issues');
      const received = issues.find(({ state }) => state === 'received')!;
      expect(await named('issues', received, { amount: 4_001n })).toContain('issues amount');
      const open = issues.find(({ state }) => state === 'promised')!;
      const asIfReceived = { state: 'received', ended_by: 'NOBODY', ended_at: 1n };
      expect(await named('issues', open, asIfReceived)).toContain('issues state');
      const own = await mine('programme_accounts');
      const held = own.find(({ kind }) => kind === 'purse')!;
      const stranger = { account_id: town.group.account };
      expect(await named('programme_accounts', held, stranger)).toContain('programmes accounts');
      const [transfer] = (await mine('transfers')).filter(({ programme }) => programme === town.code);
      expect(await named('transfers', transfer!, { programme: 'other' })).toContain('transfers programme');
    } finally {
      await tamper.close();
    }
  });
});

describe.each(dialects)('vouchers of a programme, on %s', (dialect) => {
  let test: TestPayments;
  let town: TestProgrammes;
  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  beforeEach(async () => {
    town = await TestProgrammes.in(test);
    await town.aProgramme({ expiry: 'pot' });
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const order = () => newUuid(test.clock.now());
  const propose = async (count = 10) => {
    const wish = { id: order(), each: 200n, count, terms: { ...openTerms, restOnCard: true } };
    const answer = await test.get(IssueVouchers).propose(town.maker, town.here, town.code, wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return { issue: answer.issue.id, batch: answer.batch.id };
  };
  const activate = (issue: string, id = order()) =>
    test.get(IssueVouchers).activate(town.maker, town.here, id, issue);
  const printed = (batch: string) => test.get(BatchesService).printed(town.maker, town.here, batch);

  it('are active only when their issue was approved by another and they were printed', async () => {
    const { issue, batch } = await propose();
    expect(await activate(issue)).toMatchObject({ code: 'issue_decided' });
    expect(await town.approve(issue)).toMatchObject({ kind: 'posted' });
    expect(await activate(issue)).toMatchObject({ code: 'batch_not_printed' });
    await printed(batch);
    const alone = await test.get(ActivationService).activate(town.maker, town.here, order(), batch);
    expect(alone).toMatchObject({ code: 'issue_needed' });
    expect(await activate(issue)).toMatchObject({ kind: 'posted' });
    expect(await town.balance()).toMatchObject({ issued: 2_000n, vouchersOpen: 2_000n, promised: 0n });
    expect(await town.confirm(issue, town.maker)).toMatchObject({ code: 'activate_the_vouchers' });
  });

  it('activate once, fifty times at once, and give back to the budget what was not printed well', async () => {
    const { issue, batch } = await propose();
    await town.approve(issue);
    const made = await test.get(BatchesService).vouchersOf(town.maker, town.here, batch, 0, 2);
    const serials = made!.vouchers.map(({ serial }) => serial);
    await test.get(BatchesService).printed(town.maker, town.here, batch, serials);
    const id = order();
    const answers = await Promise.all(Array.from({ length: 50 }, () => activate(issue, id)));
    expect(new Set(answers.map((answer) => 'receiptToken' in answer && answer.receiptToken)).size).toBe(1);
    expect(await town.balance()).toMatchObject({ issued: 1_600n, vouchersOpen: 1_600n, promised: 0n });
  });
});
