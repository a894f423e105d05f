import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { stateOfCode, type PaymentCode } from './payments/code.js';
import { answerOrThrow } from './api/problem.js';
import { CodesService } from './payments/codes.service.js';
import { ExchangesReading } from './books/exchanges.reading.js';
import { CodeWaits } from './payments/code-waits.service.js';
import { Clock } from './database/clock.js';
import type { ShownPurse } from './app.purselooks.js';

export interface CodeToShow {
  readonly code: PaymentCode;
  /** What its QR says; null once it no longer works. */
  readonly url: string | null;
}

/** How the page of a code hears that something came. */
export interface Awaited {
  /** What its script asks, without the session. */
  readonly ask: string;
  /** The last line of the purse that the page knows of. */
  readonly since: bigint;
}

const pageSize = 200;

/** The codes that somebody shows so that others give. */
@Injectable()
export class OwnCodes {
  constructor(
    private readonly codes: CodesService,
    private readonly waits: CodeWaits,
    private readonly exchanges: ExchangesReading,
    private readonly clock: Clock,
  ) {}

  /**
   * The id of the purse's own code, which says no amount and always works; made when there is none.
   * @throws NotAllowed, and ProblemError with the refusal of a new code, such as too_many_codes
   */
  async usual(actor: Actor, { account }: ShownPurse): Promise<string> {
    const { communityId, id } = account;
    for (let after = ''; ;) {
      const some = (await this.codes.list(actor, communityId, id, after, pageSize)) ?? [];
      const found = some.find(
        (code) => code.kind === 'standing' && code.amount === null && this.isOpen(code),
      );
      if (found !== undefined) return found.id;
      if (some.length < pageSize) break;
      after = some.at(-1)!.id;
    }
    const made = await this.codes.make(actor, communityId, { account: id, kind: 'standing' });
    return answerOrThrow(made).code.id;
  }

  /**
   * Makes a code that says how much. A group's hangs on the wall and stays; a person's works once.
   * @throws NotAllowed, and ProblemError with the refusal
   */
  async withAmount(actor: Actor, { account, name }: ShownPurse, amount: bigint): Promise<string> {
    const kind = name === null ? 'single' : 'standing';
    const made = await this.codes.make(actor, account.communityId, { account: account.id, kind, amount });
    return answerOrThrow(made).code.id;
  }

  /** @throws NotAllowed */
  async show(actor: Actor, { account }: ShownPurse, codeId: string): Promise<CodeToShow | undefined> {
    const shown = await this.codes.show(actor, account.communityId, codeId);
    if (shown === undefined || shown.code.accountId !== account.id) return undefined;
    return { code: shown.code, url: this.isOpen(shown.code) ? shown.url : null };
  }

  /** The token of the receipt of what was paid by a code that works once; undefined while nothing was. */
  async receiptOf({ communityId, kept, exchangeId }: PaymentCode): Promise<string | undefined> {
    if (kept !== 'used' || exchangeId === null) return undefined;
    return (await this.exchanges.find(communityId, exchangeId))?.receiptToken;
  }

  /** @param since of the page that was loaded before, when it is the same page again */
  async awaited(code: PaymentCode, since: bigint | undefined): Promise<Awaited> {
    const last = await this.waits.lastLine(code);
    return { ask: `/came/${this.waits.note(code, last)}`, since: since ?? last };
  }

  private isOpen(code: PaymentCode): boolean {
    return stateOfCode(code, this.clock.now()) === 'open';
  }
}
