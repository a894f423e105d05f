import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { pathOfScan } from './app.scanning.js';
import type { Config } from './config.js';
import { CONFIG } from './database/database.module.js';
import type { WordKey } from './languages/languages.js';
import { CardPaymentsService } from './payments/card-payments.service.js';
import type { PayeeAsked } from './payments/payees.service.js';

/** Who gets it, as a form keeps it: the token of a payment code, or `to:` and an account. */
const toAccount = 'to:';

export interface NobodyScanned {
  readonly wrong: WordKey;
}

/** Who gets something, by what was scanned: a payment code, or somebody's card. */
@Injectable()
export class ScannedPayees {
  constructor(
    private readonly cards: CardPaymentsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Who was scanned, as a form keeps it, or in which words it was nobody. */
  async in(actor: Actor, communityId: string, texts: readonly string[]): Promise<string | NobodyScanned> {
    const [path] = texts.flatMap((text) => pathOfScan(text, this.config.publicUrl) ?? []);
    const code = path?.slice('/p/'.length) ?? '';
    if (path?.startsWith('/p/') === true) return code;
    if (path?.startsWith('/k/') !== true)
      return { wrong: texts.length === 0 ? 'scan.none' : 'give.code_wrong' };
    const found = await this.cards.purseOf(actor, communityId, { token: code });
    return found.kind === 'purse' ? `${toAccount}${found.accountId}` : { wrong: 'refusals.card_unknown' };
  }
}

export function payeeOf(token: string): PayeeAsked {
  return token.startsWith(toAccount) ? { to: token.slice(toAccount.length) } : { code: token };
}
