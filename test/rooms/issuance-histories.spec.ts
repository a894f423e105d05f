import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BooksService } from '../../src/books/books.service.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssueVouchers } from '../../src/issuance/issue-vouchers.service.js';
import { RepeatRuns } from '../../src/issuance/repeat-runs.service.js';
import { RepeatsService } from '../../src/issuance/repeats.service.js';
import { RiskClaims } from '../../src/issuance/risk-claims.service.js';
import { RiskPayments } from '../../src/issuance/risk-payments.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { LapsedHolds } from '../../src/upkeep/holds.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService, type PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { VouchersService } from '../../src/vouchers/vouchers.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const day = 86_400_000;
const budget = 200n;
const [vouchers, worth] = [4, 5n];
const promiseDays = 45;

const acts = [
  ...(['propose', 'approve', 'approve', 'confirm', 'withdraw', 'refuse', 'pay'] as const),
  ...(['repeat', 'month', 'month', 'stop', 'fund', 'claim', 'settle', 'settle'] as const),
];

const aStep = fc.record({
  what: fc.constantFrom(...acts),
  amount: fc.bigInt({ min: 1n, max: 60n }),
  which: fc.nat(9),
});
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

interface KnownIssue {
  id: string;
  readonly amount: bigint;
  state: string;
  until: number;
}

/** A programme as simply as it can be told, beside the real one. */
class History {
  readonly issues: KnownIssue[] = [];
  readonly repeats: { id: string; amount: bigint; left: number; runs: boolean }[] = [];
  readonly claims: { id: string; amount: bigint; paid: boolean }[] = [];
  issued = worth * BigInt(vouchers);
  paidOn = 0n;
  risk = 0n;

  private constructor(
    readonly town: TestProgrammes,
    readonly shop: Awaited<ReturnType<TestPayments['aGroup']>>,
    readonly used: readonly PrintedVoucher[],
  ) {}

  /** A town with a programme, whose vouchers were all taken by one shop already, and another shop. */
  static async begin(test: TestPayments): Promise<History> {
    const town = await TestProgrammes.in(test);
    await town.aProgramme({ budget, promiseDays, until: '2099-12-31' });
    const [taker, shop] = [
      await test.aGroup(town.here, 'shop', 'partner'),
      await test.aGroup(town.here, 'shop', 'partner'),
    ];
    const wish = { id: newUuid(test.clock.now()), each: worth, count: vouchers, terms: openTerms };
    const made = await test.get(IssueVouchers).propose(town.maker, town.here, town.code, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const sheet = await test.get(SheetsService).print(town.maker, town.here, made.batch.id);
    if (sheet?.kind !== 'sheet') throw new Error('no sheet');
    await test.get(BatchesService).printed(town.maker, town.here, made.batch.id);
    await town.approve(wish.id);
    const id = newUuid(test.clock.now());
    await test.get(IssueVouchers).activate(town.maker, town.here, id, wish.id);
    for (const { url: token } of sheet.vouchers) {
      const asked = { orderId: newUuid(test.clock.now()), shown: { token }, to: taker.account };
      const answer = await test.get(VouchersService).redeem(taker.actor, town.here, asked);
      expect(answer.kind).toBe('posted');
    }
    return new History(town, shop, sheet.vouchers);
  }

  get promised(): bigint {
    const open = this.issues.filter(({ state }) => state === 'promised');
    return open.reduce((sum, { amount }) => sum + amount, 0n);
  }

  fits(amount: bigint): boolean {
    return this.promised + this.issued + amount <= budget;
  }

  private get test(): TestPayments {
    return this.town.test;
  }

  private order(): string {
    return newUuid(this.test.clock.now());
  }

  async step({ what, amount, which }: Step): Promise<void> {
    const issue = this.issues[which % Math.max(1, this.issues.length)];
    if (what === 'propose') {
      const id = await this.town.propose({ amount });
      this.issues.push({ id, amount, state: 'proposed', until: 0 });
    } else if (what === 'repeat') await this.repeat(amount);
    else if (what === 'month') await this.month();
    else if (what === 'stop') await this.stop(which);
    else if (what === 'pay') await this.pay(amount);
    else if (what === 'fund') await this.fund(amount);
    else if (what === 'claim') await this.claim(amount, which);
    else if (what === 'settle') await this.settle(which);
    else if (issue !== undefined) await this.decide(what, issue);
  }

  private async decide(what: 'approve' | 'confirm' | 'withdraw' | 'refuse', issue: KnownIssue) {
    const { town } = this;
    const approvals = this.test.get(ApprovalsService);
    if (what === 'approve') {
      if (issue.state !== 'proposed') return;
      const fits = this.fits(issue.amount);
      expect((await town.approve(issue.id)).kind === 'posted').toBe(fits);
      // A no of the ledger is the answer for ever: such an issue is proposed anew.
      this.promise(issue, fits, 'refused_for_ever');
    } else if (what === 'refuse') {
      const answer = await approvals.refuse(town.approver, town.here, issue.id);
      const waits = issue.state === 'proposed' || issue.state === 'refused_for_ever';
      expect(answer.kind === 'refused_now').toBe(waits);
      if (waits) issue.state = 'refused';
    } else {
      const answer =
        what === 'confirm'
          ? await town.confirm(issue.id)
          : await approvals.withdraw(town.maker, town.here, this.order(), issue.id);
      expect(answer.kind === 'posted').toBe(issue.state === 'promised');
      if (issue.state !== 'promised') return;
      issue.state = what;
      if (what === 'confirm') this.issued += issue.amount;
    }
  }

  private promise(issue: KnownIssue, fits: boolean, otherwise: string): void {
    issue.state = fits ? 'promised' : otherwise;
    issue.until = this.test.clock.now() + promiseDays * day;
  }

  /** The same for three months, of which the first is promised at once. */
  private async repeat(amount: bigint): Promise<void> {
    const { town } = this;
    const now = new Date(this.test.clock.now());
    const month = (later: number) =>
      new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 15)).toISOString().slice(0, 7);
    const id = this.order();
    const wish = { id, partyId: town.group.id, amount, day: 5, firstMonth: month(0), lastMonth: month(2) };
    const service = this.test.get(RepeatsService);
    const asked = await service.propose(town.maker, town.here, town.code, wish);
    expect(asked.kind).toBe('proposed');
    expect((await service.decide(town.approver, town.here, id, true)).kind).toBe('decided');
    this.repeats.push({ id, amount, left: 3, runs: true });
    await this.run([this.repeats.at(-1)!]);
  }

  /** Goes to the fifth of the next month. */
  private async month(): Promise<void> {
    const now = new Date(this.test.clock.now());
    this.test.clock.set(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 5, 9));
    await this.test.get(LapsedHolds).release();
    for (const issue of this.issues)
      if (issue.state === 'promised' && issue.until <= this.test.clock.now()) issue.state = 'lapsed';
    await this.run(this.repeats);
  }

  private async run(some: History['repeats']): Promise<void> {
    const { town } = this;
    await this.test.get(RepeatRuns).run();
    const listed = await this.test.get(RepeatsService).list(town.finance, town.here, town.code, '', 100);
    // Those that were asked for first come first.
    const due = some.filter(({ runs, left }) => runs && left > 0).sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const repeat of due) {
      repeat.left--;
      const { months } = listed.find((each) => each.repeat.id === repeat.id)!;
      const { issueId, skipped } = months.at(-1)!;
      expect(months).toHaveLength(3 - repeat.left);
      const fits = this.fits(repeat.amount);
      expect(skipped).toBe(fits ? null : 'not_enough');
      const issue = { id: issueId!, amount: repeat.amount, state: '', until: 0 };
      this.promise(issue, fits, 'refused');
      this.issues.push(issue);
    }
  }

  private async stop(which: number): Promise<void> {
    const repeat = this.repeats[which % Math.max(1, this.repeats.length)];
    if (repeat === undefined) return;
    const { approver, here } = this.town;
    expect((await this.test.get(RepeatsService).stop(approver, here, repeat.id)).kind).toBe('stopped');
    repeat.runs = false;
  }

  private async pay(amount: bigint): Promise<void> {
    const { here, group } = this.town;
    const accounts = await this.test.get(BooksService).accountsOf(here, group.id);
    const from = accounts.find(({ kind }) => kind === 'purpose');
    if (from === undefined) return;
    const has = from.creditsPosted - from.debitsPosted;
    const paid = { orderId: this.order(), from: from.id, to: group.treasurer.account, amount };
    const answer = await this.test.get(PaymentsService).pay(group.actor, here, paid);
    expect(answer.kind === 'posted').toBe(has >= amount);
    if (answer.kind === 'posted') this.paidOn += amount;
  }

  private async fund(amount: bigint): Promise<void> {
    const { maker, here } = this.town;
    const id = await this.town.propose({ amount, target: 'risk' });
    const fits = this.fits(amount);
    expect((await this.town.approve(id)).kind === 'posted').toBe(fits);
    if (!fits) return;
    await this.test.get(ApprovalsService).confirm(maker, here, this.order(), id);
    this.issued += amount;
    this.risk += amount;
  }

  private async claim(amount: bigint, which: number): Promise<void> {
    const { here } = this.town;
    const [id, number] = [this.order(), which % vouchers];
    const shown = { token: this.used[number]!.url };
    const wish = { id, shown, to: this.shop.account, amount, reason: 'copied' as const };
    const answer = await this.test.get(RiskClaims).claim(this.shop.actor, here, wish);
    const code = answer.kind === 'refused' ? answer.code : answer.kind;
    const isNew = this.claims[number] === undefined;
    expect(code).toBe(amount > worth ? 'claim_over_voucher' : isNew ? 'claimed' : 'claim_exists');
    if (code === 'claimed') this.claims[number] = { id, amount, paid: false };
  }

  private async settle(which: number): Promise<void> {
    const claim = this.claims[which % vouchers];
    if (claim === undefined) return;
    const { approver, here } = this.town;
    const answer = await this.test.get(RiskPayments).pay(approver, here, this.order(), claim.id);
    const code = answer.kind === 'refused' ? answer.code : answer.kind;
    const fits = this.risk >= claim.amount;
    expect(code).toBe(claim.paid ? 'issue_decided' : fits ? 'posted' : 'not_enough');
    if (code !== 'posted') return;
    claim.paid = true;
    this.risk -= claim.amount;
    this.paidOn += claim.amount;
  }

  /** The equations of 5E: of the programme, and of its currency as a whole. */
  async holds(): Promise<void> {
    const { promised, issued, paidOn, risk } = this;
    const now = await this.town.balance();
    const redeemed = worth * BigInt(vouchers);
    expect(now).toMatchObject({ budget, promised, issued, paidOn, riskFund: risk, redeemed });
    expect(now.notYetIssued + promised + issued).toBe(budget);
    expect(now.withGroups + now.vouchersOpen + risk + redeemed + now.expired + paidOn).toBe(issued);
    expect(issued + promised <= budget).toBe(true);
    const rows = await this.test.get(Database).reader.all(
      `select kind, sum(credits_posted - debits_posted) as balance from accounts
          where community_id = ? group by kind`,
      [this.town.here],
    );
    const of = (...kinds: string[]): bigint =>
      rows.reduce((sum, { kind, balance }) => {
        return kinds.includes(kind as string) ? sum + BigInt(balance as bigint) : sum;
      }, 0n);
    expect(-of('programme_budget')).toBe(issued);
    const all = of(...rows.map(({ kind }) => kind as string));
    const given = -of('issuance', 'programme_budget');
    expect(all + given).toBe(issued - of('issuance'));
    expect(all).toBe(0n);
  }

  async end(): Promise<void> {
    for (const { id } of this.repeats)
      await this.test.get(RepeatsService).stop(this.town.maker, this.town.here, id);
  }
}

describe.each(dialects)(`random histories of issues with SEED=${seed}, on %s`, (dialect) => {
  let test: TestPayments;
  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  afterAll(() => test.close());

  it('keep budget = not yet issued + promised + issued, and issued = where it lies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 30 }), async (steps) => {
        const history = await History.begin(test);
        await history.holds();
        for (const step of steps) {
          await history.step(step);
          await history.holds();
        }
        await history.end();
      }),
      { seed, numRuns: dialect === 'sqlite' ? 25 : 8 },
    );
    await test.theBooksBalance();
  }, 120_000);
});
