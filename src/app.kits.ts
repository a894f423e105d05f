import { Injectable } from '@nestjs/common';
import { isLive, may, type Actor, type Role } from './access/actor.js';
import { CardStockService, type PrintableBlank } from './access/card-stock.service.js';
import { answerOrThrow } from './api/problem.js';
import { PriceSigns, type PrintedSign } from './app.prices.js';
import type { ShownPurse } from './app.purselooks.js';
import { Clock } from './database/clock.js';
import type { Batch } from './vouchers/batch.js';
import { BatchesService } from './vouchers/batches.service.js';
import { LayoutService, type LaidOut } from './vouchers/layout.service.js';

/** Everything that a first evening needs on paper. */
export interface Kit {
  readonly blanks: readonly PrintableBlank[];
  readonly signs: readonly PrintedSign[];
  /** Of batches that are not active yet, each with as many vouchers as fit on five sheets. */
  readonly vouchers: readonly LaidOut[];
}

/** What is in the kit of somebody beside the sheets that are in every one. */
export interface KitContents {
  readonly cards: boolean;
  readonly signs: boolean;
  /** Those that they can make signs for. */
  readonly counters: readonly ShownPurse[];
  /** Whether vouchers are theirs to print at all. */
  readonly printsVouchers: boolean;
  /** The newest batch that is not active yet: of it one voucher with a letter goes to who is brought along (S67). */
  readonly open: Batch | undefined;
}

/** So many cards are on the sheet. */
export const kitCards = 10;
const vouchersMost = 40;
const signsMost = 12;
const batchesMost = 3;
const batchesLooked = 201;
const voucherMakers: readonly Role[] = ['treasurer', 'issuer'];
const kitRoles: ReadonlySet<Role> = new Set(['treasurer', 'steward', 'helper']);

/** Whether somebody may print what a first evening needs. @param now milliseconds since 1970 */
export function mayPrintKit(actor: Actor, now: number): boolean {
  if (actor.kind !== 'person' || actor.card?.withSecret === false) return false;
  return actor.mandates.some((each) => kitRoles.has(each.role) && isLive(each, now));
}

/** What is printed before a group meets for the first time: cards, signs, vouchers. */
@Injectable()
export class Kits {
  constructor(
    private readonly stock: CardStockService,
    private readonly signs: PriceSigns,
    private readonly batches: BatchesService,
    private readonly layout: LayoutService,
    private readonly clock: Clock,
  ) {}

  mayPrint(actor: Actor): boolean {
    return mayPrintKit(actor, this.clock.now());
  }

  /** Whether cards are among what this actor prints. */
  hasCards(actor: Actor, communityId: string): boolean {
    return may(actor, 'manage_cards', { communityId }, this.clock.now());
  }

  /** Whether this actor sits beside members, and so may also make a device a kiosk. */
  mayHelp(actor: Actor, communityId: string): boolean {
    return may(actor, 'help_member', { communityId }, this.clock.now());
  }

  /**
   * Makes as many blank cards as lack to ten; asked again it makes none.
   * @throws ProblemError with the refusal too_many_cards
   */
  async prepare(actor: Actor, communityId: string): Promise<void> {
    if (!this.hasCards(actor, communityId)) return;
    const blanks = await this.stock.list(actor, communityId, { state: 'blank', after: '', limit: kitCards });
    if (blanks.length >= kitCards) return;
    answerOrThrow(await this.stock.make(actor, communityId, kitCards - blanks.length));
  }

  /** What `of` would print, and what has to be made before there is more of it. @param purses those that they keep */
  async contents(actor: Actor, communityId: string, purses: readonly ShownPurse[]): Promise<KitContents> {
    const own = this.ownOf(actor, purses);
    const [signs, open] = await Promise.all([
      Promise.all(own.map((purse) => this.signs.of(actor, purse))),
      this.openBatches(actor, communityId),
    ]);
    return {
      cards: this.hasCards(actor, communityId),
      signs: signs.some((each) => each.length > 0),
      counters: own.filter(({ account }) => account.kind !== 'purpose'),
      printsVouchers: this.keptBy(actor, voucherMakers).size > 0,
      open: open.at(-1),
    };
  }

  /** What there is to print for whoever asks. @param purses those that they keep */
  async of(actor: Actor, communityId: string, purses: readonly ShownPurse[]): Promise<Kit> {
    const own = this.ownOf(actor, purses);
    const [blanks, signs, vouchers] = await Promise.all([
      this.hasCards(actor, communityId) ? this.stock.sheet(actor, communityId, '', kitCards) : [],
      Promise.all(own.map((purse) => this.signsOf(actor, purse))),
      this.vouchersOf(actor, communityId),
    ]);
    return { blanks, signs: signs.flat().slice(0, signsMost), vouchers };
  }

  private ownOf(actor: Actor, purses: readonly ShownPurse[]): ShownPurse[] {
    const kept = this.keptBy(actor, ['treasurer']);
    return purses.filter(({ account }) => account.partyId !== null && kept.has(account.partyId));
  }

  private async signsOf(actor: Actor, purse: ShownPurse): Promise<PrintedSign[]> {
    const signs = (await this.signs.of(actor, purse)).slice(0, signsMost);
    const printed = await Promise.all(signs.map(({ id }) => this.signs.print(actor, purse, id)));
    return printed.flatMap((each) => each ?? []);
  }

  private async vouchersOf(actor: Actor, communityId: string): Promise<LaidOut[]> {
    const open = await this.openBatches(actor, communityId);
    const laid = await Promise.all(
      open
        .slice(-batchesMost)
        .map(({ id }) => this.layout.layOut(actor, communityId, id, { after: 0, limit: vouchersMost })),
    );
    return laid.flatMap((each) => (each?.kind === 'laid_out' && each.vouchers.length > 0 ? [each] : []));
  }

  /** What this actor made, and nobody can use yet, oldest first. */
  private async openBatches(actor: Actor, communityId: string): Promise<Batch[]> {
    const makers = [...this.keptBy(actor, voucherMakers)];
    const lists = await Promise.all(
      makers.map((id) => this.batches.lastOf(actor, communityId, id, batchesLooked)),
    );
    return lists
      .flatMap((each) => each.reverse())
      .filter(({ state }) => state === 'made' || state === 'printed');
  }

  private keptBy(actor: Actor, wanted: readonly Role[]): Set<string> {
    const now = this.clock.now();
    const live = actor.mandates.filter((each) => wanted.includes(each.role) && isLive(each, now));
    return new Set(live.flatMap(({ partyId }) => partyId ?? []));
  }
}
