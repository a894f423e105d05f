import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { Database } from '../database/database.js';
import { newId, newToken } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import { may, type Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { blanksMax, cardUrl, drawNumber, type Card, type CardState } from './card.js';
import * as store from './cards.store.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { KeysService } from './keys.service.js';
import type { Keys } from './keys.js';
import { hashOf } from './token.js';

/** A blank as it is printed. */
export interface PrintableBlank {
  readonly id: string;
  readonly number: string;
  /** What its QR code says. */
  readonly url: string;
}

/** So many blanks at most are printed at once: ten sheets of A4. */
export const sheetMost = 100;

/** The stack of blank cards: made in advance, printed, and worth nothing until a helper gives one to somebody. */
@Injectable()
export class CardStockService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.keys.onRotate(rewrapBlanks);
  }

  /**
   * Makes blanks, all or none.
   * @param count 1 to 500
   * @throws NotAllowed; RangeError on another count
   */
  async make(
    actor: Actor,
    communityId: string,
    count: number,
  ): Promise<{ kind: 'made'; blanks: PrintableBlank[] } | AccessRefusal<'too_many_cards'>> {
    const now = this.clock.now();
    if (!may(actor, 'manage_cards', { communityId }, now)) throw new NotAllowed();
    if (count < 1 || count > blanksMax) throw new RangeError(`1 to ${blanksMax} cards at once`);
    const drawn = this.draw(count);
    const row = auditRow(actor, 'manage_cards', 'card', drawn.cards[0]!.id, communityId, now);
    // Two who make at once may draw the same number; the later one then looks again.
    const blanks = await this.database.transaction(
      async (tx) => {
        const numbered = await numberOf(tx, communityId, drawn);
        if (numbered === undefined) return undefined;
        await store.insertBlanks(tx, communityId, numbered, actor.id, now);
        await audit(tx, row);
        return numbered;
      },
      { retryOn: ['23505'] },
    );
    if (blanks === undefined) return refuse('too_many_cards');
    return { kind: 'made', blanks: blanks.map(({ id, number, url }) => ({ id, number, url })) };
  }

  /**
   * The cards of a community in order of id, without what opens them.
   * @param ask.state only those in it; ask.partyId only those of a party, newest first
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    ask: { state?: CardState; partyId?: string; after: string; limit: number },
  ): Promise<Card[]> {
    if (!may(actor, 'manage_cards', { communityId }, this.clock.now())) throw new NotAllowed();
    if (ask.partyId !== undefined) return store.findCardsOf(this.database.reader, communityId, ask.partyId);
    return store.findCards(this.database.reader, communityId, ask);
  }

  /**
   * Blanks with their codes, to print them; a card that was given to somebody is never printed again.
   * @param after the id of the last one printed, '' from the start
   * @param limit at most 100
   * @throws NotAllowed
   */
  async sheet(actor: Actor, communityId: string, after: string, limit: number): Promise<PrintableBlank[]> {
    const now = this.clock.now();
    if (!may(actor, 'manage_cards', { communityId }, now)) throw new NotAllowed();
    const sealed = await store.findSealed(
      this.database.reader,
      communityId,
      after,
      Math.min(limit, sheetMost),
    );
    const [first] = sealed;
    if (first === undefined) return [];
    const row = auditRow(actor, 'manage_cards', 'card', first.id, communityId, now);
    await this.database.transaction((tx) => audit(tx, row));
    return sealed.map(({ id, number, sealed: bytes }) => {
      const token = this.keys.unwrap(bytes, cardPlace(id)).toString();
      return { id, number, url: cardUrl(this.config.publicUrl, token) };
    });
  }

  /** Whether somebody gives blanks to people, or looks after who does. */
  mayGive(actor: Actor): boolean {
    return may(actor, 'manage_cards', { communityId: actor.communityId }, this.clock.now());
  }

  /** More numbers than cards, because some will be taken. */
  private draw(count: number): Drawn {
    const numbers = new Set<string>();
    while (numbers.size < count * 2 + 50) numbers.add(drawNumber());
    const cards = Array.from({ length: count }, () => {
      const id = newId();
      const token = newToken();
      const sealed = this.keys.wrap(Buffer.from(token), cardPlace(id));
      return { id, hash: hashOf(token), sealed, url: cardUrl(this.config.publicUrl, token) };
    });
    return { numbers: [...numbers], cards };
  }
}

interface Drawn {
  readonly numbers: readonly string[];
  readonly cards: ReadonlyArray<Omit<store.Blank, 'number'> & { url: string }>;
}

async function numberOf(
  tx: Tx,
  communityId: string,
  { numbers, cards }: Drawn,
): Promise<Array<store.Blank & { url: string }> | undefined> {
  const taken = await store.takenNumbers(tx, communityId, numbers);
  const free = numbers.filter((number) => !taken.has(number));
  if (free.length < cards.length) return undefined;
  return cards.map((card, i) => ({ ...card, number: free[i]! }));
}

async function rewrapBlanks(tx: Tx, from: Keys, to: Keys): Promise<void> {
  let after = { communityId: '', id: '' };
  for (;;) {
    const found = await store.findSealedAfter(tx, after, 500);
    for (const { communityId, id, sealed } of found) {
      const again = to.wrap(from.unwrap(sealed, cardPlace(id)), cardPlace(id));
      await store.sealAgain(tx, communityId, id, again);
    }
    const last = found.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

/** What the sealed token of a blank card is wrapped for. */
export function cardPlace(id: string): string {
  return `card ${id}`;
}
