import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { Verifier } from '../../src/books/verify.js';
import { newUuid } from '../../src/database/ids.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssueVouchers } from '../../src/issuance/issue-vouchers.service.js';
import { ProgrammeAccounts } from '../../src/issuance/programme-accounts.service.js';
import { ProgrammesService } from '../../src/issuance/programmes.service.js';
import { RiskClaims, type NewClaim } from '../../src/issuance/risk-claims.service.js';
import { RiskPayments } from '../../src/issuance/risk-payments.service.js';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService, type PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { VouchersService } from '../../src/vouchers/vouchers.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { acting, TestProgrammes } from '../support/programmes.js';
import { Tamper } from '../support/tamper.js';

type Shop = Awaited<ReturnType<TestPayments['aGroup']>>;

describe.each(dialects)('the fund of a programme for bad luck, on %s', (dialect) => {
  let test: TestPayments;
  let town: TestProgrammes;
  let baker: Shop;
  let grocer: Shop;
  let printed: PrintedVoucher[];

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  beforeEach(async () => {
    town = await TestProgrammes.in(test);
    await town.aProgramme();
    baker = await test.aGroup(town.here, 'shop', 'partner');
    grocer = await test.aGroup(town.here, 'shop', 'partner');
    printed = await vouchers(2);
    expect(await redeem(grocer, printed[0]!)).toMatchObject({ kind: 'posted' });
    expect(await redeem(baker, printed[0]!)).toMatchObject({ code: 'voucher_already_used' });
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const order = () => newUuid(test.clock.now());

  async function vouchers(count: number): Promise<PrintedVoucher[]> {
    const room = test.get(IssueVouchers);
    const wish = { id: order(), each: 200n, count, terms: openTerms };
    const made = await room.propose(town.maker, town.here, town.code, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const sheet = await test.get(SheetsService).print(town.maker, town.here, made.batch.id);
    if (sheet?.kind !== 'sheet') throw new Error('no sheet');
    await test.get(BatchesService).printed(town.maker, town.here, made.batch.id);
    await town.approve(made.issue.id);
    const active = await room.activate(town.maker, town.here, order(), made.issue.id);
    expect(active).toMatchObject({ kind: 'posted' });
    return sheet.vouchers;
  }

  const redeem = (shop: Shop, { url }: PrintedVoucher) =>
    test
      .get(VouchersService)
      .redeem(shop.actor, town.here, { orderId: order(), shown: { token: url }, to: shop.account });
  const ask = (shop = baker, changes: Partial<NewClaim> = {}, actor = shop.actor) =>
    test.get(RiskClaims).claim(actor, town.here, {
      ...{ id: order(), shown: { token: printed[0]!.url }, to: shop.account },
      ...{ reason: 'given_first' as const },
      ...changes,
    });
  const claimed = async (changes: Partial<NewClaim> = {}): Promise<string> => {
    const answer = await ask(baker, changes);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.claim.id;
  };
  const pay = (id: string, actor = town.approver, orderId = order()) =>
    test.get(RiskPayments).pay(actor, town.here, orderId, id);
  const fund = async (amount: bigint) => {
    const id = await town.propose({ amount, target: 'risk' });
    await town.approve(id);
    const answer = await test.get(ApprovalsService).confirm(town.maker, town.here, order(), id);
    expect(answer).toMatchObject({ kind: 'posted' });
  };

  it('pays who took a used voucher in good faith, with a receipt, and nobody else pays', async () => {
    await fund(500n);
    const [gave, before] = [await test.balanceOf(town.here, grocer), await town.balance()];
    const id = await claimed();
    const answer = await pay(id);
    expect(answer).toMatchObject({ kind: 'posted' });
    expect(await test.balanceOf(town.here, baker)).toBe(200n);
    expect(await test.balanceOf(town.here, grocer)).toBe(gave);
    const { riskFund, paidOn, issued } = await town.balance();
    expect({ riskFund, paidOn, issued }).toEqual({
      riskFund: before.riskFund - 200n,
      paidOn: before.paidOn + 200n,
      issued: before.issued,
    });
    const token = 'receiptToken' in answer ? answer.receiptToken : '';
    const receipt = await test.get(ReceiptsService).look(token);
    expect(receipt).toMatchObject({ state: 'valid', claims: { kind: 'settlement' } });
    const shown = await test.get(RiskClaims).show(baker.actor, town.here, id);
    expect(shown).toMatchObject({ state: 'paid', decidedBy: town.approver.id });
    await test.theBooksBalance();
  });

  it('is asked once for a voucher and a party, at most for what it was worth, by who takes for that party', async () => {
    expect(await ask(baker, { amount: 201n })).toMatchObject({ code: 'claim_over_voucher' });
    expect(await ask(baker, { shown: { token: printed[1]!.url } })).toMatchObject({
      code: 'voucher_not_used',
    });
    expect(await ask(grocer)).toMatchObject({ code: 'voucher_used_here' });
    expect(await ask(baker, { to: grocer.account })).toMatchObject({ code: 'not_your_account' });
    const ann = await test.aPerson(town.here);
    const own = { to: ann.account };
    expect(await ask(baker, own, ann.actor)).toMatchObject({ code: 'not_your_account' });
    const acceptor = acting(ann, 'acceptor', baker.id);
    const id = order();
    expect(await ask(baker, { id, amount: 150n }, acceptor)).toMatchObject({ kind: 'claimed' });
    expect(await ask(baker, { id, amount: 150n }, acceptor)).toMatchObject({ kind: 'claimed' });
    expect(await ask(baker, { id, amount: 151n }, acceptor)).toMatchObject({
      code: 'exists_with_different_content',
    });
    expect(await ask()).toMatchObject({ code: 'claim_exists' });
    expect(await ask(baker, { shown: { token: 'ABCDEFGHJKMNPQRS' } })).toMatchObject({
      code: 'voucher_unknown',
    });
  });

  it('is not paid by who asked, by who keeps that purse, nor by the command line or a steward', async () => {
    await fund(500n);
    const both = acting({ ...baker, actor: baker.actor, id: baker.actor.id }, 'approver', town.town);
    const id = await claimed();
    expect(await pay(id, both)).toMatchObject({ code: 'maker_may_not_approve' });
    const keeper = acting({ ...baker, actor: town.approver, id: town.approver.id }, 'acceptor', baker.id);
    expect(await pay(id, keeper)).toMatchObject({ code: 'maker_may_not_approve' });
    for (const actor of [town.maker, town.finance, test.steward(town.here), systemActor('command')])
      await expect(pay(id, actor)).rejects.toThrow('may not');
    expect(await test.balanceOf(town.here, baker)).toBe(0n);
  });

  it('pays once, fifty times at once, and says what it lacks until there is more in it', async () => {
    const id = await claimed();
    expect(await pay(id)).toMatchObject({ code: 'not_enough' });
    await fund(300n);
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(id)));
    expect(answers.filter(({ kind }) => kind === 'posted')).toHaveLength(1);
    expect(answers.filter((each) => 'code' in each && each.code === 'issue_decided')).toHaveLength(49);
    expect(await town.balance()).toMatchObject({ riskFund: 100n });
    const refused = await test.get(RiskPayments).refuse(town.approver, town.here, id);
    expect(refused).toMatchObject({ code: 'issue_decided' });
  });

  it('pays nothing once a claim was refused', async () => {
    await fund(300n);
    const id = await claimed();
    const payments = test.get(RiskPayments);
    expect(await payments.refuse(town.approver, town.here, id)).toMatchObject({ kind: 'refused_now' });
    expect(await pay(id)).toMatchObject({ code: 'issue_decided' });
    expect(await ask()).toMatchObject({ code: 'claim_exists' });
  });

  it('is asked and decided through the API, each with the right of their own', async () => {
    await fund(500n);
    const mandate = { communityId: town.here, partyId: baker.id, role: 'acceptor', until: null } as const;
    const helper = await test.aPerson(town.here);
    await test.get(MandatesService).grant(systemActor('test'), { ...mandate, actorId: helper.id });
    await town.appoint(town.approver, 'approver');
    const acceptor = await test.aToken(town.here, helper.id, ['payments:write']);
    const approver = await test.aToken(town.here, town.approver.id, ['programmes:decide', 'programmes:read']);
    const home = `/api/v1/communities/${town.here}`;
    const id = order();
    const body = { id, token: printed[0]!.url, to: baker.account, reason: 'copied' };
    expect(await test.call('POST', `${home}/risk-claims`, { as: approver, body })).toMatchObject({
      status: 422,
      body: { code: 'not_your_account' },
    });
    expect(await test.call('POST', `${home}/risk-claims`, { as: acceptor, body })).toMatchObject({
      status: 201,
      body: { state: 'claimed', amount: 200, exchange: null },
    });
    const list = `${home}/programmes/${town.code}/risk-claims`;
    expect(await test.call('GET', list, { as: acceptor })).toMatchObject({ status: 403 });
    expect(await test.call('GET', list, { as: approver })).toMatchObject({ body: { items: [{ id }] } });
    const payment = `${home}/risk-claims/${id}/payment`;
    expect(await test.call('POST', payment, { as: acceptor, key: order() })).toMatchObject({ status: 403 });
    const key = order();
    const paid = await test.call('POST', payment, { as: approver, key });
    expect([paid.status, Object.keys(paid.body).includes('receipt')]).toEqual([201, true]);
    expect(await test.call('POST', payment, { as: approver, key })).toMatchObject({
      status: 200,
      body: { receipt: paid.body.receipt },
    });
    const other = await test.aToken(town.here, town.group.treasurer.id, ['payments:write']);
    expect(await test.call('GET', `${home}/risk-claims/${id}`, { as: other })).toMatchObject({ status: 404 });
    expect(await test.call('GET', `${home}/risk-claims/${id}`, { as: acceptor })).toMatchObject({
      body: { state: 'paid' },
    });
  });

  it('is not taken from by hand by a steward', async () => {
    await fund(300n);
    const [row] = await risks();
    const transfers = [{ from: row!, to: baker.account, amount: 10n }];
    const exchange = { orderId: order(), kind: 'payment' as const, transfers };
    const book = test.get(ExchangesService);
    const answer = book.book(test.steward(town.here), town.here, exchange).catch(() => ({ kind: 'refused' }));
    expect(await answer).toMatchObject({ kind: 'refused' });
    expect(await town.balance()).toMatchObject({ riskFund: 300n });
  });

  it('is found by the proof when a claim says other than what was paid', async () => {
    await fund(300n);
    await pay(await claimed());
    const prove = async () => (await test.get(Verifier).full()).differences;
    expect(await prove()).toEqual([]);
    const tamper = await Tamper.on(test.place.config, ['risk_claims']);
    try {
      const [mine] = (await tamper.rows('risk_claims')).filter((row) => row.community_id === town.here);
      const found = await tamper.while('risk_claims', mine!, { amount: 199n }, prove);
      expect(found.map((each) => `${each.table} ${each.field}`)).toEqual(['risk_claims amount']);
    } finally {
      await tamper.close();
    }
  });

  async function risks(): Promise<string[]> {
    const programme = await test.get(ProgrammesService).find(town.maker, town.here, town.code);
    const all = await test.get(ProgrammeAccounts).all(programme);
    return all.filter(({ kind }) => kind === 'risk').map(({ accountId }) => accountId);
  }
});
