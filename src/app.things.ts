import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { OwnCodes, type Awaited } from './app.codes.js';
import type { ShownPurse } from './app.purselooks.js';
import { OwnPurses, type ShownLine } from './app.purses.js';
import { OwnYears, type YearOfHours } from './app.years.js';
import { AfterwardsService, type WaysOn } from './payments/afterwards.service.js';
import { VoucherOutlets, type Outlet } from './vouchers/voucher-outlets.js';
import { openTerms } from './vouchers/voucher-terms.js';

/** What a slip of paper says. */
export interface Slip {
  readonly purses: readonly ShownPurse[];
  /** The last ones, without with whom. */
  readonly lines: readonly ShownLine[];
  readonly outlets: readonly Outlet[];
}

/** What a member gave last, and whether they can still say that it is not right (U27). */
export interface LastGiven extends WaysOn {
  readonly line: ShownLine;
}

const linesOnSlip = 5;

/** What is a member's own, for a screen that is not theirs: at a kiosk, or beside a helper. */
@Injectable()
export class OwnThings {
  constructor(
    private readonly ownPurses: OwnPurses,
    private readonly codes: OwnCodes,
    private readonly outlets: VoucherOutlets,
    private readonly years: OwnYears,
    private readonly afterwards: AfterwardsService,
  ) {}

  purses(member: Actor): Promise<ShownPurse[]> {
    return this.ownPurses.own(member);
  }

  /** The code by which others give to them; undefined for who has no purse. */
  async code(member: Actor): Promise<{ url: string; awaited: Awaited } | undefined> {
    const [first] = await this.purses(member);
    if (first === undefined) return undefined;
    const shown = await this.codes.show(member, first, await this.codes.usual(member, first));
    if (shown?.url == null) return undefined;
    return { url: shown.url, awaited: await this.codes.awaited(shown.code, undefined) };
  }

  /** Undefined while nothing was given. */
  async lastGiven(member: Actor): Promise<LastGiven | undefined> {
    const lines = await this.ownPurses.lastLines(await this.purses(member));
    const line = lines.find(({ entry }) => entry.amount < 0n);
    if (line === undefined) return undefined;
    const ways = await this.afterwards.waysOn(member, member.communityId!, line.entry.exchangeId);
    return { line, ...ways };
  }

  async slip(member: Actor): Promise<Slip> {
    const purses = await this.purses(member);
    const [lines, outlets] = await Promise.all([
      this.ownPurses.lastLines(purses),
      this.outlets.of(member, { communityId: member.communityId!, terms: openTerms }),
    ]);
    return { purses, outlets, lines: lines.slice(0, linesOnSlip) };
  }

  year(member: Actor, timeZone: string): Promise<YearOfHours> {
    return this.years.now(member, timeZone);
  }
}
