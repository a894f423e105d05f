import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Clock } from '../database/clock.js';
import { readAmount, type Amount } from '../ledger/amount.js';
import type { No } from './payment.js';
import { PayeesService, type PayeeAsked } from './payees.service.js';
import { PreviewService, type Preview, type PreviewSide } from './preview.service.js';

/** Why a figure that was written cannot be given; the words are under `errors`. */
export type WrongAmount = 'amount_wrong' | 'amount_quarters';

/** What somebody who scanned a code is shown. */
export type Look =
  /** Nobody is signed in: the same for every code, known or not, so that a stranger learns nothing. */
  | { readonly kind: 'stranger' }
  | { readonly kind: 'refused'; readonly code: No['code'] }
  | {
      readonly kind: 'look';
      readonly preview: Preview;
      readonly community: string;
      readonly wrong: WrongAmount | null;
      /** With what else they may pay it. */
      readonly purses: readonly PreviewSide[];
      /** Whether they gave the very same moments ago, as whoever went back after it did. */
      readonly twice: boolean;
    };

/** How much somebody chose on the page of a code or account. */
export interface Chosen {
  /** A decimal figure as somebody wrote it, such as 0,5. */
  readonly figure?: string;
  /** Or smallest units. */
  readonly amount?: Amount;
  /** Less than the code says is meant so. */
  readonly part?: boolean;
  /** The account that would pay; one's own unless said otherwise. */
  readonly from?: string;
}

export interface LookAsked extends Chosen {
  /** As it was scanned or typed. */
  readonly token: string;
}

/** Why a code that is not open cannot be paid, as the books would say it. */
const closed: Readonly<Record<Exclude<Preview['state'], 'open'>, No['code']>> = {
  used: 'code_already_used',
  closed: 'code_expired',
  expired: 'code_expired',
  paid: 'request_paid',
  declined: 'request_declined',
};

/** Nobody eats the same soup twice within so long; whoever does may still say yes. */
const justNowMs = 10 * 60_000;
const lookedBackAt = 5;

/** What the page behind a QR code shows. */
@Injectable()
export class LooksService {
  constructor(
    private readonly payees: PayeesService,
    private readonly previews: PreviewService,
    private readonly communities: CommunitiesService,
    private readonly exchanges: ExchangesReading,
    private readonly clock: Clock,
  ) {}

  /** The community of a code, or undefined when there is no such code. */
  async communityOf(token: string): Promise<string | undefined> {
    const scanned = await this.payees.scan(token);
    return scanned?.kind === 'code' ? scanned.code.communityId : scanned?.request.communityId;
  }

  async look(actor: Actor | undefined, asked: LookAsked): Promise<Look> {
    if (actor === undefined) return { kind: 'stranger' };
    const { token } = asked;
    const communityId = await this.communityOf(token);
    if (communityId === undefined) return { kind: 'refused', code: 'code_unknown' };
    return this.lookAt(actor, communityId, { code: token }, asked);
  }

  /** The same for an account that no code stands for: the pot, or that of somebody whose card was scanned. */
  async lookAtAccount(actor: Actor, communityId: string, accountId: string, chosen: Chosen): Promise<Look> {
    return this.lookAt(actor, communityId, { to: accountId }, chosen);
  }

  private async lookAt(
    actor: Actor,
    communityId: string,
    to: PayeeAsked,
    asked: Chosen,
  ): Promise<Exclude<Look, { kind: 'stranger' }>> {
    const { part = false, from } = asked;
    const payee = { ...to, ...(from !== undefined && { from }) };
    const first = await this.previews.preview(actor, communityId, payee);
    if (first.kind === 'refused') return first;
    if (first.state !== 'open') return { kind: 'refused', code: closed[first.state] };
    // A sign of a group that has stopped may hang somewhere for years.
    if (first.payee.face?.closed === true) return { kind: 'refused', code: 'account_closed' };
    const chosen = chosenAmount(first, asked);
    const preview =
      chosen.amount === undefined || chosen.amount === first.amount
        ? first
        : await this.previews.preview(actor, communityId, { ...payee, amount: chosen.amount });
    if (preview.kind === 'refused') return preview;
    const community = (await this.communities.look(communityId))?.name ?? communityId;
    // Where less than the code says is meant, the amount has to be chosen first.
    const open = part && preview.ways.part && chosen.amount === undefined;
    const shown = open ? { ...preview, amount: null, enough: null, nearlyEmpty: false } : preview;
    const [purses, twice] = await Promise.all([
      this.previews.otherPurses(actor, payee, preview),
      this.justGave(shown),
    ]);
    return { kind: 'look', preview: shown, community, wrong: chosen.wrong, purses, twice };
  }

  private async justGave({ communityId, payer, payee, amount }: Preview): Promise<boolean> {
    if (amount === null) return false;
    const last = await this.exchanges.entries(communityId, payer.account.id, null, lookedBackAt);
    const undone = new Set(last.map(({ reverses }) => reverses));
    const since = this.clock.now() - justNowMs;
    return last.some(
      (entry) =>
        entry.amount === -amount &&
        entry.otherAccountId === payee.account.id &&
        entry.bookedAt >= since &&
        !undone.has(entry.exchangeId),
    );
  }
}

function chosenAmount(preview: Preview, asked: Chosen): { amount?: Amount; wrong: WrongAmount | null } {
  const { amountIsFixed, amount: said, currency, ways } = preview;
  const mayChoose = !amountIsFixed || (asked.part === true && ways.part);
  if (!mayChoose || (asked.figure === undefined && asked.amount === undefined)) return { wrong: null };
  const amount = asked.amount ?? readAmount(asked.figure!, currency.scale);
  if (amount === undefined || amount <= 0n || (said !== null && amount >= said))
    return { wrong: 'amount_wrong' };
  const inQuarters = currency.step * 4n === 10n ** BigInt(currency.scale);
  if (amount % currency.step !== 0n) return { wrong: inQuarters ? 'amount_quarters' : 'amount_wrong' };
  return { amount, wrong: null };
}
