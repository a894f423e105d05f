import { Inject, Injectable } from '@nestjs/common';
import { ExchangesReading } from '../books/exchanges.reading.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { Database } from '../database/database.js';
import { readToken } from '../database/ids.js';
import { claimsOf, isAbout, minuteOf, type ReceiptClaims, type ReceiptFacts } from './receipt.js';
import { ReceiptKeysService } from './receipt-keys.service.js';
import * as store from './receipts.store.js';

export type ReceiptState = 'valid' | 'undone';

/** A receipt with what has become of the exchange since. */
export interface Receipt {
  readonly token: string;
  readonly communityId: string;
  readonly claims: ReceiptClaims;
  /** Compact JWS (RFC 7515), the same bytes for ever. */
  readonly jws: string;
  readonly state: ReceiptState;
  /** To the minute, UTC; null while it is valid. */
  readonly undoneAt: string | null;
  /** The receipt of the exchange that undid this one, for its parties. */
  readonly undoneBy: string | null;
  /** For its parties. */
  readonly shortCode: string;
  /** For this room: what the books know. */
  readonly facts: ReceiptFacts;
}

export interface Verdict {
  /** Whether one of our keys signed exactly this. */
  readonly signature: boolean;
  /** Whether it is a receipt that our books still know with the same content. */
  readonly known: boolean;
  readonly state: ReceiptState | null;
  readonly claims: ReceiptClaims | null;
}

const unknown: Verdict = { signature: false, known: false, state: null, claims: null };

/**
 * Receipts of every exchange. Whoever holds a receipt's token may look at it: the token is in the QR code and has
 * 80 random bits, and what is shown by it tells nobody who.
 */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly database: Database,
    private readonly exchanges: ExchangesReading,
    private readonly keys: ReceiptKeysService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The receipt of a token; it is signed and kept the first time somebody looks.
   * @param text the token as it was scanned or typed
   * @returns undefined when there is none, or it can be none
   */
  async look(text: string): Promise<Receipt | undefined> {
    const token = readReceiptToken(text);
    const exchange = token === undefined ? undefined : await this.exchanges.findByReceipt(token);
    if (exchange === undefined) return undefined;
    const { communityId } = exchange;
    const [facts] = await store.factsOf(this.database.reader, communityId, [exchange]);
    const signed = await this.signed(facts!);
    const { reversedBy } = exchange;
    const reversal = reversedBy === null ? undefined : await this.exchanges.find(communityId, reversedBy);
    return {
      token: exchange.receiptToken,
      communityId,
      claims: claimsOf(facts!, this.config.publicUrl),
      jws: signed.jws,
      state: reversedBy === null ? 'valid' : 'undone',
      undoneAt: reversal === undefined ? null : minuteOf(reversal.bookedAt),
      undoneBy: reversal?.receiptToken ?? null,
      shortCode: signed.shortCode,
      facts: facts!,
    };
  }

  /**
   * Checks a receipt that somebody was given as text: its signature, whether it is known, and how it stands now.
   * Anybody may ask: whoever has the text has its token.
   */
  async verify(jws: string): Promise<Verdict> {
    const opened = await this.keys.open(jws.trim());
    if (opened === undefined) return unknown;
    const claims = JSON.parse(opened.payload) as ReceiptClaims;
    const receipt = await this.look(claims.sub);
    const known = receipt !== undefined && isAbout(opened.payload, receipt.facts);
    return { signature: true, known, state: known ? receipt.state : null, claims };
  }

  /** The receipts of a community with a short code; at most ten. Who may see them is asked by `ShortCodesService`. */
  async withCode(communityId: string, code: string): Promise<Receipt[]> {
    const signed = await store.findByCode(this.database.reader, communityId, code);
    const found = await Promise.all(signed.map(({ token }) => this.look(token)));
    return found.filter((receipt) => receipt !== undefined);
  }

  /** Signing takes a while, so it is done outside the transaction; of several at once the first is kept. */
  private async signed(facts: ReceiptFacts): Promise<store.SignedReceipt> {
    const { communityId, id: exchangeId, receiptToken: token } = facts.exchange;
    const { reader } = this.database;
    const kept = await store.findSigned(reader, communityId, token);
    if (kept !== undefined) return kept;
    const { kid, jws } = await this.keys.sign(claimsOf(facts, this.config.publicUrl));
    const shortCode = this.keys.shortCode(token);
    const receipt = { communityId, token, exchangeId, kid, jws, shortCode, signedAt: this.clock.now() };
    const digest = store.receiptDigest(receipt);
    await this.database.transaction((tx) => store.insertSigned(tx, receipt, digest));
    return (await store.findSigned(reader, communityId, token))!;
  }
}

/** A receipt's token as somebody may have typed it, or undefined when it can be none. */
export function readReceiptToken(text: string): string | undefined {
  if (text.length > 60) return undefined;
  const token = readToken(text);
  return /^[0-9A-HJKMNP-TV-Z]{23}$/.test(token) ? token : undefined;
}
