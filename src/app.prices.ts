import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { answerOrThrow } from './api/problem.js';
import type { ShownPurse } from './app.purselooks.js';
import { Faces, type Face } from './communities/faces.js';
import type { CurrencyProfile } from './communities/currency.js';
import { Clock } from './database/clock.js';
import type { WordKey } from './languages/languages.js';
import { readAmount, type Amount } from './ledger/amount.js';
import type { Reason } from './ledger/order.js';
import { liveCodesMax, stateOfCode, type PaymentCode } from './payments/code.js';
import { CodesService } from './payments/codes.service.js';
import type { ShownAmount } from './web/amounts.js';

/** A printed sign for a counter: always the same amount for always the same thing (U23). */
export interface PriceSign {
  readonly id: string;
  readonly amount: ShownAmount;
  /** Null where none was said. */
  readonly reason: Reason | null;
}

/** A sign with everything that is printed on it. */
export interface PrintedSign extends PriceSign {
  /** What its QR code says. */
  readonly url: string;
  /** Whoever receives; null for an account of the community. */
  readonly face: Face | null;
}

/** What a sign may be for. */
export const signReasons = [
  'meal',
  'goods',
  'lesson',
  'room',
  'activity',
  'help',
] as const satisfies Reason[];

const pageSize = 200;

/** The signs with fixed prices that a group hangs on its counter. */
@Injectable()
export class PriceSigns {
  constructor(
    private readonly codes: CodesService,
    private readonly faces: Faces,
    private readonly clock: Clock,
  ) {}

  /**
   * The signs of a purse that still work, the oldest first; as many as may work at once at most.
   * @throws NotAllowed
   */
  async of(actor: Actor, purse: ShownPurse): Promise<PriceSign[]> {
    const { communityId, id } = purse.account;
    const found: PriceSign[] = [];
    for (let after = ''; found.length < liveCodesMax;) {
      const some = (await this.codes.list(actor, communityId, id, after, pageSize)) ?? [];
      found.push(...some.flatMap((code) => this.signOf(purse, code) ?? []));
      if (some.length < pageSize) break;
      after = some.at(-1)!.id;
    }
    return found;
  }

  /**
   * Makes a sign.
   * @param amount smallest units, positive
   * @throws NotAllowed, and ProblemError with the refusal, such as too_many_codes
   */
  async make(actor: Actor, { account }: ShownPurse, amount: Amount, reason?: Reason): Promise<string> {
    const wish = { account: account.id, kind: 'standing', amount, ...(reason && { reason }) } as const;
    return answerOrThrow(await this.codes.make(actor, account.communityId, wish)).code.id;
  }

  /** @returns undefined when there is no such sign of this purse, or when it was taken down. @throws NotAllowed */
  async print(actor: Actor, purse: ShownPurse, id: string): Promise<PrintedSign | undefined> {
    const { communityId, partyId } = purse.account;
    const shown = await this.codes.show(actor, communityId, id);
    const sign = shown === undefined ? undefined : this.signOf(purse, shown.code);
    if (sign === undefined || shown?.url == null) return undefined;
    const face = partyId === null ? undefined : await this.faces.one(communityId, partyId);
    return { ...sign, url: shown.url, face: face ?? null };
  }

  /** Takes a sign down for good; what hangs on the wall then no longer works. @throws NotAllowed */
  async takeDown(actor: Actor, purse: ShownPurse, id: string): Promise<void> {
    if ((await this.print(actor, purse, id)) === undefined) return;
    await this.codes.close(actor, purse.account.communityId, id);
  }

  private signOf({ account, has }: ShownPurse, code: PaymentCode): PriceSign | undefined {
    const { id, kind, amount, reason, accountId } = code;
    const isSign = kind === 'standing' && amount !== null && accountId === account.id;
    if (!isSign || stateOfCode(code, this.clock.now()) !== 'open') return undefined;
    return { id, amount: { ...has, amount }, reason };
  }
}

/**
 * How much a form says, in smallest units; or what is wrong with the figure.
 * @param said.amount of a tile
 * @param said.other a decimal figure, such as 0,5; when there is one it is what is meant
 */
export function amountSaid(
  { amount, other = '' }: { readonly amount?: Amount; readonly other?: string },
  { scale, step, perPayment }: CurrencyProfile,
): Amount | WordKey {
  const said = other.trim() === '' ? amount : readAmount(other, scale);
  if (said === undefined || said <= 0n) return 'errors.amount_wrong';
  const inQuarters = step * 4n === 10n ** BigInt(scale);
  if (said % step !== 0n) return inQuarters ? 'errors.amount_quarters' : 'errors.amount_wrong';
  return perPayment !== null && said > perPayment ? 'refusals.over_payment_limit' : said;
}
