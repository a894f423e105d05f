import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { TriesService } from '../access/tries.service.js';
import { ReceiptsService, type Receipt } from './receipts.service.js';
import { readShortCode } from './short-code.js';
import { ViewersService, type PartyView } from './viewers.service.js';

const hour = 3_600_000;
const limit = { failures: 20, windowMs: hour, lockMs: hour };

/**
 * Finds a receipt by the code that is read aloud. It works for its own parties only, so guessing somebody else's
 * tells nothing, not even that it exists; tries are counted all the same.
 */
@Injectable()
export class ShortCodesService {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly viewers: ViewersService,
    private readonly tries: TriesService,
  ) {}

  /**
   * @param text the code as it was typed
   * @returns undefined when there is none, or the actor has no part in it
   * @throws TooManyTries after 20 within an hour that found nothing
   */
  async find(
    actor: Actor,
    communityId: string,
    text: string,
  ): Promise<{ receipt: Receipt; view: PartyView } | undefined> {
    const key = `receipt code ${actor.id}`;
    await this.tries.attempt(key, limit);
    const code = readShortCode(text);
    if (code === undefined || actor.communityId !== communityId) return undefined;
    for (const receipt of await this.receipts.withCode(communityId, code)) {
      const view = await this.viewers.view(actor, receipt);
      if (view === undefined) continue;
      await this.tries.right(key);
      return { receipt, view };
    }
    return undefined;
  }
}
