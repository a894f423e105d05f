import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { KioskOpenPage, KnockPage } from './app.hubbed.js';
import { Hubs, type AtHub } from './app.hubs.js';
import type { Knock } from './app.opened.js';
import { OwnThings } from './app.things.js';
import type { WordKey } from './languages/languages.js';
import { sendPage } from './web/page-answer.js';

/** What was just tried on the first page of somebody at a kiosk. */
export interface Tried extends Partial<Knock> {
  /** Why what was scanned is no voucher for their card. */
  readonly noVoucher?: WordKey;
}

/** The first page of whoever is in front of a kiosk: closed, or open after their secret. */
@Injectable()
export class HubHome {
  constructor(
    private readonly hubs: Hubs,
    private readonly things: OwnThings,
  ) {}

  async show(reply: FastifyReply, here: AtHub, tried: Tried = {}): Promise<void> {
    const { tapped = [], wrong = null, noVoucher = null } = tried;
    const { page, visitId } = here;
    const status = wrong === null && noVoucher === null ? 200 : 422;
    const member = await this.hubs.opened(here);
    if (member === undefined)
      return sendPage(reply, <KnockPage {...page} {...{ visitId, tapped, wrong, noVoucher }} />, status);
    const purses = await this.things.purses(member);
    sendPage(reply, <KioskOpenPage {...page} {...{ visitId, purses, noVoucher }} />, status);
  }
}
